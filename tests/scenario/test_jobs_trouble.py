"""Where a place, a token or Slack itself fails, whoever asked is told once, and all goes on when it works again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bots import SCOPES
from scheduling import DAY, HOUR, Jobs

from bot.demo import Channel, LocalWorkspace
from bot.engine import Engine
from bot.store import open_store

MINUTE = 60.0


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


def archived(jobs: Jobs, channel: Channel) -> None:
    jobs.workspace.archive(channel)


def deleted(jobs: Jobs, channel: Channel) -> None:
    jobs.workspace.delete_channel(channel)


def kicked(jobs: Jobs, channel: Channel) -> None:
    jobs.workspace.remove_bot(channel)


def restricted(jobs: Jobs, channel: Channel) -> None:
    jobs.workspace.restrict(channel)


TROUBLES = [
    (archived, "is_archived", "archived"),
    (deleted, "channel_not_found", "deleted"),
    (kicked, "not_in_channel", "not in the channel"),
    (restricted, "restricted_action", "only some people"),
]


@pytest.mark.parametrize(("befalls", "code", "words"), TROUBLES, ids=[code for _, code, _ in TROUBLES])
async def test_trouble_is_told_once_and_shown(jobs: Jobs, befalls: object, code: str, words: str) -> None:
    other = jobs.workspace.add_channel("other")
    await jobs.subscribe()
    await jobs.subscribe(other)
    befalls(jobs, jobs.general)  # type: ignore[operator]
    outcome = await jobs.pass_over()
    assert (outcome.troubles, outcome.scheduled, outcome.ended) == (1, 3, "ok")
    assert len(jobs.held(other)) == 3, "what befalls one place leaves the others alone"
    [told] = jobs.told()
    assert words in told
    assert f"<#{jobs.general.id}>" in told
    found = await jobs.subscription()
    assert (found.trouble, found.told) == (code, True)
    assert not any(row.digest for row in await jobs.rows()), "Slack said no for certain"
    calls = len(jobs.calls())
    for _ in range(5):
        jobs.workspace.clock.advance(HOUR)
        await jobs.pass_over()
    assert jobs.calls()[calls:] == ["chat.scheduledMessages.list"] * 5, "it is tried again after six hours"
    jobs.workspace.clock.advance(HOUR + MINUTE)
    await jobs.pass_over()
    assert jobs.calls()[calls + 5 :] == ["chat.scheduledMessages.list", "chat.scheduleMessage"]
    assert len(jobs.told()) == 1


async def test_all_is_well_again(jobs: Jobs) -> None:
    await jobs.subscribe()
    jobs.workspace.archive(jobs.general)
    await jobs.pass_over()
    jobs.workspace.unarchive(jobs.general)
    jobs.workspace.clock.advance(6 * HOUR + MINUTE)
    await jobs.pass_over()
    assert [words in told for words, told in zip(("archived", "/invite"), jobs.told(), strict=True)] == [True, True]
    jobs.workspace.invite_bot(jobs.general)
    jobs.workspace.clock.advance(6 * HOUR + MINUTE)
    outcome = await jobs.pass_over()
    assert (outcome.scheduled, outcome.troubles) == (3, 0)
    found = await jobs.subscription()
    assert (found.trouble, found.told) == ("", False)
    jobs.workspace.archive(jobs.general)
    jobs.workspace.clock.advance(DAY)
    await jobs.pass_over()
    assert len(jobs.told()) == 3, "the next trouble is another one"


async def test_who_changes_a_subscription_need_not_wait(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    jobs.workspace.archive(jobs.general)
    await jobs.pass_over()
    jobs.workspace.unarchive(jobs.general)
    jobs.workspace.invite_bot(jobs.general)
    jobs.workspace.clock.advance(MINUTE)
    await jobs.change(asked)
    await jobs.pass_over()
    assert len(jobs.held()) == 3


async def test_who_changes_a_subscription_during_a_pass_need_not_wait_either(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    jobs.workspace.archive(jobs.general)
    jobs.workspace.clock.advance(MINUTE)
    jobs.workspace.faults.delay("chat.scheduleMessage", 0.5)
    passing = asyncio.create_task(jobs.pass_over())
    await jobs.workspace.until(lambda: "chat.scheduleMessage" in jobs.calls())
    jobs.workspace.unarchive(jobs.general)
    jobs.workspace.invite_bot(jobs.general)
    await jobs.change(asked)
    await passing
    await jobs.pass_over()
    assert len(jobs.held()) == 3


async def test_a_moment_that_has_passed_for_slack_is_no_trouble(jobs: Jobs) -> None:
    await jobs.subscribe()
    jobs.workspace.faults.error("chat.scheduleMessage", "time_in_past")
    outcome = await jobs.pass_over()
    assert (outcome.ended, outcome.scheduled, outcome.troubles) == ("ok", 2, 0)
    assert outcome.next_at == pytest.approx(jobs.now() + 30, abs=5)
    await jobs.pass_over()
    assert len(jobs.held()) == 3


async def test_trouble_is_told_later_where_slack_was_away(jobs: Jobs) -> None:
    await jobs.subscribe()
    jobs.workspace.archive(jobs.general)
    jobs.workspace.faults.rate_limit("chat.postMessage")
    await jobs.pass_over()
    assert jobs.told() == []
    jobs.workspace.clock.advance(6 * HOUR + MINUTE)
    await jobs.pass_over()
    assert len(jobs.told()) == 1


async def test_nobody_is_told_of_what_nobody_asked_for_any_more(jobs: Jobs) -> None:
    await jobs.subscribe(person="")
    jobs.workspace.archive(jobs.general)
    outcome = await jobs.pass_over()
    assert (outcome.troubles, jobs.told()) == (1, [])
    assert (await jobs.subscription()).trouble == "is_archived"


async def test_a_zone_that_is_none_is_trouble(jobs: Jobs) -> None:
    await jobs.subscribe(zone="Mars/Olympus")
    outcome = await jobs.pass_over()
    assert (outcome.troubles, outcome.scheduled) == (1, 0)
    [told] = jobs.told()
    assert "time zone" in told
    assert (await jobs.subscription()).trouble == "unknown_zone"
    await jobs.pass_over()
    assert len(jobs.told()) == 1


async def test_a_revoked_token_is_noted_in_every_place(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    other = jobs.workspace.add_channel("other")
    await jobs.subscribe()
    await jobs.subscribe(other)
    jobs.workspace.faults.error("chat.scheduledMessages.list", "token_revoked", times=2)
    outcome = await jobs.pass_over()
    assert (outcome.ended, outcome.scheduled) == ("lost", 0)
    assert outcome.next_at == pytest.approx(jobs.now() + HOUR, abs=5)
    await jobs.pass_over()
    assert [(await jobs.subscription(one)).trouble for one in (jobs.general, other)] == ["token_revoked"] * 2
    assert len([record for record in caplog.records if "token_revoked" in record.message]) == 1
    await jobs.pass_over()
    assert [(await jobs.subscription(one)).trouble for one in (jobs.general, other)] == ["", ""]
    assert len(jobs.held()) == 3


async def test_a_workspace_without_the_bot_is_lost(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    elsewhere = await jobs.change(asked, workspace="T0ELSEWHERE")
    from bot.jobs.passing import reconcile

    outcome = await reconcile(
        jobs.store, jobs.port, jobs.lessons, elsewhere.workspace, jobs.now, lambda: jobs.store.ping()
    )
    assert outcome.ended == "lost"
    found = await jobs.store.subscriptions.at(elsewhere.workspace, elsewhere.place)
    assert found is not None
    assert found.trouble == "not_installed"


async def test_a_rate_limit_is_waited_for(jobs: Jobs) -> None:
    await jobs.subscribe()
    jobs.workspace.faults.rate_limit("chat.scheduleMessage", retry_after=30)
    outcome = await jobs.pass_over()
    assert outcome.ended == "later"
    assert outcome.next_at == pytest.approx(jobs.now() + 30, abs=5)
    assert not any(row.digest for row in await jobs.rows()), "Slack has done nothing"
    await jobs.pass_over()
    assert len(jobs.held()) == 3


@pytest.mark.parametrize("method", ["chat.scheduledMessages.list", "chat.scheduleMessage"])
async def test_an_outage_is_waited_for(jobs: Jobs, method: str) -> None:
    await jobs.subscribe()
    jobs.workspace.faults.server_error(method)
    jobs.workspace.faults.refuse(method)
    for _ in range(2):
        outcome = await jobs.pass_over()
        assert outcome.ended == "later"
        assert jobs.now() < outcome.next_at <= jobs.now() + 10
    assert (await jobs.pass_over()).ended == "ok"
    assert len(jobs.held()) == 3
    assert (await jobs.subscription()).trouble == ""


async def test_a_lost_reply_to_a_deletion_is_looked_into(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    await jobs.pass_over()
    held = jobs.held()
    await jobs.change(asked, zone="Europe/London")
    jobs.workspace.faults.drop_reply("chat.deleteScheduledMessage", times=2)
    for _ in range(2):
        assert (await jobs.pass_over()).ended == "later"
    await jobs.pass_over()
    assert jobs.held() == [moment + HOUR for moment in held]


async def test_a_tip_comes_late_after_the_bot_was_down_across_its_time(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    await jobs.pass_over()
    await jobs.store.subscriptions.pause(asked.workspace, asked.place, True, jobs.now())
    await jobs.pass_over()
    await jobs.store.subscriptions.pause(asked.workspace, asked.place, False, jobs.now())
    jobs.workspace.clock.advance(22 * HOUR)
    assert jobs.posted() == []
    for _ in range(3):
        await jobs.pass_over()
        jobs.workspace.clock.advance(4 * MINUTE)
    assert len(jobs.posted()) == 1


async def test_tips_arrive_while_the_bot_is_down_and_the_late_one_once(jobs: Jobs) -> None:
    await jobs.subscribe()
    await jobs.pass_over()
    jobs.workspace.clock.advance(5 * DAY - HOUR)
    assert len(jobs.posted()) == 3
    for _ in range(4):
        await jobs.pass_over()
        jobs.workspace.clock.advance(4 * MINUTE)
    assert len(jobs.posted()) == 4, "that of today, two hours late; yesterday's is not made up for"
    assert jobs.posted()[-1] % 60 == 0
