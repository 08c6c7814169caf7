"""Every zone, every date of a year, and whatever people change: one tip a date, on time, none too soon again."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study.calendar import due, local_date
from bot.study.moments import LATE, LEAD
from bot.study.planning import AHEAD, FIRM, allowed
from bot.subscription import Subscription
from tests.unit.planned import Place, lessons_of

ZONES = sorted(available_timezones())
HOUR = 3600.0
DAY = timedelta(days=1)
POOL = [f"tip{number}" for number in range(20)]
LESSONS = lessons_of({"all": POOL})
UNSETTLED = ("00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "09:00", "23:30", "23:59")
"""Times at which clocks are moved, somewhere, beside one at which people work."""


def fits(moment: float, day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether a moment is that of a local time on a date: the first of two, or the documented neighbour of none."""
    there = datetime.fromtimestamp(moment, UTC).astimezone(zone)
    wanted = datetime.combine(day, at, tzinfo=zone)
    exists = wanted.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wanted.replace(tzinfo=None)
    if exists:
        return there.replace(tzinfo=None, fold=0) == datetime.combine(day, at) and not there.fold
    moved_on = wanted.astimezone(UTC).astimezone(zone)
    if moved_on.date() == day:
        return there == moved_on
    return there.date() == day and (there + timedelta(minutes=1)).astimezone(UTC).astimezone(zone).date() == day + DAY


def is_left_out(day: date, zone: ZoneInfo) -> bool:
    """Whether a zone has no moment of a date."""
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() != day


@pytest.mark.parametrize("name", ZONES)
def test_one_tip_on_each_chosen_date_of_a_year_at_the_chosen_time(name: str) -> None:
    dice = random.Random(name)
    zone = ZoneInfo(name)
    at = time.fromisoformat(dice.choice(UNSETTLED)) if dice.random() < 0.7 else time(dice.randrange(24), 5)
    weekdays = frozenset(range(7)) if dice.random() < 0.5 else frozenset(dice.sample(range(7), dice.randint(1, 6)))
    begin = date(2008, 1, 1) + timedelta(days=dice.randrange(26 * 365))
    start = datetime.combine(begin, time(dice.randrange(24)), tzinfo=zone).timestamp() - 86400
    place = Place(
        Subscription(workspace="T1", place="C1", at=at, zone=name, tips=weekdays, first=begin, since=start),
        LESSONS,
        start,
    )
    place.reconcile()
    end = begin + timedelta(days=365)
    while local_date(place.now, zone) <= end:
        place.tick(place.now + dice.uniform(60, AHEAD.total_seconds() - 60))
        place.reconcile()
    dates = [begin + number * DAY for number in range(365)]
    told = [day for day in dates if day.weekday() in weekdays and not is_left_out(day, zone)]
    posted = [post for post in place.posted if post.day < end]
    assert [post.day for post in posted] == told
    assert [post for post in posted if not fits(post.moment, post.day, at, zone)] == []
    shown = place.shown()
    assert all(
        len(set(shown[place : place + len(POOL)])) == len(shown[place : place + len(POOL)]) for place in range(365)
    )


CHANGES = ("at", "zone", "rules", "weekdays", "themes", "pause", "resume", "more", "fewer", "nothing", "stop")


@dataclass(frozen=True)
class Spell:
    """A time in which nothing was changed."""

    subscription: Subscription
    begin: float
    end: float


