"""The moments at which what was subscribed to comes."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.study.calendar import due, due_between
from bot.subscription import SECONDS, Kind, Subscription

LATE = timedelta(hours=6)
"""A tip or question whose moment was missed still comes within this time; then its day goes without."""
LEAD = 15.0
"""Seconds that Slack is given to take a message before its moment: it refuses a moment that has passed."""
LATE_LEAD = 120.0
"""Seconds that it is given where the moment was missed anyhow: a lost reply can be looked into, which Slack makes
impossible in the last minute."""
SHORTEST_OPEN = timedelta(hours=1)
"""For how long people can vote at least on a question that comes late, unless it was to be shorter from the first."""
DAY = timedelta(days=1)


def weekdays(subscription: Subscription, kind: Kind) -> frozenset[int]:
    """The weekdays on which a kind comes; none for an answer, which follows its question."""
    if kind == "tip":
        return subscription.tips
    if kind == "quiz" and not subscription.direct:
        return subscription.quizzes
    if kind == "practice" and subscription.direct:
        return subscription.practice
    return frozenset()


def moments(
    subscription: Subscription, kind: Kind, zone: ZoneInfo, first: date, last: date
) -> Iterator[tuple[date, int]]:
    """Every local date of a kind with its moment, from `first` to `last`; none before the subscription begins.

    Args:
        subscription: whose.
        kind: tip, quiz or practice.
        zone: the subscription's.
        first: first local date.
        last: last local date, included.
    """
    begin = max(first, subscription.first or first)
    for day, moment in due_between(begin, last, weekdays(subscription, kind), subscription.at, zone):
        if moment >= subscription.since:
            yield day, _named(moment, kind)


def reveal_moment(subscription: Subscription, day: date, asked: int, zone: ZoneInfo) -> int:
    """When the answer to a question is shown: at the chosen time, and not before people could vote.

    Args:
        subscription: whose.
        day: the question's local date.
        asked: the question's moment.
        zone: the subscription's.
    """
    shown = day if subscription.reveal > subscription.at else day + DAY
    moment = due(shown, subscription.reveal, zone)
    while moment is None:  # a zone left that date out
        shown += DAY
        moment = due(shown, subscription.reveal, zone)
    return _named(max(moment, asked + _open(subscription).total_seconds()), "reveal")


def late_moment(now: float, kind: Kind) -> int:
    """The moment at which what was missed comes: the first full minute that is LATE_LEAD away."""
    return _named(math.ceil((now + LATE_LEAD) / 60) * 60, kind)


def _open(subscription: Subscription) -> timedelta:
    """For how long people can vote at least."""
    at, reveal = (timedelta(hours=one.hour, minutes=one.minute) for one in (subscription.at, subscription.reveal))
    return min((reveal - at) % DAY or DAY, SHORTEST_OPEN)


def _named(moment: float, kind: Kind) -> int:
    """The moment with the second that names the kind."""
    return int(moment // 60) * 60 + SECONDS[kind]
