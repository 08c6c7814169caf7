"""Lessons that leave the knowledge, and places at which something fails that nobody foresaw, hold up no other place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from bots import SCOPES, settings_for
from scheduling import DAY, HOUR, Jobs

from bot.catalog.lesson_model import Lessons
from bot.demo import LocalWorkspace
from bot.engine import Engine
from bot.slack.scheduling import Scheduling
from bot.store import open_store
from bot.subscription import Post, Subscription


@pytest.fixture
async def jobs(engine: Engine, tmp_path: Path) -> AsyncIterator[Jobs]:
    """Background work in a workspace where it is noon in Berlin."""
    store = await open_store(f"sqlite:///{tmp_path}/store.db")
    try:
        async with LocalWorkspace(scopes=SCOPES) as workspace:
            ada = workspace.add_user("ada")
            found = Jobs(workspace, store, engine.lessons, ada, workspace.add_channel("general", members=[ada]))
            found.start_at(12)
            yield found
    finally:
        await store.close()


def without(lessons: Lessons, gone: str) -> Lessons:
    """The lessons without a quiz question."""
    scenarios = {one: scenario for one, scenario in lessons.scenarios.items() if one != gone}
    return msgspec.structs.replace(lessons, scenarios=scenarios)


@pytest.mark.parametrize("paused", [True, False])
async def test_an_open_question_may_leave_the_knowledge(jobs: Jobs, paused: bool) -> None:
    other = jobs.workspace.add_channel("other")
    asked = await jobs.subscribe(quizzes=frozenset(range(7)), tips=frozenset())
    await jobs.pass_over()
    jobs.workspace.clock.advance(DAY - 2 * HOUR)
    quiz = next(row for row in await jobs.rows() if row.kind == "quiz" and row.moment < jobs.now())
    await jobs.subscribe(other)
    if paused:
        await jobs.change(asked, paused=True)
    jobs.lessons = without(jobs.lessons, quiz.lesson)
    jobs.port = jobs.port_of(jobs.lessons)
    outcome = await jobs.pass_over()
    assert outcome.ended == "ok"
    assert len(jobs.held(other)) == 3
    assert not any(row.kind == "reveal" and row.lesson == quiz.lesson for row in await jobs.rows())


class Odd(Scheduling):
    """Slack, for a place of which no message can be made."""

    place = ""

    def digest(self, subscription: Subscription, post: Post) -> str:
        if subscription.place == self.place:
            raise LookupError("nothing")
        return super().digest(subscription, post)


async def test_what_nobody_foresaw_at_one_place_holds_up_no_other(jobs: Jobs) -> None:
    others = [jobs.workspace.add_channel(f"other-{number}") for number in range(6)]
    for channel in (jobs.general, *others):
        await jobs.subscribe(channel)
    settings = settings_for(jobs.workspace)
    jobs.port = Odd(settings, jobs.workspaces(settings), jobs.lessons, 2)
    jobs.port.place = min(channel.id for channel in (jobs.general, *others))
    for _ in range(2):
        with pytest.raises(LookupError):
            await jobs.pass_over()
        assert [len(jobs.held(channel)) for channel in others] == [3] * 6
        jobs.workspace.clock.advance(DAY)
