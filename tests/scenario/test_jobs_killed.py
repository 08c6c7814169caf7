"""A pass that is killed at any of its steps is put right by the next, and no tip is lost or comes twice."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bots import SCOPES
from scheduling import DAY, HOUR, Jobs, kept, mended

from bot.catalog.lesson_model import Lessons
from bot.demo import LocalWorkspace
from bot.engine import Engine
from bot.jobs.passing import reconcile
from bot.store import open_store
from bot.subscription import Subscription


class KilledError(Exception):
    """Stands for the end of the process: nothing catches it but who raised it again once all had stopped."""


READING = frozenset({"of", "given", "held"})
"""Methods that change nothing, after which dying is dying before them."""


class Mortal:
    """Something whose methods are steps, after one of which the process dies.

    Args:
        inner: does the work.
        steps: counts down over all that share it.
    """

    def __init__(self, inner: Any, steps: Steps) -> None:
        self._inner = inner
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name in READING or not inspect.iscoroutinefunction(found):
            return found

        async def step(*args: Any, **how: Any) -> Any:
            given = await found(*args, **how)
            self._steps.pass_one()
            return given

        return step


class Steps:
    """Steps until the process dies."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.dead = False

    def pass_one(self) -> None:
        self.left -= 1
        self.dead = self.left < 0
        if self.dead:
            raise KilledError


class MortalStore:
    """A store whose rows are written by steps."""

    def __init__(self, inner: Any, steps: Steps) -> None:
        self.posts = Mortal(inner.posts, steps)
        self.subscriptions = Mortal(inner.subscriptions, steps)
        self.cards = inner.cards


Change = Callable[[Jobs, Subscription], Any]


async def another_time(jobs: Jobs, asked: Subscription) -> None:
    await jobs.change(asked, at=time(15, 30))


async def a_day_on(jobs: Jobs, asked: Subscription) -> None:
    await jobs.change(asked, zone="Pacific/Kiritimati")


async def other_words(jobs: Jobs, _: Subscription) -> None:
    jobs.lessons = mended(jobs.lessons, "Mended:")
    jobs.port = jobs.port_of(jobs.lessons)


async def a_tip_less(jobs: Jobs, _: Subscription) -> None:
    gone = (await jobs.rows())[1].lesson
    tips = {one: tip for one, tip in jobs.lessons.tips.items() if one != gone}
    jobs.lessons = Lessons(tips=tips, themes={}, sources=jobs.lessons.sources)
    jobs.port = jobs.port_of(jobs.lessons)


async def ended_and_begun(jobs: Jobs, asked: Subscription) -> None:
    await jobs.store.posts.drop(asked.workspace, asked.place)
    await jobs.change(asked)


CHANGES: list[Change] = [another_time, a_day_on, other_words, a_tip_less, ended_and_begun]


@pytest.mark.parametrize("change", [None, *CHANGES], ids=lambda change: change.__name__ if change else "new")
async def test_every_step_may_be_the_last(engine: Engine, change: Change | None) -> None:
    left, died = 0, True
    while died:
        died = await one_life(engine, change, left)
        left += 1
    assert left > 8, "there was something to die at"


async def one_life(engine: Engine, change: Change | None, left: int) -> bool:
    """Lets a pass die after some steps, and looks at what comes of it; whether it died."""
    store = await open_store()
    try:
        async with LocalWorkspace(scopes=SCOPES) as workspace:
            jobs = Jobs(workspace, store, engine.lessons, workspace.add_user("ada"), workspace.add_channel("general"))
            jobs.start_at(11)
            asked = await jobs.subscribe()
            if change:
                await jobs.pass_over()
                await change(jobs, asked)
            died = await die(jobs, Steps(left))
            await put_right(jobs)
            check(jobs, await jobs.subscription())
            return died
    finally:
        await store.close()


async def die(jobs: Jobs, steps: Steps) -> bool:
    """One pass, as far as it comes; whether that was not to its end."""
    store, port = MortalStore(jobs.store, steps), Mortal(jobs.port, steps)
    with suppress(KilledError):
        await reconcile(store, port, jobs.lessons, jobs.key, jobs.workspace.clock.now, kept)  # type: ignore[arg-type]
    return steps.dead


async def put_right(jobs: Jobs) -> None:
    """What the processes after it do: passes until all is in order, those that list late among them."""
    for _ in range(3):
        jobs.workspace.clock.advance(10 * 60 + 1)
        await jobs.pass_over()
    before = len(jobs.calls())
    await jobs.pass_over()
    assert jobs.calls()[before:] == ["chat.scheduledMessages.list"]


def check(jobs: Jobs, asked: Subscription) -> None:
    """Three more days go by, and each local date has its tip, at its time."""
    began = jobs.now()
    jobs.workspace.clock.advance(3 * DAY - HOUR)
    zone, posted = ZoneInfo(asked.zone), jobs.posted()
    first = datetime.fromtimestamp(began, zone).date()
    due = (datetime.combine(first + timedelta(days=day), asked.at, zone).timestamp() for day in range(5))
    assert posted == [moment for moment in due if began < moment <= jobs.now()]
    assert len({one.text for one in jobs.workspace.posted}) == len(posted) >= 2
