"""What the simulations hold the bot against: they see what is missing, what comes twice, and what comes too soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from tipping.expected import Due, History, Outage, Version, expected, moment
from tipping.posted import counted, repeats

from bot.subscription import Subscription

MONDAY = datetime(2027, 3, 8, 0, tzinfo=UTC).timestamp()
HOUR = 3600.0
DAY = 24 * HOUR
DAILY = Subscription(workspace="T1", place="C1", at=time(9), zone="UTC", tips=frozenset(range(7)), since=MONDAY)


def days(dues: list[Due]) -> list[int]:
    return [due.day.day for due in dues]


@pytest.mark.parametrize(
    ("zone", "day", "at", "told"),
    [
        ("Europe/Berlin", date(2027, 3, 27), time(2, 30), "2027-03-27 02:30"),
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), "2027-03-28 03:30"),
        ("Europe/Berlin", date(2027, 10, 31), time(2, 30), "2027-10-31 02:30"),
        ("America/Nuuk", date(2024, 3, 30), time(23, 30), "2024-03-30 22:59"),
    ],
)
def test_moments_are_those_of_the_calendar(zone: str, day: date, at: time, told: str) -> None:
    assert f"{datetime.fromtimestamp(moment(day, at, zone), ZoneInfo(zone)):%Y-%m-%d %H:%M}" == told


def test_a_day_brings_what_was_asked_for() -> None:
    history = History([Version(MONDAY, MONDAY, DAILY)])
    found = expected(history, MONDAY + 3 * DAY)
    assert days(found) == [8, 9, 10]
    assert {due.why for due in found} == {""}
    assert min(found[0].moments) == MONDAY + 9 * HOUR


def test_nothing_is_expected_while_it_is_paused() -> None:
    pauses, goes_on = MONDAY + 30 * HOUR, MONDAY + 4 * DAY + 10 * HOUR
    history = History([Version(MONDAY, MONDAY, DAILY), Version(pauses, pauses, None), Version(goes_on, goes_on, DAILY)])
    found = expected(history, MONDAY + 6 * DAY)
    assert [(due.day.day, due.why) for due in found] == [(8, ""), (13, "")]


def test_a_change_counts_from_its_moment_on() -> None:
    """Moved to a later time before it was posted, a tip comes then; moved to one that has passed, not at all."""
    early, noon = MONDAY + 6 * HOUR, MONDAY + DAY + 12 * HOUR
    history = History(
        [
            Version(MONDAY, MONDAY, DAILY),
            Version(early, early, replace(DAILY, at=time(18))),
            Version(noon, noon, replace(DAILY, at=time(11))),
        ]
    )
    found = expected(history, MONDAY + 3 * DAY)
    assert [(due.why, max(due.moments) - MONDAY) for due in found] == [("", 18 * HOUR), ("", 2 * DAY + 11 * HOUR)]
    near = History([Version(MONDAY, MONDAY, DAILY), Version(noon, noon, replace(DAILY, at=time(12, 1)))])
    assert [due.why for due in expected(near, MONDAY + 2 * DAY)] == ["", "changed"]


def test_a_date_that_a_change_of_zone_brings_twice_counts_once() -> None:
    """West across the date line at 00:30, so that the day that has just ended begins anew."""
    east, west = "Pacific/Kiritimati", "Pacific/Pago_Pago"
    turns = datetime(2027, 3, 10, 0, 30, tzinfo=ZoneInfo(east)).timestamp()
    versions = [(MONDAY, east), (turns, west)]
    history = History([Version(begins, begins, replace(DAILY, zone=zone)) for begins, zone in versions])
    found = expected(history, MONDAY + 5 * DAY)
    dates = [due.day.day for due in found]
    assert len(dates) == len(set(dates))
    assert {due.day.day: due.why for due in found}[9] == ""


def test_an_answer_follows_its_question() -> None:
    asks = Subscription(workspace="T1", place="C1", at=time(18), reveal=time(9), quizzes=frozenset({0}), since=MONDAY)
    found = expected(History([Version(MONDAY, MONDAY, asks)]), MONDAY + 7 * DAY)
    assert [(due.kind, due.why, max(due.moments) - MONDAY) for due in found] == [
        ("quiz", "", 18 * HOUR + 1),
        ("reveal", "", DAY + 9 * HOUR + 2),
    ]


def test_an_answer_whose_time_a_change_left_in_the_past_may_come_late() -> None:
    asks = Subscription(workspace="T1", place="C1", at=time(9), reveal=time(16), quizzes=frozenset({0}), since=MONDAY)
    noon = MONDAY + 12 * HOUR
    history = History([Version(MONDAY, MONDAY, asks), Version(noon, noon, replace(asks, reveal=time(11), since=noon))])
    dues = expected(history, MONDAY + DAY)
    question, answer = int(MONDAY + 9 * HOUR + 1), int(noon + 180 + 2)
    assert [due.why for due in dues] == ["", "changed"]
    found, faults = counted(dues, [question, answer])
    assert (found["reveal"].changed_posted, faults) == (1, [])
    _, faults = counted(dues, [question, answer, answer + 3600])
    assert len(faults) == 1


def test_what_slack_could_not_post_may_be_missing() -> None:
    history = History([Version(MONDAY, MONDAY, DAILY)], [Outage(MONDAY + DAY, MONDAY + 2 * DAY, MONDAY + 2 * DAY)])
    assert [due.why for due in expected(history, MONDAY + 3 * DAY)] == ["", "no place", ""]


def test_every_fault_is_counted() -> None:
    dues = expected(History([Version(MONDAY, MONDAY, DAILY)]), MONDAY + 4 * DAY)
    right = [int(min(due.moments)) for due in dues]
    found, faults = counted(dues, right)
    assert found["tip"].right
    assert (found["tip"].expected, found["tip"].posted, faults) == (4, 4, [])
    missing, _ = counted(dues, right[1:])
    assert (missing["tip"].missing, missing["tip"].duplicate) == (1, 0)
    twice, _ = counted(dues, [*right, right[0]])
    assert (twice["tip"].missing, twice["tip"].duplicate) == (0, 1)
    late, _ = counted(dues, [right[0] + 60, *right[1:]])
    assert (late["tip"].missing, late["tip"].duplicate) == (1, 1), "a minute late is no tip, and one too many"


def test_a_tip_that_comes_again_too_soon_is_seen() -> None:
    three = frozenset("abc")
    assert repeats("abcabc", [three] * 6) == []
    assert len(repeats("abac", [three] * 4)) == 1
    assert repeats("abac", [three] * 4, unseen=1) == []
    assert repeats("abab", [three, three, frozenset("ab"), frozenset("ab")]) == []
