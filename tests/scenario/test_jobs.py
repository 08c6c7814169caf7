"""What places are sent by the clock is kept scheduled at Slack, whatever happens to it, to Slack or to us."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest
from bots import SCOPES
from many import many
from scheduling import DAY, HOUR, Jobs, mended

from bot.demo import LocalWorkspace
from bot.engine import Engine
from bot.settings import Settings
from bot.slack.scheduling import Scheduling
from bot.store import Card, open_store
from bot.subscription import SECONDS


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


async def test_three_days_are_scheduled_and_all_is_in_order_after_that(jobs: Jobs) -> None:
    await jobs.subscribe()
    outcome = await jobs.pass_over()
    assert (outcome.scheduled, outcome.cancelled, outcome.troubles, outcome.ended) == (3, 0, 0, "ok")
    assert outcome.next_at == pytest.approx(jobs.now() + HOUR, abs=5)
    held = jobs.held()
    assert [moment - held[0] for moment in held] == [0, DAY, 2 * DAY]
    assert len(set(jobs.texts())) == 3
    assert all(row.digest and row.scheduled_id and row.sure_at for row in await jobs.rows())
    before = len(jobs.calls())
    outcome = await jobs.pass_over()
    assert jobs.calls()[before:] == ["chat.scheduledMessages.list"]
    assert (outcome.scheduled, outcome.cancelled) == (0, 0)


async def test_a_tip_a_day_and_none_twice(jobs: Jobs) -> None:
    await jobs.subscribe()
    for _ in range(20):
        await jobs.pass_over()
        jobs.workspace.clock.advance(DAY)
    posted = jobs.posted()
    assert [later - earlier for earlier, later in pairwise(posted)] == [DAY] * (len(posted) - 1)
    assert len(posted) >= 19
    assert len({one.text for one in jobs.workspace.posted}) == len(posted)


async def test_a_place_that_nobody_subscribed_costs_nothing(jobs: Jobs) -> None:
    outcome = await jobs.pass_over()
    assert (jobs.calls(), outcome.scheduled) == ([], 0)


async def test_a_lost_reply_is_looked_into(jobs: Jobs) -> None:
    await jobs.subscribe()
    jobs.workspace.faults.drop_reply("chat.scheduleMessage")
    outcome = await jobs.pass_over()
    assert outcome.ended == "later"
    assert outcome.next_at <= jobs.now() + 5
    assert len(jobs.held()) == 1
    assert not any(row.scheduled_id for row in await jobs.rows())
    outcome = await jobs.pass_over()
    assert outcome.ended == "ok"
    assert len(jobs.held()) == 3
    assert all(row.scheduled_id for row in await jobs.rows())


async def test_what_slack_holds_twice_is_mended(jobs: Jobs) -> None:
    await jobs.subscribe()
    await jobs.pass_over()
    row = (await jobs.rows())[0]
    await jobs.port.schedule(await jobs.subscription(), row)
    await jobs.port.schedule(await jobs.subscription(), row)
    outcome = await jobs.pass_over()
    assert (outcome.scheduled, outcome.cancelled) == (0, 2)
    assert row.scheduled_id in {one.id for one in jobs.workspace.pending()}
    assert len(jobs.held()) == 3


async def test_what_is_not_ours_stays(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    await jobs.pass_over()
    row = (await jobs.rows())[0]
    other = jobs.held()[0] + 60
    await jobs.port.schedule(asked, type(row)(kind="tip", day=row.day, moment=other, lesson=row.lesson))
    await jobs.store.subscriptions.remove(asked.workspace, asked.place, jobs.now())
    await jobs.pass_over()
    assert jobs.held() == [other]


async def test_another_time_moves_everything(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    await jobs.pass_over()
    held, lessons = jobs.held(), [row.lesson for row in await jobs.rows()]
    await jobs.change(asked, at=time(10, 30))
    outcome = await jobs.pass_over()
    assert (outcome.scheduled, outcome.cancelled) == (3, 3)
    assert jobs.held() == [moment + 1.5 * HOUR for moment in held]
    assert [row.lesson for row in await jobs.rows()] == lessons


async def test_a_time_zone_a_day_away_moves_everything_by_a_day(jobs: Jobs) -> None:
    asked = await jobs.subscribe(zone="Pacific/Kiritimati")
    await jobs.pass_over()
    held = jobs.held()
    await jobs.change(asked, zone="Pacific/Honolulu")
    await jobs.pass_over()
    moved = jobs.held()
    assert len(moved) == len(set(moved)) >= 2
    assert set(moved) <= {moment + day * DAY for moment in held for day in (0, 1)}
    before = len(jobs.calls())
    await jobs.pass_over()
    assert jobs.calls()[before:] == ["chat.scheduledMessages.list"]


async def test_what_was_stopped_is_taken_back(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    await jobs.pass_over()
    jobs.workspace.clock.advance(DAY)
    await jobs.store.subscriptions.remove(asked.workspace, asked.place, jobs.now())
    outcome = await jobs.pass_over()
    assert (jobs.held(), outcome.cancelled) == ([], 2)
    assert [row.moment for row in await jobs.rows()] == jobs.posted()
    before = len(jobs.calls())
    await jobs.pass_over()
    assert jobs.calls()[before:] == []


async def test_what_is_paused_is_taken_back_and_comes_again(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    await jobs.pass_over()
    held = jobs.held()
    await jobs.store.subscriptions.pause(asked.workspace, asked.place, True, jobs.now())
    await jobs.pass_over()
    assert jobs.held() == []
    await jobs.store.subscriptions.pause(asked.workspace, asked.place, False, jobs.now())
    await jobs.pass_over()
    assert jobs.held() == held


async def test_a_tip_that_was_mended_is_replaced(jobs: Jobs) -> None:
    await jobs.subscribe()
    await jobs.pass_over()
    held = jobs.held()
    jobs.lessons = mended(jobs.lessons, "Mended:")
    jobs.port = jobs.port_of(jobs.lessons)
    outcome = await jobs.pass_over()
    assert (outcome.scheduled, outcome.cancelled, jobs.held()) == (3, 3, held)
    assert all("Mended:" in text for text in jobs.texts())


async def test_what_somebody_else_deleted_comes_again_later(jobs: Jobs) -> None:
    await jobs.subscribe()
    await jobs.pass_over()
    held = jobs.held()
    first = jobs.workspace.pending()[0]
    await jobs.port.cancel(jobs.key, first.channel, first.id)
    outcome = await jobs.pass_over()
    assert jobs.held() == held[1:], "Slack's list may be late"
    assert outcome.next_at == pytest.approx(jobs.now() + 600, abs=10)
    jobs.workspace.clock.advance(601)
    await jobs.pass_over()
    assert jobs.held() == held


async def test_a_question_comes_with_its_answer_which_is_taken_back_once_it_was_shown(jobs: Jobs) -> None:
    asked = await jobs.subscribe(tips=frozenset(), quizzes=frozenset(range(7)), reveal=time(16))
    await jobs.pass_over()
    held = jobs.held()
    assert [moment % 60 for moment in held] == [SECONDS["quiz"], SECONDS["reveal"]] * 3
    assert [answer - question for question, answer in zip(held[::2], held[1::2], strict=True)] == [7 * HOUR + 1] * 3
    jobs.workspace.clock.advance(DAY)
    [question, answer, *_] = await jobs.rows()
    assert (question.kind, answer.kind, jobs.posted()) == ("quiz", "reveal", [question.moment])
    await jobs.store.posts.close(asked.workspace, asked.place, question.day, jobs.now())
    await jobs.pass_over()
    assert answer.moment not in jobs.held()
    assert [row.kind for row in await jobs.rows() if row.day == question.day] == ["quiz"]


async def test_a_reminder_comes_while_something_is_due(jobs: Jobs) -> None:
    dm = jobs.workspace.dm(jobs.ada)
    await jobs.subscribe(dm, direct=True, tips=frozenset(), practice=frozenset(range(7)))
    await jobs.pass_over()
    assert jobs.held(dm) == []
    card, scenario = Card(due=jobs.now(), state="{}"), next(iter(jobs.lessons.scenarios))
    await jobs.store.cards.put(jobs.key, jobs.ada.id, scenario, card)
    await jobs.pass_over()
    assert [moment % 60 for moment in jobs.held(dm)] == [SECONDS["practice"]] * 3
    await jobs.store.cards.put(jobs.key, jobs.ada.id, scenario, Card(due=jobs.now() + 1.5 * DAY, state="{}"))
    await jobs.pass_over()
    assert len(jobs.held(dm)) == 2


async def test_who_wants_to_be_forgotten_is_sent_nothing_more(jobs: Jobs) -> None:
    dm = jobs.workspace.dm(jobs.ada)
    await jobs.subscribe(dm, direct=True)
    await jobs.subscribe()
    await jobs.pass_over()
    jobs.workspace.clock.advance(DAY)
    await jobs.store.forget_person(jobs.key, jobs.ada.id)
    await jobs.pass_over()
    assert jobs.held(dm) == []
    assert await jobs.rows(dm) == (), "not even what was sent is known of"
    assert len(jobs.held()) == 3, "the channel's goes on"


async def test_a_whole_organisation_has_one_token_for_its_workspaces(engine: Engine, tmp_path: Path) -> None:
    async with many(engine, f"sqlite:///{tmp_path}/store.db") as bot:
        workspaces = [bot.slack.add_workspace(name, enterprise_id="E1") for name in ("one", "two")]
        ada = workspaces[0].add_user("ada")
        assert (await bot.install(ada, "E1")).status == 200
        port = Scheduling(Settings(slack_api_url=bot.slack.api_url), bot.one.workspaces, engine.lessons)
        for workspace in workspaces:
            jobs = Jobs(workspace, bot.one.store, engine.lessons, ada, workspace.add_channel("general"))
            jobs.port = port
            await jobs.subscribe()
            assert (await jobs.pass_over()).ended == "ok"
            assert len(jobs.held()) == 3
            before = len(jobs.calls())
            await jobs.pass_over()
            assert jobs.calls()[before:] == ["chat.scheduledMessages.list"]
