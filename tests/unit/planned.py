"""A place that is kept in order as the worker does it, with a Slack that posts what it holds, on a clock of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.catalog.lesson_model import About, Lessons, Option, Scenario, Theme, Tip
from bot.study.planning import BEHIND, wanted
from bot.subscription import Kind, Post, Subscription

Name: TypeAlias = tuple[Kind, date]
Step: TypeAlias = tuple[Name, Post | None]


def tip(name: str, target: str | None = None, **more: object) -> Tip:
    """A tip of which only its name, what it is about and its exams count."""
    about = About(target=target or f"topic/{name}", owner="customer")
    return Tip(id=name, fact="F.", why="W.", exam="E.", about=about, source="s", **more)  # type: ignore[arg-type]


def scenario(name: str) -> Scenario:
    """A question of which only its name counts."""
    options = [Option(text=f"Option {number}", because="B.", right=number == 0) for number in range(3)]
    about = About(target=f"topic/{name}", owner="customer")
    return Scenario(id=name, text="Whose job is this one here?", options=options, about=about, source="s", difficulty=1)


def lessons_of(
    themes: Mapping[str, Iterable[str]], scenarios: Iterable[str] = (), tips: Mapping[str, Tip] | None = None
) -> Lessons:
    """Lessons with these tips in these themes; the questions are all of the first theme."""
    named = {theme: tuple(names) for theme, names in themes.items()}
    asked = tuple(scenarios)
    return Lessons(
        tips={name: (tips or {}).get(name) or tip(name) for names in named.values() for name in names},
        scenarios={name: scenario(name) for name in asked},
        themes={
            theme: Theme(id=theme, name=theme, tips=names, scenarios=() if number else asked)
            for number, (theme, names) in enumerate(named.items())
        },
    )


def at(text: str, zone: str = "UTC") -> float:
    """A local time such as `2026-11-30 09:00` in seconds since the epoch."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def local(moment: float, zone: str) -> datetime:
    """A moment in a zone."""
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone))


@dataclass
class Place:
    """What is kept of a place, and what Slack posted in it."""

    subscription: Subscription
    lessons: Lessons
    now: float
    rows: dict[Name, Post] = field(default_factory=dict)
    posted: list[Post] = field(default_factory=list)
    due: tuple[float, ...] = ()
    asked_for_history: int = 0

    def tick(self, now: float) -> None:
        """Moves the clock on; Slack posts what it holds."""
        held = (row for row in self.rows.values() if row.scheduled_id and self.now < row.moment <= now)
        self.posted += sorted(held, key=lambda row: row.moment)
        self.now = now

    def reconcile(self, dies_after: float = math.inf) -> tuple[Post, ...]:
        """One pass; it may die after some of its steps."""
        posts = self.wanted()
        want = {(post.kind, post.day) for post in posts}
        steps = [step for name in self.rows if name not in want for step in self._clearing(name)]
        steps += [step for post in posts for step in self._holding(post)]
        for number, (name, row) in enumerate(steps):
            if number >= dies_after:
                break
            if row is None:
                del self.rows[name]
            else:
                self.rows[name] = row
        return posts

    def _clearing(self, name: Name) -> Iterator[Step]:
        """Takes out what is not wanted: from Slack first, then the row."""
        row = self.rows[name]
        if row.scheduled_id and row.moment > self.now:
            yield name, replace(row, digest="", scheduled_id="")
        if not row.scheduled_id or row.moment > self.now:
            yield name, None

    def _holding(self, post: Post) -> Iterator[Step]:
        """Has Slack hold what is wanted: what else it holds is taken out, then the row is written, then Slack asked."""
        name = post.kind, post.day
        row = self.rows.get(name)
        if row and row.scheduled_id and (row.moment, row.lesson) == (post.moment, post.lesson):
            return
        if row and row.scheduled_id:
            yield name, replace(row, digest="", scheduled_id="")
        yield name, post
        yield name, replace(post, digest="d", scheduled_id=f"Q{post.kind}{post.day}")

    def wanted(self) -> tuple[Post, ...]:
        """What is wanted now, of the rows that a pass would read."""
        kept = [row for row in self.rows.values() if row.moment >= self.now - BEHIND.total_seconds()]
        return wanted(self.subscription, self.lessons, kept, self.now, self.given, self.due)

    def given(self, kind: Kind) -> list[str]:
        """Lessons of the rows, each once, oldest first, as the store tells them: those that lie ahead too."""
        self.asked_for_history += 1
        rows = sorted((row for row in self.rows.values() if row.kind == kind), key=lambda row: row.moment)
        latest = {row.lesson: number for number, row in enumerate(rows)}
        return sorted(latest, key=latest.__getitem__)

    def change(self, **changes: object) -> None:
        """Changes the subscription, from now on."""
        self.subscription = replace(self.subscription, **{"since": self.now, **changes})  # type: ignore[arg-type]

    def run(self, until: float, step: float = math.inf) -> None:
        """Passes every `step` seconds, the last one at `until`."""
        self.reconcile()
        while self.now < until:
            self.tick(min(until, self.now + step))
            self.reconcile()

    def shown(self, kind: Kind = "tip") -> list[str]:
        """Lessons that were posted, in order."""
        return [post.lesson for post in self.posted if post.kind == kind]
