"""What is sent by the clock arrives once, at its second, though workers are killed at any time and Slack fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from random import Random

import pytest
from tipping.judging import judged
from tipping.setting import staged
from tipping.stage import Place, Stage
from tipping.weeks import HOUR, Course, fewer, pass_weeks
from tipping.workers import Workers

from bot.catalog.files import shipped
from bot.catalog.lesson_model import Lessons
from bot.engine import read_lessons
from bot.subscription import Subscription

START = datetime(2027, 3, 24, 12, tzinfo=UTC).timestamp()
"""Europe's clocks change on the 28th."""
STEPS = (
    "after Rounds take 1",
    "before Scheduling held 1",
    "after Scheduling held 1",
    "after Posts plan 1",
    "before Posts tried 1",
    "after Posts tried 1",
    "after Scheduling schedule 1",
    "after Scheduling schedule 3",
    "after Posts sure 1",
    "before Rounds finish 1",
    "after Rounds finish 1",
)
"""Where a worker dies that has something new to schedule."""
STEPS_OF_A_MOVE = (
    "before Scheduling cancel 1",
    "after Posts unsure 1",
    "after Scheduling cancel 1",
    "after Scheduling cancel 2",
    "before Posts move 1",
    "after Posts move 1",
    "after Posts tried 1",
    "after Scheduling schedule 1",
)
"""The same, where what is scheduled has to be at another time."""


@pytest.fixture(scope="module")
def lessons() -> Lessons:
    """All that is shipped."""
    return read_lessons((shipped(),))


@pytest.fixture
def on_file(tmp_path: Path) -> str:
    """Address of a new SQLite file."""
    return f"sqlite:///{tmp_path}/tips.db"


@asynccontextmanager
async def working(folder: Path, database: str, lessons: Lessons, places: int) -> AsyncIterator[tuple[Stage, Workers]]:
    """A stage with a workspace for each place, and no worker yet."""
    many = staged(folder, database, lessons, workspaces=places, places=places, seed=1, start=START)
    async with many as stage:
        workers = Workers(folder, {**stage.settings(), "lease": 1.5})
        try:
            yield stage, workers
        finally:
            await workers.kill_all()
        assert (workers.ended, workers.failures()) == ([], [])


async def test_days_of_chaos(lasting: str, lessons: Lessons, tmp_path: Path) -> None:
    first = fewer(lessons, 0.8, Random(1))
    course = Course(days=6, pause=(0.05, 0.3), changes=1, growth=3, later=lessons)
    async with staged(tmp_path, lasting, first, workspaces=4, places=24, seed=2, start=START) as stage:
        workers = Workers(tmp_path, {**stage.settings(), "lease": 1.5})
        await workers.start(1 if lasting.startswith("sqlite") else 2)
        killing = asyncio.create_task(workers.haunted(Random(3), (0.3, 2.0)))
        try:
            await pass_weeks(stage, workers, course)
        finally:
            killing.cancel()
            await asyncio.gather(killing, return_exceptions=True)
            await workers.kill_all()
        verdict = judged(stage, [(0.0, first), (course.grown_at, lessons)])
        assert (verdict.faults, verdict.repeated) == ([], [])
        assert verdict.figures["tip"].posted > 24 * 2, "there is something to look at"
        assert workers.killed > 3
        assert (workers.ended, workers.failures(), stage.unsettled) == ([], [], [])


async def test_a_worker_dies_at_each_step(on_file: str, lessons: Lessons, tmp_path: Path) -> None:
    async with working(tmp_path, on_file, lessons, places=len(STEPS)) as (stage, workers):
        for place, step in zip(stage.places, STEPS, strict=True):
            await stage.put(place, everything(stage, place))
            [worker] = await workers.start(dies=step)
            assert await workers.dead(worker) == -9, step
        await right_in_the_end(stage, workers)


async def test_a_worker_dies_at_each_step_of_a_move(on_file: str, lessons: Lessons, tmp_path: Path) -> None:
    async with working(tmp_path, on_file, lessons, places=len(STEPS_OF_A_MOVE)) as (stage, workers):
        for place in stage.places:
            await stage.put(place, everything(stage, place))
        await workers.start()
        await stage.settled()
        await workers.kill_all()
        for place, step in zip(stage.places, STEPS_OF_A_MOVE, strict=True):
            await stage.put(place, replace(place.subscription, at=time(17, 30), since=stage.now()))
            [worker] = await workers.start(dies=step)
            assert await workers.dead(worker) == -9, step
        await right_in_the_end(stage, workers)


async def test_tips_arrive_while_no_worker_runs(on_file: str, lessons: Lessons, tmp_path: Path) -> None:
    async with working(tmp_path, on_file, lessons, places=3) as (stage, workers):
        for place in stage.places:
            await stage.put(place, everything(stage, place))
        await workers.start()
        await stage.settled()
        await workers.kill_all()
        for _ in range(10):
            stage.slack.clock.advance(6 * HOUR)
        verdict = judged(stage, [(0.0, lessons)])
        assert verdict.faults == []
        assert verdict.figures["tip"].posted == 3 * 2
        await right_in_the_end(stage, workers)


def everything(stage: Stage, place: Place) -> Subscription:
    """A tip and a question every day, in a channel or not."""
    every = frozenset(range(7))
    quizzes = frozenset() if place.channel.kind == "im" else every
    return Subscription(
        workspace=place.key,
        place=place.channel.id,
        person=place.person.id,
        direct=place.channel.kind == "im",
        at=time(9),
        zone="Europe/Berlin",
        tips=every,
        quizzes=quizzes,
        since=stage.now(),
    )


async def right_in_the_end(stage: Stage, workers: Workers) -> None:
    """Lets three days pass with a worker that lives, and looks at all that was posted."""
    await workers.start()
    await stage.settled()
    for _ in range(12):
        stage.slack.clock.advance(6 * HOUR)
        await stage.at_most_behind(0)
    verdict = judged(stage, [(0.0, stage.lessons)])
    assert (verdict.faults, verdict.repeated) == ([], [])
    assert all(figures.expected for kind, figures in verdict.figures.items() if kind != "practice")
