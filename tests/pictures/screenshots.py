"""Takes the README's pictures of the demo's page, in light and dark, from a demo that really runs."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

from browsing import chromium
from demo_page import DemoPage
from demo_running import Running, running_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).parent
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}
MOST_BYTES = 150_000


def thread(page: DemoPage) -> None:
    """A question, its answer, and one that goes on from it."""
    page.go("general")
    page.open_thread(page.message("who patches the operating system of our RDS databases"))
    page.message("and on EC2?", page.thread)


def inspector(page: DemoPage) -> None:
    """A slash command, what the bot was sent, and what it did."""
    page.go("security")
    page.run("/whosejob who patches EKS nodes?")
    page.inspect().get_by_text("/whosejob").last.click()


def home(page: DemoPage) -> None:
    """The bot's Home."""
    page.go("whosejob")
    page.tab("Home")
    page.main.get_by_role("heading", name="Whose job is it?").wait_for()


def form(page: DemoPage) -> None:
    """The form of daily tips."""
    page.go("general")
    page.say("/whosejob tips")
    page.dialog("Daily tips and quizzes")


def phone(page: DemoPage) -> None:
    """A thread on a phone."""
    page.open_thread(page.message("who patches the operating system of our RDS databases"))
    page.message("and on EC2?", page.thread)


VIEWS: dict[str, tuple[Callable[[DemoPage], None], dict[str, int]]] = {
    "thread": (thread, DESK),
    "inspector": (inspector, DESK),
    "home": (home, DESK),
    "form": (form, DESK),
    "phone": (phone, PHONE),
}


def take(browser: "Browser", running: Running, name: str, scheme: str) -> None:
    """Takes one picture."""
    running.close_forms()
    show, size = VIEWS[name]
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-GB")
    shown = context.new_page()
    shown.goto(running.address)
    show(DemoPage(shown))
    shown.mouse.move(0, 0)
    shown.wait_for_timeout(500)
    file = FOLDER / f"demo-{name}-{scheme}.webp"
    Image.open(io.BytesIO(shown.screenshot())).convert("RGB").save(file, quality=85, method=6)
    context.close()
    taken = file.stat().st_size
    if taken > MOST_BYTES:
        raise SystemExit(f"{file} has {taken:,} bytes")
    print(f"{file.name}: {taken:,} bytes")


def main() -> None:
    """Takes all."""
    with TemporaryDirectory() as folder, chromium() as browser:
        for scheme in ("light", "dark"):
            # Each from the same beginning.
            with running_demo(Path(folder)) as running:
                running.begun()
                for name in VIEWS:
                    take(browser, running, name, scheme)


if __name__ == "__main__":
    main()
