"""Tomorrow seen now in the demo's page: tips and quizzes are subscribed, and the clock is moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from browsing import Watched, visit
from demo_page import SENDING, DemoPage
from demo_running import Running, running_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

BERLIN = ZoneInfo("Europe/Berlin")
"""Where Ada lives."""


@pytest.fixture
def monday(browser: Browser, home: Path) -> Iterator[tuple[Watched, Running]]:
    """A demo in which it is Monday noon in Berlin, so that the next morning is a working day's."""
    with running_demo(home) as running:
        running.begun()
        now = datetime.fromtimestamp(running.get("state")["now"], BERLIN)
        day = now.date() + timedelta(days=7 - now.weekday())
        noon = datetime.combine(day, time(12), BERLIN)
        assert running.act("advance", "ada", seconds=(noon - now).total_seconds())["ok"]
        with visit(browser, timezone_id="America/New_York") as watched:
            yield watched, running
        assert running.ended() == (0, "")


def test_tips_are_subscribed_and_tomorrows_is_seen_now(monday: tuple[Watched, Running]) -> None:
    watched, running = monday
    page = DemoPage(watched.open(running.address))
    page.go("general")
    page.say("/whosejob tips")
    form = page.dialog("Daily tips and quizzes")
    form.get_by_role("button", name="Start").click()
    page.dialog("Daily tips and quizzes").get_by_text("Saved.").wait_for(timeout=SENDING)
    page.page.keyboard.press("Escape")
    wait_for_morning(page, running, "Tip of the day")
    tip = page.message("Tip of the day")
    assert tip.get_by_role("button", name="Stop these").is_visible()


def test_two_people_vote(monday: tuple[Watched, Running]) -> None:
    watched, running = monday
    page = DemoPage(watched.open(running.address))
    page.go("general")
    page.say("/whosejob tips")
    form = page.dialog("Daily tips and quizzes")
    form.get_by_role("group", name="Quiz questions on").get_by_role("checkbox", name="Tue").check()
    form.get_by_role("button", name="Start").click()
    page.dialog("Daily tips and quizzes").get_by_text("Saved.").wait_for(timeout=SENDING)
    page.page.keyboard.press("Escape")
    wait_for_morning(page, running, "Quiz of the day")
    for user, letter, told in (("ada", "A", "1 person has voted"), ("bob", "B", "2 people have voted")):
        page.become(user)
        page.go("general")
        vote(page.message("Quiz of the day"), letter)
        page.message("Quiz of the day").get_by_text(told).wait_for(timeout=SENDING)
        page.message(f"You voted {letter}.")
    page.become("ada")
    page.go("general")
    page.message("You voted A.")  # until then what is shown may still be Bob's
    assert page.main.get_by_text("You voted B.").count() == 0


def wait_for_morning(page: DemoPage, running: Running, what: str) -> None:
    """Moves the clock to it, once Slack has been told what to post then."""
    page.message("set up what I post here")

    def scheduled() -> bool:
        calls = [one for one in running.get("inspect")["entries"] if one["name"] == "chat.scheduleMessage"]
        return any(what in str(one["request"]) and one["answer"] for one in calls)

    running.until(scheduled, "nothing was scheduled")
    page.pass_time("Next morning, 9:00")


def vote(question: Locator, letter: str) -> None:
    """Votes with a button, or with a box where several options are right."""
    question.get_by_text("Show the answer").wait_for()
    button = question.get_by_role("button", name=letter, exact=True)
    if button.count():
        button.click()
    else:
        question.get_by_role("checkbox", name=letter, exact=True).check()
        question.get_by_role("button", name="Vote").click()