@dataclass
class Story:
    """A place to which things happen."""

    place: Place
    dice: random.Random
    spells: list[Spell] = field(default_factory=list)
    allowed_until: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """When each tip was allowed, from and to."""

    def live(self, hours: float, passes_every: float) -> None:
        begin, until = self.place.now, self.place.now + hours * HOUR
        self.place.run(until, passes_every * HOUR)
        subscription = self.place.subscription
        self.spells.append(Spell(subscription, begin, until))
        for lesson in allowed(subscription, self.place.lessons, "tip"):
            spans = self.allowed_until.setdefault(lesson, [])
            if spans and spans[-1][1] == begin:
                spans[-1] = (spans[-1][0], until)
            else:
                spans.append((begin, until))

    def happen(self, change: str) -> None:
        place, dice = self.place, self.dice
        if change == "at":
            place.change(at=time(dice.randrange(24), dice.choice((0, 15, 30))))
        elif change == "zone":
            place.change(zone=dice.choice(("Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC", dice.choice(ZONES))))
        elif change == "rules":  # of the zone, as a new tzdata brings them: nobody changed the subscription
            ruled = dice.choice(("Europe/London", "Europe/Berlin", "Europe/Istanbul", "Africa/Lagos"))
            place.subscription = replace(place.subscription, zone=ruled)
        elif change == "weekdays":
            place.change(tips=frozenset(dice.sample(range(7), dice.randint(1, 7))))
        elif change == "themes":
            place.change(themes=frozenset(dice.sample(sorted(place.lessons.themes), dice.randint(0, 2))))
        elif change in ("pause", "resume"):
            place.change(paused=change == "pause")
        elif change in ("more", "fewer"):
            self.edit(change == "more")
        elif change == "stop":
            place.change(tips=frozenset())
            place.reconcile()

    def edit(self, more: bool) -> None:
        """Tips come or go in a theme; a subscription knows nothing of it."""
        themes = {theme.id: list(theme.tips) for theme in self.place.lessons.themes.values()}
        theme = themes[self.dice.choice(sorted(themes))]
        if more:
            theme.append(f"new{len(self.place.posted)}_{self.dice.random()}")
        elif len(theme) > 1:
            theme.remove(self.dice.choice(theme))
        self.place.lessons = lessons_of(themes)

    def missing(self) -> list[tuple[date, float]]:
        """Dates that had to have a tip, and have none or not at its moment."""
        posts = {post.day: post for post in self.place.posted if post.kind == "tip"}
        found = []
        for spell in self.spells:
            zone, here = ZoneInfo(spell.subscription.zone), spell.subscription
            day, last = local_date(spell.begin, zone), local_date(spell.end, zone)
            while day <= last and not here.paused:
                moment = due(day, here.at, zone)
                if day.weekday() in here.tips and moment and spell.begin + LEAD <= moment <= spell.end:
                    post = posts.get(day)
                    # A date that had its tip, or was to have it in a moment, when things changed keeps that one.
                    if not post or (post.moment > spell.begin + FIRM and post.moment != moment):
                        found.append((day, moment))
                day += DAY
        return found

    def too_soon(self) -> list[tuple[str, str]]:
        """Tips that came again before one that was allowed all the while."""
        found = []
        last: dict[str, int] = {}
        posts = [post for post in self.place.posted if post.kind == "tip"]
        for number, post in enumerate(posts):
            before = last.get(post.lesson)
            last[post.lesson] = number
            if before is None:
                continue
            between = {one.lesson for one in posts[before : number + 1]}
            begin, end = posts[before].moment, post.moment
            for lesson, spans in self.allowed_until.items():
                if lesson not in between and any(low <= begin and end <= high for low, high in spans):
                    found.append((post.lesson, lesson))
        return found


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    changes=st.lists(st.tuples(st.sampled_from(CHANGES), st.floats(0.01, 400.0)), min_size=1, max_size=12),
)
def test_whatever_is_changed_no_date_has_two_tips_or_none_and_none_comes_too_soon(
    seed: int, changes: list[tuple[str, float]]
) -> None:
    dice = random.Random(seed)
    start = datetime(2026, 11, 20, tzinfo=UTC).timestamp() + dice.randrange(300 * 86400)
    subscription = Subscription(
        workspace="T1", place="C1", zone=dice.choice(ZONES), tips=frozenset(range(7)), since=start
    )
    themes = {theme: [f"{theme}{number}" for number in range(dice.randint(1, 8))] for theme in "abc"}
    story = Story(Place(subscription, lessons_of(themes), start), dice)
    story.live(dice.uniform(1, 400), 70)
    for change, hours in changes:
        story.happen(change)
        story.live(hours, dice.uniform(hours / 20, 71))
    posted = story.place.posted
    assert [one for one, times in Counter((post.kind, post.day) for post in posted).items() if times > 1] == []
    assert len({post.moment for post in posted}) == len(posted)
    assert story.missing() == []
    assert story.too_soon() == []


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.lists(st.floats(0.1, 24 * 9), min_size=1, max_size=12))
def test_after_being_down_what_was_missed_for_less_than_six_hours_comes_once(seed: int, downs: list[float]) -> None:
    dice = random.Random(seed)
    start = datetime(2027, 3, 1, tzinfo=UTC).timestamp()
    subscription = Subscription(
        workspace="T1", place="C1", zone=dice.choice(ZONES), tips=frozenset(range(7)), since=start
    )
    place = Place(subscription, LESSONS, start)
    zone = ZoneInfo(subscription.zone)
    for hours in downs:
        place.reconcile()
        down = place.now
        place.tick(down + hours * HOUR)
        for day in {local_date(place.now - late * HOUR, zone) for late in range(7)}:
            moment = due(day, subscription.at, zone)
            if moment and down + AHEAD.total_seconds() < moment <= place.now < moment + LATE.total_seconds():
                assert place.wanted()[0].day == day
    place.run(place.now + 4 * 86400, 12 * HOUR)
    days = [post.day for post in place.posted]
    assert days == sorted(set(days))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_passes_that_die_anywhere_make_no_second_and_no_missing_tip(seed: int) -> None:
    """A pass that dies leaves rows that Slack was not asked for, and messages that are away and not asked for again."""
    dice = random.Random(seed)
    start = datetime(2027, 3, 1, 8, tzinfo=UTC).timestamp()
    place = Place(Subscription(workspace="T1", place="C1", tips=frozenset(range(7)), since=start), LESSONS, start)
    story = Story(place, dice)
    for _ in range(60):
        if dice.random() < 0.2:
            story.happen(dice.choice(("at", "weekdays", "more")))
        place.reconcile(dies_after=dice.choice((0, 1, 2, 3, 5, 8, 99)))
        place.tick(place.now + dice.choice((30, 90, 600, 2 * HOUR)))
        begin = place.now
        place.reconcile()
        place.tick(place.now + dice.uniform(1, 40) * HOUR)
        story.spells.append(Spell(place.subscription, begin, place.now))
    assert [one for one, times in Counter(post.day for post in place.posted).items() if times > 1] == []
    late = {day for day, moment in story.missing()} - {post.day for post in place.posted}
    assert late == set()
