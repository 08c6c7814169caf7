"""Whether what was posted is what should have been, place by place."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.catalog.lesson_model import Lessons
from bot.subscription import Kind, Subscription
from tipping.expected import History, expected
from tipping.posted import KINDS, Figures, by_place, counted, kind_of, repeats
from tipping.stage import Stage
from tipping.weeks import DAY, HOUR

PLANNED = 3 * DAY + HOUR
"""How long before its moment a tip is chosen, at the earliest, with an hour for a pass that takes its time."""
T = TypeVar("T")


@dataclass
class Verdict:
    """What was found."""

    figures: dict[Kind, Figures] = field(default_factory=lambda: {kind: Figures() for kind in KINDS})
    faults: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether nothing was wrong."""
        return not self.repeated and all(one.right for one in self.figures.values())


def judged(stage: Stage, lessons: Iterable[tuple[float, Lessons]]) -> Verdict:
    """Compares what Slack posted until now with what it should have.

    Args:
        stage: on which it was.
        lessons: those that there were to send, each with the time from which on; oldest first.
    """
    verdict, end, posted = Verdict(), stage.now(), by_place(stage.posted())
    taught = list(lessons)
    tips = {html.escape(tip.fact, quote=False): name for _, one in taught for name, tip in one.tips.items()}
    for place in stage.places:
        messages = posted.get(place.channel.id, [])
        dues = expected(place.history, end)
        figures, faults = counted(dues, (int(ts) for ts, _ in messages))
        for kind, one in figures.items():
            verdict.figures[kind] += one
        verdict.faults += [f"{place.key} {place.channel.id} {fault}" for fault in faults]
        shown = [(ts, tip_in(text, tips)) for ts, text in messages if kind_of(ts) == "tip"]
        choices = [choice(place.history, taught, ts) for ts, _ in shown]
        unseen = sum((due.kind, due.why) == ("tip", "no place") for due in dues)
        again = repeats([tip for _, tip in shown], choices, unseen)
        verdict.repeated += [f"{place.key} {place.channel.id} {one}" for one in again]
    return verdict


def tip_in(text: str, tips: dict[str, str]) -> str:
    """The id of the tip that a message tells.

    Raises:
        LookupError: it tells none.
    """
    found = [name for fact, name in tips.items() if fact in text]
    if not found:
        raise LookupError(f"no tip: {text[:200]}")
    return found[0]


def choice(history: History, taught: Iterable[tuple[float, Lessons]], when: float) -> frozenset[str]:
    """The tips that could be chosen for a moment at any time since it was planned, whatever changed meanwhile."""
    asked = _in_force([(one.begins, one.subscription) for one in history.versions if one.subscription], when)
    known = _in_force(list(taught), when)
    return frozenset.intersection(*(allowed(one, lessons) for one in asked for lessons in known))


def _in_force(each: Sequence[tuple[float, T]], when: float) -> list[T]:
    """What was in force at some time from when a moment was planned until it came, of what followed each other."""
    ends = [*(begins for begins, _ in each[1:]), float("inf")]
    return [one for (begins, one), end in zip(each, ends, strict=True) if begins <= when and end >= when - PLANNED]


def allowed(subscription: Subscription, lessons: Lessons) -> frozenset[str]:
    """Tips of the themes and the exam; where there are none, of the exam; else all."""
    exam = {name for name, tip in lessons.tips.items() if not subscription.exam or subscription.exam in tip.exams}
    themes = {name for one in subscription.themes for name in lessons.themes[one].tips}
    chosen = exam & themes if subscription.themes else exam
    return frozenset(chosen or exam or lessons.tips)
