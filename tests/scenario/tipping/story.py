"""What people want sent where, and how they change their minds: all by chance, and again the same by the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import available_timezones

from bot.subscription import WORKING_DAYS, Subscription

ZONES = sorted(zone for zone in available_timezones() if zone not in ("Factory", "localtime"))
EXAMS = ("", "", "cloud_practitioner", "security")
DIRECT_SHARE = 0.15
"""Of all places, those that are direct messages."""


def wish(
    random: Random, themes: Sequence[str], *, workspace: str, place: str, person: str, direct: bool, now: float
) -> Subscription:
    """A new subscription."""
    at, zone = any_time(random), random.choice(ZONES)
    quizzes = frozenset(random.sample(range(7), random.randint(1, 3))) if random.random() < 0.3 else frozenset[int]()
    practice = any_days(random) if random.random() < 0.6 else frozenset[int]()
    waits = random.random() < 0.1
    return Subscription(
        workspace=workspace,
        place=place,
        person=person,
        direct=direct,
        at=at,
        zone=zone,
        tips=any_days(random),
        quizzes=frozenset() if direct else quizzes,
        practice=practice if direct else frozenset(),
        reveal=any_time(random),
        themes=any_themes(random, themes),
        exam=random.choice(EXAMS),
        first=datetime.fromtimestamp(now, UTC).date() + timedelta(days=random.randint(1, 10)) if waits else None,
        since=now,
    )


def other(random: Random, themes: Sequence[str], before: Subscription, now: float) -> Subscription:
    """The same subscription, in one thing otherwise."""
    name = random.choice(("at", "zone", "tips", "themes", "reveal"))
    value = {
        "at": lambda: any_time(random),
        "zone": lambda: random.choice(ZONES),
        "tips": lambda: any_days(random),
        "themes": lambda: any_themes(random, themes),
        "reveal": lambda: any_time(random),
    }[name]()
    return replace(before, since=now, **{name: value})


def any_time(random: Random) -> time:
    """A local time, often one that clocks skip or have twice."""
    if random.random() < 0.15:
        return time(random.choice((0, 1, 2, 23)), random.choice((0, 15, 30, 59)))
    return time(random.randrange(24), random.choice((0, 0, 15, 30, 45, random.randrange(60))))


def any_days(random: Random) -> frozenset[int]:
    """Working days, every day, or some days."""
    some = frozenset(random.sample(range(7), random.randint(1, 6)))
    return random.choice((WORKING_DAYS, WORKING_DAYS, frozenset(range(7)), some))


def any_themes(random: Random, themes: Sequence[str]) -> frozenset[str]:
    """All themes, or some."""
    return frozenset(random.sample(themes, random.randint(1, 5)) if random.random() < 0.4 else ())
