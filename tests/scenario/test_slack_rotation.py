"""Tokens that expire are replaced in time, once, whoever asks first; and no workspace is lost over it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from many import WHO, Many, many, mention
from slack_sdk.oauth.installation_store import Bot as InstalledBot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import LocalWorkspace, User
from bot.engine import Engine
from bot.slack.rotation import Rotation

HOUR = 3600


@pytest.fixture
async def bot(engine: Engine, lasting: str) -> AsyncIterator[Many]:
    """Two processes."""
    async with many(engine, lasting, processes=2, rotates=True) as running:
        yield running


@pytest.fixture
async def alone(engine: Engine, tmp_path: Path) -> AsyncIterator[Many]:
    """One process on SQLite."""
    async with many(engine, f"sqlite:///{tmp_path}/whosejob.db", rotates=True) as running:
        yield running


async def installed(bot: Many) -> tuple[LocalWorkspace, User]:
    acme = bot.slack.add_workspace("acme")
    ada = acme.add_user("ada")
    assert (await bot.install(ada, acme)).status == 200
    return acme, ada


async def stored(bot: Many, acme: LocalWorkspace) -> InstalledBot:
    found = await bot.one.installations.async_find_bot(enterprise_id=None, team_id=acme.identity.team_id)
    assert found is not None
    return found


async def pass_hours(bot: Many, acme: LocalWorkspace, hours: float) -> None:
    """Lets time go by at Slack, and for what the processes know of the installation."""
    bot.slack.clock.advance(hours * HOUR)
    found = await stored(bot, acme)
    assert found.bot_token_expires_at is not None
    found.bot_token_expires_at -= int(hours * HOUR)
    assert await bot.one.installations.replace_tokens(found)
    forget(bot, acme)


def forget(bot: Many, acme: LocalWorkspace) -> None:
    """As after a minute."""
    for process in bot.processes:
        process.workspaces.forget(acme.identity.team_id)


def refreshed(bot: Many) -> list[str | None]:
    """How the requests for new tokens went."""
    calls = bot.slack.calls("oauth.v2.access")
    return [call.error for call in calls if call.args.get("grant_type") == "refresh_token"]


async def answered(acme: LocalWorkspace, ada: User) -> bool:
    return len(await mention(acme, ada, WHO)) == 1


async def test_a_token_is_used_while_it_is_young_and_replaced_before_it_expires(bot: Many) -> None:
    acme, ada = await installed(bot)
    first = acme.bot_token
    assert await answered(acme, ada)
    await pass_hours(bot, acme, 9)
    assert await answered(acme, ada)
    assert (refreshed(bot), acme.bot_token) == ([], first)
    await pass_hours(bot, acme, 1.5)
    assert await answered(acme, ada)
    assert refreshed(bot) == [None]
    assert (await stored(bot, acme)).bot_token == acme.bot_token != first
    for _ in range(4):
        await pass_hours(bot, acme, 11)
        assert await answered(acme, ada)
    assert refreshed(bot) == [None] * 5


@pytest.mark.parametrize("hours", [11, 13], ids=["expiring", "expired"])
async def test_of_many_requests_to_two_processes_one_asks_for_a_new_token(bot: Many, hours: int) -> None:
    acme, ada = await installed(bot)
    for _ in range(3):
        await pass_hours(bot, acme, hours)
        before = len(refreshed(bot))
        channels = [acme.add_channel(f"c-{len(acme.state.channels)}", members=[ada]) for _ in range(20)]
        await asyncio.gather(*(acme.say(channel, ada, f"{acme.mention} {WHO}") for channel in channels))
        await acme.settled()
        assert [sum(bool(one.bot_id) for one in acme.messages(channel)) for channel in channels] == [1] * 20
        assert refreshed(bot)[before:] == [None]
        assert (await stored(bot, acme)).bot_token == acme.bot_token


@pytest.mark.parametrize("fault", ["rate_limit", "server_error", "refuse"])
async def test_while_slack_gives_no_new_token_the_old_one_does_and_it_is_asked_again(bot: Many, fault: str) -> None:
    acme, ada = await installed(bot)
    await pass_hours(bot, acme, 11)
    getattr(bot.slack.faults, fault)("oauth.v2.access", **({"retry_after": 300} if fault == "rate_limit" else {}))
    assert await answered(acme, ada)
    forget(bot, acme)
    assert await answered(acme, ada)
    assert (await stored(bot, acme)).bot_token == acme.bot_token
    assert refreshed(bot)[-1] is None


async def test_while_slack_takes_its_time_the_old_token_does_and_the_new_one_is_not_lost(bot: Many) -> None:
    acme, ada = await installed(bot)
    old = acme.bot_token
    await pass_hours(bot, acme, 11)
    bot.slack.faults.delay("oauth.v2.access", 4)
    for _ in range(4):
        assert await answered(acme, ada)
    assert [len(delivery.attempts) for delivery in acme.deliveries("app_mention")] == [1] * 4
    for process in bot.processes:
        await process.workspaces.close()
    assert refreshed(bot) == [None]
    assert (await stored(bot, acme)).bot_token == acme.bot_token != old


async def test_an_expired_token_that_slack_does_not_replace_is_delivered_again(bot: Many) -> None:
    acme, ada = await installed(bot)
    await pass_hours(bot, acme, 13)
    bot.slack.faults.server_error("oauth.v2.access")
    assert await answered(acme, ada)
    assert len(acme.deliveries("app_mention")[-1].attempts) == 2


async def test_a_lost_refresh_token_costs_nothing_until_the_token_expires(
    alone: Many, caplog: pytest.LogCaptureFixture
) -> None:
    acme, ada = await installed(alone)
    await pass_hours(alone, acme, 11)
    alone.slack.faults.drop_reply("oauth.v2.access")
    assert await answered(acme, ada)
    for _ in range(3):
        forget(alone, acme)
        assert await answered(acme, ada)
    assert refreshed(alone).count("invalid_refresh_token") == 1, "Slack is not asked over and over"
    assert "invalid_refresh_token" in caplog.text
    await pass_hours(alone, acme, 2)
    assert await mention(acme, ada, WHO) == []
    assert acme.deliveries("app_mention")[-1].acknowledged
    assert "must install the bot again" in caplog.text
    assert (await alone.install(ada, acme)).status == 200
    assert await answered(acme, ada)


async def test_new_tokens_survive_a_database_that_is_away(alone: Many) -> None:
    acme, ada = await installed(alone)
    await pass_hours(alone, acme, 11)
    before = await stored(alone, acme)
    async with alone.one.store.engine.begin() as connection:
        await connection.exec_driver_sql(
            "CREATE TRIGGER away BEFORE UPDATE ON slack_bots BEGIN SELECT RAISE(ABORT, 'away'); END"
        )
    assert await answered(acme, ada)
    assert (await stored(alone, acme)).bot_token == before.bot_token
    async with alone.one.store.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TRIGGER away")
    forget(alone, acme)
    assert await answered(acme, ada)
    assert (await stored(alone, acme)).bot_token == acme.bot_token != before.bot_token
    assert refreshed(alone) == [None]


async def test_a_workspace_that_leaves_while_its_token_is_replaced_does_not_come_back(alone: Many) -> None:
    acme, _ = await installed(alone)

    class Leaving(AsyncTokenRotator):
        """Slack gives new tokens, and before they are written the app is removed."""

        async def perform_bot_token_rotation(self, **how: Any) -> InstalledBot | None:
            fresh = await super().perform_bot_token_rotation(**how)
            await acme.uninstall()
            return fresh

    await pass_hours(alone, acme, 11)
    slack, process = alone.slack, alone.one
    client = AsyncWebClient(base_url=slack.api_url)
    rotator = Leaving(client_id=slack.client_id, client_secret=slack.client_secret, client=client)
    rotation = Rotation(process.installations, process.store.claims, rotator)
    assert await rotation.current(await stored(alone, acme)) is not None
    assert refreshed(alone) == [None]
    assert await alone.rows("slack_bots") == []


async def test_new_tokens_of_an_old_installation_do_not_replace_those_of_a_newer_one(alone: Many) -> None:
    acme, ada = await installed(alone)
    old = await stored(alone, acme)
    assert (await alone.install(ada, acme)).status == 200
    assert not await alone.one.installations.replace_tokens(old)
    assert (await stored(alone, acme)).bot_token == acme.bot_token != old.bot_token


async def test_an_enterprises_token_is_replaced_for_all_its_workspaces(bot: Many) -> None:
    one, two = (bot.slack.add_workspace(name, enterprise_id="E1") for name in ("one", "two"))
    ada, bob = one.add_user("ada"), two.add_user("bob")
    await bot.install(ada, "E1")
    bot.slack.clock.advance(13 * HOUR)
    found = await bot.one.installations.async_find_bot(enterprise_id="E1", team_id=None)
    assert found is not None
    assert found.bot_token_expires_at is not None
    found.bot_token_expires_at -= 13 * HOUR
    await bot.one.installations.replace_tokens(found)
    for process in bot.processes:
        process.workspaces.forget("E1/")
    for _ in range(2):
        assert await answered(one, ada)
        assert await answered(two, bob)
    assert refreshed(bot) == [None]
