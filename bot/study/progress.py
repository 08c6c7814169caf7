"""How far a person is: streak, themes, and the place among others who want to be seen."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from bot.catalog.lesson_model import Lessons, Theme
from bot.study.calendar import UnknownZoneError, local_date, zone_named
from bot.study.practising import Kept, retrievability, stability

KNOWN_DAYS = 7.0
"""A question is known once it would still be answered right a week later, at 90 %: after two right answers on different
days, or four after a miss."""
KNOWN_NOW = 0.8
"""And while it would be answered right now, at 80 %: what was known in spring may not be so in autumn."""
ENOUGH = 3
"""Answers in a theme before it is called weak."""
WEAKEST = 3
"""Themes that are named as weak."""
DAY = timedelta(days=1)
SATURDAY = 5


class Answered(Protocol):
    """An answer as it is kept."""

    @property
    def scenario(self) -> str:
        """Id of the question."""

    @property
    def right(self) -> bool:
        """Whether it was answered right."""

    @property
    def day(self) -> date:
        """The person's local date."""


@dataclass(frozen=True, slots=True)
class ThemeProgress:
    """A person in one theme."""

    id: str
    name: str
    """The theme's short name."""
    known: int
    """Questions that the person knows, see KNOWN_DAYS."""
    seen: int
    """Questions that the person has answered; those known are among them."""
    all: int
    """Questions that there are."""
    right: int
    """Right answers."""
    answered: int
    """Answers."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A person over all themes."""

    streak: int
    """Days in a row with an answer, see `streak`."""
    right: int
    """Right answers, to questions that are gone too."""
    answered: int
    """Answers."""
    themes: tuple[ThemeProgress, ...]
    """Themes with questions, in the order of the lessons."""

    @property
    def known(self) -> int:
        """Questions that the person knows."""
        return sum(theme.known for theme in self.themes)

    @property
    def seen(self) -> int:
        """Questions that the person has answered, and that there still are."""
        return sum(theme.seen for theme in self.themes)

    @property
    def all(self) -> int:
        """Questions that there are."""
        return sum(theme.all for theme in self.themes)

    @property
    def weakest(self) -> tuple[ThemeProgress, ...]:
        """Themes with ENOUGH answers and misses among them, most missed first, WEAKEST at most."""
        missed = [theme for theme in self.themes if theme.answered >= ENOUGH and theme.right < theme.answered]
        return tuple(sorted(missed, key=lambda theme: theme.right / theme.answered)[:WEAKEST])


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the leaderboard."""

    rank: int
    """1 for the first; those who are equal share one, and the next ranks are left out."""
    person: str
    right: int
    answered: int


def progress(
    lessons: Lessons, cards: Mapping[str, Kept], answers: Collection[Answered], today: date, now: float
) -> Progress:
    """How far a person is.

    Args:
        lessons: what there is.
        cards: of the person, by question.
        answers: that the person gave, in any order.
        today: the person's local date.
        now: seconds since the epoch.
    """
    right = Counter(answer.scenario for answer in answers if answer.right)
    answered = Counter(answer.scenario for answer in answers)
    themes = tuple(_theme(theme, cards, right, answered, now) for theme in lessons.themes.values() if theme.scenarios)
    return Progress(streak((one.day for one in answers), today), right.total(), answered.total(), themes)


def streak(days: Iterable[date], today: date) -> int:
    """Local dates in a row with an answer, up to today, or up to yesterday while today has none.

    A Saturday or Sunday without one is passed over: it neither counts nor ends the row.
    """
    practised = set(days)
    begin = min(practised, default=today)
    day = today if today in practised else today - DAY
    length = 0
    while day in practised or (day > begin and day.weekday() >= SATURDAY):
        length += day in practised
        day -= DAY
    return length


def local_today(now: float, zone: str) -> date:
    """The date for a person at a moment; that of UTC where their zone is empty or unknown."""
    try:
        return local_date(now, zone_named(zone or "UTC"))
    except UnknownZoneError:
        return local_date(now, zone_named("UTC"))


def known(card: Kept, now: float) -> bool:
    """Whether a person knows a question, see KNOWN_DAYS and KNOWN_NOW."""
    return stability(card.state) >= KNOWN_DAYS and retrievability(card.state, now) >= KNOWN_NOW


def standings(scores: Iterable[tuple[str, int, int]]) -> tuple[Standing, ...]:
    """The leaderboard: most right answers first; of equals, who needed fewer answers.

    Args:
        scores: person, right answers and answers of each; who answered nothing is left out.
    """
    ranked: list[Standing] = []
    playing = (score for score in scores if score[2])
    for place, (person, right, answered) in enumerate(sorted(playing, key=lambda one: (-one[1], one[2], one[0])), 1):
        last = ranked[-1] if ranked else None
        equal = last is not None and (last.right, last.answered) == (right, answered)
        ranked.append(Standing(last.rank if last and equal else place, person, right, answered))
    return tuple(ranked)


def _theme(
    theme: Theme, cards: Mapping[str, Kept], right: Mapping[str, int], answered: Mapping[str, int], now: float
) -> ThemeProgress:
    seen = [cards[one] for one in theme.scenarios if one in cards]
    return ThemeProgress(
        id=theme.id,
        name=theme.short,
        known=sum(known(card, now) for card in seen),
        seen=len(seen),
        all=len(theme.scenarios),
        right=sum(right.get(one, 0) for one in theme.scenarios),
        answered=sum(answered.get(one, 0) for one in theme.scenarios),
    )
