"""What is sent by the clock, in words: weekdays, moments, places, troubles; and the tip of the day."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from bot.catalog.lesson_model import Lessons, Theme
from bot.engine import Engine
from bot.slack.views.daily import STOP, daily_tip
from bot.slack.views.filled import filled_in
from bot.slack.views.subscribing import TIP_DAYS, Sheet, sheet_of, tips_modal
from bot.slack.views.subscriptions import days_told, moment_told, subscribed_lines
from bot.slack.views.trouble import WORDS, trouble_words
from bot.slack.zones import known_zones, zone_option
from bot.subscription import WORKING_DAYS, Subscription

NOON = 1_796_040_000.0
"""Monday 30 November 2026, 12:00 UTC."""
EVERY_DAY = frozenset(range(7))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (EVERY_DAY, "every day"),
        (WORKING_DAYS, "Mon–Fri"),
        ({0}, "Mon"),
        ({5, 6}, "Sat, Sun"),
        ({0, 2, 4}, "Mon, Wed, Fri"),
        ({0, 1, 2, 6}, "Mon–Wed, Sun"),
        (set(), ""),
    ],
)
def test_weekdays_in_words(days: set[int], words: str) -> None:
    assert days_told(frozenset(days)) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "Mon 30 Nov at 12:00"),
        ("Europe/Berlin", "Mon 30 Nov at 13:00"),
        ("Pacific/Kiritimati", "Tue 1 Dec at 02:00"),
        ("America/St_Johns", "Mon 30 Nov at 08:30"),
    ],
)
def test_a_moment_is_told_as_it_is_there(zone: str, words: str) -> None:
    assert moment_told(NOON, zone) == words


LINES: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({}, ("*<#C1>*: tips Mon–Fri at 09:00, UTC", "next tip on Tue 1 Dec at 09:00")),
    ({"first": date(2026, 12, 24)}, ("next tip on Thu 24 Dec at 09:00",)),
    ({"quizzes": frozenset({0}), "at": time(13)}, ("tips Mon–Fri, quiz Mon at 13:00", "next tip on Mon 30 Nov")),
    ({"direct": True, "practice": EVERY_DAY}, ("*Direct message to <@U1>*", "practice every day")),
    ({"paused": True}, ("⏸ paused",)),
    ({"trouble": "is_archived"}, ("⚠ the channel is archived; unarchive it",)),
    ({"trouble": "no_such_code"}, ("⚠ Slack does not let me post there",)),
    ({"zone": "Mars/Olympus"}, ("Mars/Olympus", "nothing to come")),
    ({"themes": frozenset({"a"}), "exam": "security"}, (" · A &lt;!channel&gt; &amp; B · Security exam · ",)),
    ({"themes": frozenset({"a", "b", "c", "d"})}, (" · 4 themes · ",)),
    ({"themes": frozenset({"a", "gone"})}, (" · A &lt;!channel&gt; &amp; B · next",)),
    ({"tips": frozenset()}, ("nothing at 09:00",)),
]


@pytest.mark.parametrize(("changes", "parts"), LINES)
def test_a_line_says_it_all(engine: Engine, changes: dict[str, Any], parts: tuple[str, ...]) -> None:
    named = {one: Theme(id=one, name=f"{one.upper()} <!channel> & B: and what it lists") for one in "abcd"}
    tips, scenarios = engine.lessons.tips, engine.lessons.scenarios
    lessons = Lessons(tips=tips or {"x": None}, scenarios=scenarios or {"x": None}, themes=named)  # type: ignore[dict-item]
    one = {"workspace": "T1", "place": "C1", "person": "U1", "tips": WORKING_DAYS, **changes}
    [line] = subscribed_lines([Subscription(**one)], lessons, NOON)
    for part in parts:
        assert part in line
    assert "<!" not in line


def test_troubles_are_told_within_a_sentence() -> None:
    for code in WORDS:
        words = trouble_words(code)
        assert not words.endswith(".")
        assert len(words) < 150


def test_the_tip_of_the_day(shipped: Engine) -> None:
    lessons = shipped.lessons
    for tip in lessons.tips.values():
        place = Subscription(workspace="T1", place="C1", exam="security")
        message = daily_tip(tip, lessons.sources[f"tip:{tip.id}"], place, "<!channel> & more")
        assert message.text.startswith("Tip of the day · &lt;!channel&gt; &amp; more · Security exam\n*")
        *told, buttons = message.blocks
        assert "\n".join(_said(block) for block in told) == message.text
        about, stop = buttons["elements"]
        assert about["value"] == tip.id
        assert (stop["action_id"], stop["confirm"]["confirm"]["text"]) == (STOP, "Stop")


def _said(block: dict[str, Any]) -> str:
    return str(block["text"]["text"] if "text" in block else block["elements"][0]["text"])


@pytest.fixture(scope="module")
def shipped() -> Engine:
    """The engine over the shipped knowledge."""
    from bot.engine import load_engine

    return load_engine((), None)


def test_what_slack_leaves_out_of_a_form_stands_as_it_was_shown() -> None:
    stored = Subscription(
        workspace="T1",
        place="C1",
        person="U1",
        at=time(7, 45),
        zone="Asia/Tokyo",
        tips=frozenset({1}),
        quizzes=frozenset({2, 3}),
        reveal=time(17),
        themes=frozenset({"a"}),
        exam="security",
        first=date(2026, 12, 24),
    )
    lessons = Lessons(themes={"a": Theme(id="a", name="A", tips=("x",))})
    sheet = Sheet("T1", "C1")
    view = tips_modal(sheet, stored, zone_option("Asia/Tokyo", NOON), lessons, NOON, stored=True)
    untouched = {**view, "state": {"values": {}}}
    assert sheet_of(untouched) == sheet
    assert filled_in(untouched, sheet, "U1", {"a"}, known_zones(), NOON) == (stored, {})
    touched = {TIP_DAYS: {"type": "checkboxes", "selected_options": []}}
    view |= {"state": {"values": {sheet.block(TIP_DAYS): touched}}}
    filled, faults = filled_in(view, sheet, "U1", {"a"}, known_zones(), NOON)
    assert (filled.tips, filled.quizzes, faults) == (frozenset(), {2, 3}, {})
