"""What a place should be sent, worked out from what was done to its subscription, without anything of the bot's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.subscription import SECONDS, Kind, Subscription

DAY = timedelta(days=1)
MARGIN = 120.0
"""Seconds around a change in which a moment may go either way: Slack lets nothing go that is due within a minute."""
LATE: dict[Kind, int] = {"tip": 6 * 3600 + 300, "quiz": 6 * 3600 + 300, "reveal": 24 * 3600 + 300, "practice": 0}
"""Seconds after its moment in which a post may still be made up for, where it could not be made in time."""

Why = Literal["", "changed", "no place"]
"""Why a day's post may be there or not: it was so near a change that it could go either way, or it is an answer, and
something changed since its question; Slack could not post it."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a place was to be sent from a moment on."""

    begins: float
    """Seconds since the epoch, as all times here."""
    settled: float
    """When workers had seen to it."""
    subscription: Subscription | None
    """None while nothing was to be sent."""


@dataclass(slots=True)
class Outage:
    """A time in which Slack could not post to a place."""

    begins: float
    ends: float = float("inf")
    mended: float = float("inf")
    """When workers had noticed that it was over."""


@dataclass(slots=True)
class History:
    """All that was done to one place."""

    versions: list[Version] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)
    practises: bool = False
    """Whether cards of the person are due at all times."""


@dataclass(frozen=True, slots=True)
class Due:
    """What one local date should bring."""

    kind: Kind
    day: date
    moments: frozenset[int]
    """When it may be posted; exactly one where it must be."""
    why: Why = ""
    """Empty where it must be posted, exactly once."""
    between: tuple[int, int] = (0, 0)
    """First and last moment at which it may come as well, where it need not come at its own."""


def moment(day: date, at: time, zone: str) -> int:
    """When a local time is on a local date; one that does not exist is moved on by as much as the clock was.

    RFC 5545, 3.3.5; where that leads into the next day, it is the last minute that does exist (bot/study/calendar.py).
    """
    wanted = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    while datetime.fromtimestamp(wanted.timestamp(), wanted.tzinfo).date() != day:
        wanted -= timedelta(minutes=1)
    return int(wanted.timestamp())


def expected(history: History, end: float) -> list[Due]:
    """Everything that a place should have been sent until the end."""
    tips = _daily(history, "tip", end)
    quizzes = _daily(history, "quiz", end)
    practice = _daily(history, "practice", end) if history.practises else []
    return [*tips, *quizzes, *_reveals(history, quizzes, end), *practice]


def _daily(history: History, kind: Kind, end: float) -> list[Due]:
    """A post a day on the chosen weekdays."""
    certain: defaultdict[date, set[int]] = defaultdict(set)
    possible: defaultdict[date, set[int]] = defaultdict(set)
    for version, subscription, ends in _spans(history, end):
        for day, when in _moments(subscription, kind, version.begins, ends):
            possible[day].add(when)
            if version.begins < when <= ends:
                certain[day].add(when)
    unclear = _unclear_days(history, kind)
    found = []
    for day, moments in possible.items():
        if day in unclear:
            found += _unless_lost(history, Due(kind, day, frozenset(moments), "changed"))
        elif certain[day]:
            # Moved to a later time, or to a zone further west, a date may have two moments; the first is taken.
            found += _unless_lost(history, Due(kind, day, frozenset([min(certain[day])])))
    return [due for due in found if min(due.moments) <= end]


def _reveals(history: History, quizzes: Sequence[Due], end: float) -> list[Due]:
    """The answer of each quiz, on its day or the next."""
    found = []
    for quiz in quizzes:
        moments = {_reveal_moment(subscription, quiz.day) for _, subscription, _ in _spans(history, end)}
        # An answer is owed to a question, so that one whose time a change has left in the past comes late.
        window = min(quiz.moments), max(moments) + LATE["reveal"]
        due = Due("reveal", quiz.day, frozenset(moments), quiz.why or "changed", window)
        for version, subscription, ends in _spans(history, end):
            when = _reveal_moment(subscription, quiz.day)
            of_this = not quiz.why and version.begins < min(quiz.moments) <= ends
            if of_this and (ends == end or when + MARGIN < ends):
                due = Due("reveal", quiz.day, frozenset([when] if when <= end else []))
        found += _unless_lost(history, due) if due.moments else []
    return found


def _reveal_moment(subscription: Subscription, day: date) -> int:
    day = day if subscription.reveal > subscription.at else day + DAY
    return moment(day, subscription.reveal, subscription.zone) + SECONDS["reveal"]


def _unless_lost(history: History, due: Due) -> list[Due]:
    """The same; not at all while Slack could not post it, and perhaps until workers knew that it can again."""
    when = min(due.moments)
    for outage in history.outages:
        if outage.begins - MARGIN < when <= outage.mended + MARGIN:
            first, last = due.between
            window = min(first or when, when), max(last, max(due.moments) + LATE[due.kind])
            return [Due(due.kind, due.day, due.moments, "no place", window)]
    return [due]


def _spans(history: History, end: float) -> Iterator[tuple[Version, Subscription, float]]:
    """Versions with a subscription, each with it and with when it ended."""
    following = [*(one.begins for one in history.versions[1:]), end]
    for version, ends in zip(history.versions, following, strict=True):
        if version.subscription is not None:
            yield version, version.subscription, ends


def _moments(subscription: Subscription, kind: Kind, begins: float, ends: float) -> Iterator[tuple[date, int]]:
    """Each chosen date around a span, with its moment."""
    chosen = {"tip": subscription.tips, "quiz": subscription.quizzes, "practice": subscription.practice}[kind]
    day = _local_date(begins, subscription.zone) - DAY
    while day <= _local_date(ends, subscription.zone) + DAY:
        if day.weekday() in chosen and day >= (subscription.first or day):
            yield day, moment(day, subscription.at, subscription.zone) + SECONDS[kind]
        day += DAY


def _unclear_days(history: History, kind: Kind) -> set[date]:
    """Local dates whose moment, before or after a change, was so near it that either may be right."""
    found = set()
    before: Subscription | None = None
    for version in history.versions:
        for one in filter(None, (before, version.subscription)):
            around = _moments(one, kind, version.begins, version.settled)
            found |= {day for day, when in around if version.begins - MARGIN <= when <= version.settled + MARGIN}
        before = version.subscription or before
    return found


def _local_date(when: float, zone: str) -> date:
    return datetime.fromtimestamp(when, UTC).astimezone(ZoneInfo(zone)).date()
