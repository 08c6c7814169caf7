"""The demo's page as a person uses it: by what stands on it, never by how it is built."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

READY = "html[data-ready=true]"
"""What the page says of itself once the messages are shown."""
SENDING = 15_000
"""Milliseconds that the bot may take to answer on a busy machine."""


class DemoPage:
    """A person at the page.

    Args:
        page: has been opened.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_selector(READY)
        self.workspace = page.get_by_role("navigation", name="Workspace")
        self.main = page.get_by_role("main")
        self.thread = page.get_by_role("complementary", name="Thread")
        self.inspector = page.get_by_role("complementary", name="Inspector")

    # Places.

    def go(self, name: str) -> None:
        """Goes to a channel, a person, or the app."""
        self.workspace.get_by_role("button", name=re.compile(rf"^\W*{re.escape(name)}\b", re.IGNORECASE)).first.click()

    def tab(self, name: str) -> None:
        """Turns to one of the app's tabs."""
        self.main.get_by_role("tab", name=name).click()

    def become(self, name: str) -> None:
        """Goes on as somebody else."""
        people = self.page.get_by_label("You are")
        choice = people.locator("option").filter(has_text=re.compile(rf"^{re.escape(name)}\b"))
        value = choice.get_attribute("value")
        if people.input_value() != value:
            people.select_option(value=value)
        self.page.wait_for_selector(READY)

    # Messages.

    @property
    def composer(self) -> Locator:
        """Where a message is written."""
        return self.main.get_by_role("textbox", name=re.compile("^Message"))

    @property
    def reply(self) -> Locator:
        """Where a reply is written."""
        return self.thread.get_by_role("textbox", name=re.compile("^Reply"))

    def say(self, text: str) -> None:
        """Writes a message, and sends it."""
        send(self.composer, text)

    def answer_in_thread(self, text: str) -> None:
        """Writes a reply in the open thread, and sends it."""
        send(self.reply, text)

    def message(self, text: str, where: Locator | None = None) -> Locator:
        """The latest message with a text, once it is there."""
        found = (where or self.main).locator("[data-ts]").filter(has_text=text).last
        found.wait_for(timeout=SENDING)
        return found

    def open_thread(self, message: Locator) -> None:
        """Opens the thread of a message that has replies."""
        message.get_by_role("button", name=re.compile(r"\d+ repl(y|ies)")).click(timeout=SENDING)
        self.thread.wait_for()

    def use(self, message: Locator, name: str) -> None:
        """Picks one of the things that can be done with a message."""
        message.hover()
        message.get_by_role("button", name="More actions").click()
        self.page.get_by_role("menuitem", name=name).click()

    def ask(self, question: str) -> Locator:
        """Asks the bot in the channel that is shown; its answer, in the open thread."""
        self.say(f"@whosejob {question}")
        asked = self.message(question)
        self.open_thread(asked)
        answers = self.thread.locator("[data-ts]").nth(1)
        answers.wait_for(timeout=SENDING)
        return answers

    def run(self, line: str) -> Locator:
        """Runs a slash command; the private answer to it."""
        private = self.main.locator("[data-ts]").filter(has_text="Only visible to you")
        before = private.count()
        self.say(line)
        private.nth(before).wait_for(timeout=SENDING)
        return private.nth(before)

    # The rest.

    def dialog(self, title: str) -> Locator:
        """The modal with a title, once it is open."""
        found = self.page.get_by_role("dialog", name=title)
        found.wait_for(timeout=SENDING)
        return found

    def pass_time(self, button: str) -> None:
        """Moves the clock."""
        self.page.get_by_role("button", name=button).click()

    def inspect(self) -> Locator:
        """What passed between workspace and bot."""
        if not self.inspector.is_visible():
            self.page.get_by_role("button", name="Inspector").click()
        self.inspector.wait_for()
        return self.inspector


def send(composer: Locator, text: str) -> None:
    """Writes a text into a composer, and sends it."""
    composer.fill(text)
    composer.press("Enter")


def pick(page: DemoPage, where: Locator, name: str, option: re.Pattern[str], typed: str = "") -> None:
    """Picks an option of a select, by mouse; types before where options come as one types."""
    where.get_by_role("combobox", name=name).click()
    if typed:
        page.page.keyboard.type(typed)
    page.page.get_by_role("option", name=option).first.click(timeout=SENDING)
