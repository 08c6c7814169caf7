"""Which tip, when: every date of every zone has one moment, and no tip comes again too soon."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.files import shipped
from bot.catalog.load import load_lessons
from bot.study.calendar import due, due_between, local_date
from bot.study.choosing import APART, abouts, next_lesson

ZONES = sorted(available_timezones())
YEARS = st.dates(date(2025, 1, 1), date(2035, 12, 31))
DAY = timedelta(days=1)


def local(moment: float, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(moment, UTC).astimezone(zone)


@pytest.mark.parametrize("name", ZONES)
@settings(max_examples=5, deadline=None)
@given(start=YEARS, at=st.times(timezones=st.none()).map(lambda one: one.replace(second=0, microsecond=0)))
def test_every_date_of_a_year_has_one_moment_in_every_zone(name: str, start: date, at: time) -> None:
    zone = ZoneInfo(name)
    found = list(due_between(start, start + timedelta(days=364), range(7), at, zone))
    assert [day for day, _ in found] == [start + number * DAY for number in range(365)]
    for day, moment in found:
        there = local(moment, zone)
        assert there.date() == day
        if there.time() != at:
            naive = datetime.combine(day, at)
            assert naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive, (
                "it exists"
            )
    moments = [moment for _, moment in found]
    assert moments == sorted(set(moments))


@pytest.mark.parametrize(
    ("zone", "day", "at", "told"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), "2027-03-28 03:30 +0200"),
        ("Europe/Berlin", date(2027, 10, 31), time(2, 30), "2027-10-31 02:30 +0200"),
        ("America/Nuuk", date(2024, 3, 30), time(23, 30), "2024-03-30 22:59 -0200"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0, 30), "2018-11-04 01:30 -0200"),
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 10), "2027-10-03 02:40 +1100"),
    ],
)
def test_a_time_that_does_not_exist_or_exists_twice(zone: str, day: date, at: time, told: str) -> None:
    moment = due(day, at, ZoneInfo(zone))
    assert moment is not None
    assert f"{local(moment, ZoneInfo(zone)):%Y-%m-%d %H:%M %z}" == told


def test_a_date_that_a_zone_left_out_has_no_moment() -> None:
    apia = ZoneInfo("Pacific/Apia")
    found = [day.day for day, _ in due_between(date(2011, 12, 29), date(2011, 12, 31), range(7), time(9), apia)]
    assert found == [29, 31]


def test_only_chosen_weekdays_are_due() -> None:
    found = due_between(date(2027, 1, 1), date(2027, 1, 31), (0, 3), time(9), ZoneInfo("Asia/Tokyo"))
    assert {day.weekday() for day, _ in found} == {0, 3}


def test_the_date_is_the_zones_own() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC).timestamp()
    assert local_date(new_year, ZoneInfo("UTC")) == date(2026, 12, 31)
    assert local_date(new_year, ZoneInfo("Asia/Tokyo")) == date(2027, 1, 1)


TIPS = st.sets(st.text("abcdefgh", min_size=1, max_size=3), min_size=1, max_size=30)


@given(TIPS, st.text(max_size=10))
def test_no_tip_comes_again_before_all_were_shown(tips: set[str], place: str) -> None:
    shown: list[str] = []
    for _ in range(3 * len(tips)):
        shown.append(next_lesson(place, tips, shown))
    for start in range(0, len(shown), len(tips)):
        assert set(shown[start : start + len(tips)]) == tips
    assert shown[: len(tips)] == shown[len(tips) : 2 * len(tips)], "the order stays"


@given(TIPS, TIPS, st.integers(0, 60))
def test_tips_that_come_and_go_cause_neither_a_repeat_nor_a_gap(before: set[str], after: set[str], days: int) -> None:
    shown: list[str] = []
    for _ in range(days):
        shown.append(next_lesson("C1", before, shown))
    seen = set(shown) & after
    following: list[str] = []
    for _ in range(len(after)):
        following.append(next_lesson("C1", after, [*shown, *following]))
    assert set(following) == after
    assert set(following[: len(after) - len(seen)]) == after - seen, "what was never shown comes first"


@given(TIPS, st.text("xyz", max_size=2), st.randoms(use_true_random=False))
def test_what_tips_are_about_changes_the_order_and_nothing_else(tips: set[str], place: str, dice: Random) -> None:
    about = {tip: dice.choice("pqrst") for tip in sorted(tips)}
    shown: list[str] = []
    for _ in range(2 * len(tips)):
        shown.append(next_lesson(place, tips, shown, about))
    assert set(shown[: len(tips)]) == tips
    assert shown[: len(tips)] == shown[len(tips) :]
    new = [about[tip] for tip in shown[: len(tips)]]
    for number, topic in enumerate(new):
        if topic in new[max(0, number - APART) : number]:
            assert set(new[number:]) <= set(new[max(0, number - APART) : number]), "there was another that was new"


def test_shipped_tips_about_the_same_are_thirty_apart_for_most_channels() -> None:
    lessons = load_lessons([shipped()])
    about = abouts(lessons.tips)
    near = 0
    for place in range(20):
        shown: list[str] = []
        for _ in lessons.tips:
            shown.append(next_lesson(f"C{place}", lessons.tips, shown, about))
        topics = [about[tip] for tip in shown[:-APART]]
        near += sum(topic in topics[max(0, at - APART) : at] for at, topic in enumerate(topics))
    assert len(set(about.values())) < len(about)
    assert near == 0


def test_places_have_orders_of_their_own_and_nothing_is_no_choice() -> None:
    tips = [f"tip{number}" for number in range(50)]
    assert len({next_lesson(f"C{number}", tips, []) for number in range(40)}) > 15
    with pytest.raises(ValueError, match="no lessons"):
        next_lesson("C1", [], [])
