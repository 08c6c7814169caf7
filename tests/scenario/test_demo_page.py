"""`whosejob demo` in a browser: people ask, go on, pick, share, open pictures, forms and Home."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from browsing import visit
from demo_page import SENDING, DemoPage, pick
from demo_running import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUESTION = "who patches RDS?"
ANSWER = "Amazon RDS is AWS's job"


def test_a_first_visit_shows_an_answered_thread(page: DemoPage) -> None:
    for name in ("general", "security"):
        assert page.workspace.get_by_text(name).first.is_visible()
    page.open_thread(page.message("who patches the operating system of our RDS databases"))
    page.message("and on EC2?", page.thread)
    assert page.thread.locator("[data-ts]").count() == 4


def test_a_question_in_a_channel_is_answered_in_its_thread_with_a_follow_up(page: DemoPage) -> None:
    answer = page.ask(QUESTION)
    assert ANSWER in answer.inner_text()
    assert answer.get_by_role("link", name=re.compile("documentation|RDS|DB")).first.is_visible()
    page.answer_in_thread("@whosejob and on EC2?")
    follow_up = page.thread.locator("[data-ts]").nth(3)
    follow_up.wait_for(timeout=SENDING)
    assert "EC2" in follow_up.inner_text()


def test_the_composer_completes_names_and_commands(page: DemoPage) -> None:
    page.composer.press_sequentially("@who")
    page.page.get_by_role("option", name=re.compile("whosejob", re.IGNORECASE)).first.wait_for()
    page.composer.press("Enter")
    assert page.composer.input_value().strip() == "@whosejob"
    page.composer.fill("")
    page.composer.press_sequentially("/wh")
    offered = page.page.get_by_role("option", name="/whosejob")
    offered.wait_for()
    assert "who patches RDS? | help" in offered.inner_text()
    page.composer.press("Tab")
    assert page.composer.input_value().startswith("/whosejob ")
    page.composer.fill("")


def test_a_choice_is_picked(page: DemoPage) -> None:
    choice = page.ask("who encrypts it?")
    assert "Which one do you mean?" in choice.inner_text()
    choice.get_by_role("button", name="On Amazon RDS").click()
    page.message("Encryption at rest for Amazon RDS", page.thread)
    assert page.thread.get_by_text("Which one do you mean?").count() == 0


def test_a_private_answer_is_seen_by_one_until_it_is_shared(page: DemoPage, browser: Browser, demo: Running) -> None:
    page.go("security")
    private = page.run("/whosejob who destroys old disks?")
    text = private.locator("strong, b").first.inner_text()
    with visit(browser) as other:
        bob = DemoPage(other.open(demo.address))
        bob.become("bob")
        bob.go("security")
        bob.message("do we have to encrypt our S3 buckets")
        assert bob.main.get_by_text(text).count() == 0
        private.get_by_role("button", name="Share in channel").click()
        bob.message(text)
        assert bob.main.get_by_text("Only visible to you").count() == 0


def test_a_whole_picture_is_opened(page: DemoPage) -> None:
    private = page.run(f"/whosejob {QUESTION}")
    private.get_by_role("button", name="Whole picture for Amazon RDS").click()
    table = page.message("Who does what for Amazon RDS").get_by_role("table")
    assert table.get_by_role("row").count() > 5


def test_home_is_browsed(page: DemoPage) -> None:
    page.go("whosejob")
    page.tab("Home")
    page.main.get_by_role("heading", name="Whose job is it?").wait_for(timeout=SENDING)
    pick(page, page.main, "Pick a category", re.compile("^Containers|^Compute"))
    services = page.dialog("Services")
    services.get_by_role("button").filter(has_text=re.compile("EC2|Lambda|ECS|EKS")).first.click()
    picture = page.dialog("Whole picture")
    picture.get_by_text("Guest operating-system patching").first.wait_for(timeout=SENDING)
    page.page.keyboard.press("Escape")
    picture.wait_for(state="hidden")


def test_home_answers(page: DemoPage, demo: Running) -> None:
    page.go("whosejob")
    before = len(demo.get("inspect")["entries"])
    page.tab("Home")
    # Home is published anew when it is opened, with an empty box.
    demo.until(lambda: "views.publish" in str(demo.get("inspect")["entries"][before:]), "Home is not published")
    page.page.wait_for_timeout(300)
    box = page.main.get_by_label("Ask about a task on AWS, and press Enter")
    box.fill(QUESTION)
    box.press("Enter")
    page.page.get_by_role("dialog").get_by_text(ANSWER).first.wait_for(timeout=SENDING)


def test_the_agent_panel_suggests_and_answers(page: DemoPage) -> None:
    page.go("whosejob")
    page.tab("Messages")
    page.main.get_by_role("button", name=re.compile("RDS|EC2|Lambda|S3")).first.click(timeout=SENDING)
    page.message("AWS documentation")


def test_the_form_of_the_shortcut_asks_for_something_and_answers(page: DemoPage) -> None:
    page.composer.press_sequentially("/whose")
    page.page.get_by_role("option", name=re.compile("Whose job is it")).click()
    form = page.dialog("Whose job is it?")
    form.get_by_role("button", name="Ask", exact=True).click()
    form.get_by_role("alert").first.wait_for(timeout=SENDING)
    form.get_by_label("Ask in your own words").fill(QUESTION)
    form.get_by_role("button", name="Ask", exact=True).click()
    form.get_by_text(ANSWER).first.wait_for(timeout=SENDING)
    pick(page, form, "Or pick a service", re.compile("^Amazon S3"), typed="s3")
    form.get_by_role("button", name="Ask another").click()
    form.get_by_text("Who does what for Amazon S3").first.wait_for(timeout=SENDING)
    page.page.keyboard.press("Escape")
    form.wait_for(state="hidden")


def test_the_shortcut_of_a_message_answers_privately(page: DemoPage) -> None:
    page.go("security")
    page.use(page.message("Who patches the operating system of our RDS"), "Whose job is this?")
    private = page.page.locator("[data-ts]").filter(has_text="Only visible to you").filter(has_text="RDS").last
    private.wait_for(timeout=SENDING)


def test_the_inspector_shows_what_was_sent_and_called(page: DemoPage) -> None:
    inspector = page.inspect()
    page.run(f"/whosejob {QUESTION}")
    entry = inspector.get_by_text("/whosejob").filter(visible=True).first
    entry.wait_for(timeout=SENDING)
    page.ask("who patches EC2?")
    inspector.get_by_text("chat.postMessage").filter(visible=True).first.wait_for(timeout=SENDING)


def test_the_json_of_a_message_leads_to_the_block_kit_builder(page: DemoPage) -> None:
    page.use(page.ask(QUESTION), "Show JSON")
    page.page.get_by_text('"blocks"').first.wait_for()
    link = page.page.get_by_role("link", name=re.compile("Block Kit Builder"))
    address = link.get_attribute("href") or ""
    assert address.startswith("https://app.slack.com/block-kit-builder/#%7B%22blocks%22")
    assert "noopener" in (link.get_attribute("rel") or "")
