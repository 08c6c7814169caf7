"""Streaks, themes and the leaderboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.study.practising import Reviewed, reviewed
from bot.study.progress import Standing, known, local_today, progress, standings, streak
from tests.unit.planned import lessons_of

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC).timestamp()
DAY = 24 * 3600.0
MONDAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Answer:
    scenario: str
    right: bool
    day: date = MONDAY


def card(*answers: tuple[float, bool]) -> Reviewed:
    """The card after answers, each told by how many days ago it was."""
    kept = None
    for ago, right in answers:
        kept = reviewed(kept.state if kept else None, right, NOW - ago * DAY)
    assert kept is not None
    return kept


@pytest.mark.parametrize(
    ("ago", "length"),
    [
        ((), 0),
        ((0,), 1),
        ((3,), 1),  # Friday; what lies between is the weekend
        ((4,), 0),  # Thursday, and nothing on Friday
        ((0, 3, 4, 5), 4),
        ((0, 2, 3, 4), 4),  # Saturday counts where somebody practised
        ((0, 3, 5), 2),
        ((0, 0, 0), 1),
        ((2,), 1),
        ((-1, 0), 1),  # a date ahead, of a zone that was changed
        ((400,), 0),
    ],
)
def test_a_streak_ends_with_a_working_day_without_an_answer(ago: tuple[int, ...], length: int) -> None:
    assert streak([MONDAY - timedelta(days=days) for days in ago], MONDAY) == length


def test_a_streak_of_weeks_holds_over_weekends_and_until_tomorrow() -> None:
    days = [MONDAY - timedelta(days=ago) for ago in range(1, 60) if (MONDAY - timedelta(days=ago)).weekday() < 5]
    assert streak(days, MONDAY) == len(days)
    assert streak([*days, MONDAY], MONDAY + timedelta(days=1)) == len(days) + 1
    assert streak(days, MONDAY + timedelta(days=1)) == 0


def test_known_is_what_was_right_twice_days_apart_and_would_be_now() -> None:
    assert not known(card((0, True)), NOW)
    assert not known(card((0.1, True), (0, True)), NOW)
    assert known(card((2, True), (0, True)), NOW)
    assert not known(card((2, True), (0, False)), NOW)
    assert not known(card((9, False), (7, True), (5, True)), NOW)
    assert known(card((16, False), (15, True), (13, True), (7, True)), NOW)
    assert not known(card((302, True), (300, True)), NOW), "long ago"
    assert not known(Reviewed(0.0, "of another FSRS"), NOW)


def test_progress_is_told_by_theme() -> None:
    lessons = lessons_of({"ec2": ["t1"], "without": ["t2"]}, ["q1", "q2", "q3"])
    cards = {"q1": card((2, True), (0, True)), "q2": card((0, False)), "gone": card((2, True), (0, True))}
    answers = [Answer("q1", True), Answer("q1", True), Answer("q2", False, MONDAY - timedelta(days=3))]
    told = progress(lessons, cards, [*answers, Answer("gone", True)], MONDAY, NOW)
    assert (told.streak, told.right, told.answered) == (2, 3, 4)
    assert (told.known, told.seen, told.all) == (1, 2, 3)
    assert [theme.id for theme in told.themes] == ["ec2"], "a theme without questions has no progress"
    assert (told.themes[0].right, told.themes[0].answered) == (2, 3)
    nothing = progress(lessons, {}, [], MONDAY, NOW)
    assert (nothing.streak, nothing.known, nothing.seen, nothing.all, nothing.weakest) == (0, 0, 0, 3, ())


def test_weak_is_what_was_missed_most_and_answered_often_enough() -> None:
    lessons = lessons_of({"ec2": ["t1"]}, ["q1", "q2"])

    def weak(*answers: Answer) -> list[str]:
        return [theme.id for theme in progress(lessons, {}, answers, MONDAY, NOW).weakest]

    assert weak(Answer("q1", False), Answer("q2", True)) == []
    assert weak(Answer("q1", False), Answer("q2", True), Answer("q2", True)) == ["ec2"]
    assert weak(Answer("q1", True), Answer("q2", True), Answer("q2", True)) == []


def test_the_date_is_that_of_the_person() -> None:
    evening = datetime(2026, 11, 29, 23, tzinfo=UTC).timestamp()
    assert local_today(evening, "Asia/Tokyo") == MONDAY
    for zone in ("", "UTC", "Middle/Earth"):
        assert local_today(evening, zone) == MONDAY - timedelta(days=1)


def test_equals_share_a_rank_and_the_next_is_left_out() -> None:
    scores = [("U4", 3, 9), ("U2", 5, 8), ("U1", 5, 6), ("U3", 5, 8), ("U5", 0, 2), ("U6", 0, 0)]
    assert standings(scores) == (
        Standing(1, "U1", 5, 6),
        Standing(2, "U2", 5, 8),
        Standing(2, "U3", 5, 8),
        Standing(4, "U4", 3, 9),
        Standing(5, "U5", 0, 2),
    )
    assert standings([]) == ()
