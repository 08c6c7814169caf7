"""Many workspaces, each by its own bot: looked up without Slack, told apart, and forgotten with all that is kept."""

from __future__ import annotations

import time

import pytest
from bots import StartBot
from many import KEPT, WHO, Many, fill, key, many, mention, newcomer

from bot.demo.payloads import event_callback
from bot.engine import Engine
from bot.preferences import Preferences
from bot.store.tables import METADATA


async def test_everything_is_kept_under_the_workspaces_own_name(bot: Many) -> None:
    acme, ada = await newcomer(bot, "acme")
    await fill(bot, acme, ada)
    assert set(await bot.of_workspace(key(acme))) == KEPT | {"slack_bots", "slack_installations"}
    assert {name for name, table in METADATA.tables.items() if "workspace" in table.c} == KEPT


async def test_each_workspace_is_answered_by_its_own_bot_without_asking_slack(bot: Many) -> None:
    places = [await newcomer(bot, name) for name in ("acme", "other", "third")]
    before = len(bot.slack.calls())
    for number in range(12):
        workspace, user = places[number % 3]
        assert len(await mention(workspace, user, WHO)) == 1
    calls = bot.slack.calls()[before:]
    assert [call.method for call in calls] == ["chat.postMessage"] * 12
    assert [call.team_id for call in calls] == [workspace.identity.team_id for workspace, _ in places] * 4


async def test_a_workspace_that_nobody_knows_is_acknowledged_and_told_of_once(
    bot: Many, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = bot.slack.add_workspace("stranger", installed=True)
    eve = stranger.add_user("eve")
    for _ in range(5):
        assert await mention(stranger, eve, WHO) == []
    ack = await stranger.command(eve, stranger.add_channel("c", members=[eve]), "/whosejob", WHO)
    assert ack.message is not None
    assert "not installed" in ack.message.text
    assert all(delivery.acknowledged and len(delivery.attempts) == 1 for delivery in stranger.deliveries())
    assert bot.slack.calls() == []
    told = [record for record in caplog.records if "not installed" in record.getMessage()]
    assert len(told) == 1
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_what_one_process_installs_another_answers(engine: Engine, lasting: str) -> None:
    async with many(engine, lasting, processes=2) as bot:
        acme, ada = await newcomer(bot, "acme")
        for _ in range(4):
            assert len(await mention(acme, ada, WHO)) == 1
        assert len(bot.slack.calls("auth.test")) == 1


async def test_a_workspace_that_leaves_is_forgotten_in_every_table_and_others_are_not(bot: Many) -> None:
    (acme, ada), (other, bob) = await newcomer(bot, "acme"), await newcomer(bot, "other")
    for workspace, user in ((acme, ada), (other, bob)):
        await fill(bot, workspace, user)
    kept = await bot.of_workspace(key(other))
    channel = acme.add_channel("late", members=[ada])
    revoked, gone = await acme.uninstall()
    assert (revoked.acknowledged, gone.acknowledged) == (True, True)
    assert await bot.of_workspace(key(acme)) == {}
    assert await bot.of_workspace(key(other)) == kept
    calls = len(bot.slack.calls())
    late = await acme.happen({"type": "app_mention", "text": WHO, "user": ada.id, "channel": channel.id, "ts": "1.1"})
    assert (late.acknowledged, len(late.attempts)) == (True, 1)
    assert len(bot.slack.calls()) == calls
    assert len(await mention(other, bob, WHO)) == 1


async def test_both_events_of_an_uninstall_in_any_order_and_often(bot: Many) -> None:
    acme, ada = await newcomer(bot, "acme")
    await fill(bot, acme, ada)
    deliveries = await acme.uninstall()
    for delivery in (*reversed(deliveries), *deliveries):
        for again in await acme.redeliver(delivery, 3, at_once=True):
            assert again.acknowledged
    assert await bot.of_workspace(key(acme)) == {}


async def test_a_late_redelivery_spares_a_newer_installation(bot: Many) -> None:
    acme, ada = await newcomer(bot, "acme")
    deliveries = await acme.uninstall()
    assert (await bot.install(ada, acme)).status == 200
    await fill(bot, acme, ada)
    kept = await bot.of_workspace(key(acme))
    for delivery in deliveries:
        await acme.redeliver(delivery, 2)
    assert await bot.of_workspace(key(acme)) == kept
    # An event that never arrived at its time, of before the new installation.
    for event in ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}}):
        old = event_callback(event, f"Ev-{event['type']}", time.time() - 60, acme.identity)
        assert (await bot.slack.host.deliverer.deliver(old)).acknowledged
    assert await bot.of_workspace(key(acme)) == kept
    assert len(await mention(acme, ada, WHO)) == 1
    await acme.uninstall()
    assert await bot.of_workspace(key(acme)) == {}


async def test_neither_what_waits_nor_what_is_remembered_outlives_a_workspace(bot: Many) -> None:
    acme, ada = await newcomer(bot, "acme")
    channel = acme.add_channel("c", members=[ada])
    await bot.one.desk.preferring.put(key(acme), Preferences(public=True))
    ack = await acme.command(ada, channel, "/whosejob", WHO)
    assert ack.message is not None
    assert ack.message.ephemeral_for is None
    await acme.uninstall()
    await bot.one.desk.notes.drain()
    assert await bot.of_workspace(key(acme)) == {}
    await bot.install(ada, acme)
    ack = await acme.command(ada, channel, "/whosejob", WHO)
    assert ack.message is not None
    assert ack.message.ephemeral_for == ada.id


async def test_an_uninstall_before_any_installation_does_no_harm(bot: Many) -> None:
    acme = bot.slack.add_workspace("acme")
    ada = acme.add_user("ada")
    began = await bot.get("/slack/install")
    back = bot.slack.approve(began.link, ada, acme)
    early = event_callback({"type": "app_uninstalled"}, "Ev-early", time.time(), acme.identity)
    assert (await bot.slack.host.deliverer.deliver(early)).acknowledged
    assert (await bot.get(back, began.cookie)).status == 200
    assert len(await mention(acme, ada, WHO)) == 1


async def test_a_persons_revoked_token_takes_only_theirs(bot: Many) -> None:
    acme, ada = await newcomer(bot, "acme")
    bea = acme.add_user("bea")
    await bot.install(bea, acme)
    await acme.happen({"type": "tokens_revoked", "tokens": {"oauth": [ada.id], "bot": []}})
    assert [row["user_id"] for row in await bot.rows("slack_installations")] == [bea.id]
    assert len(await mention(acme, ada, WHO)) == 1


async def test_revoked_bot_tokens_take_everything(bot: Many) -> None:
    acme, ada = await newcomer(bot, "acme")
    await fill(bot, acme, ada)
    assert (await acme.revoke_tokens()).acknowledged
    assert await bot.of_workspace(key(acme)) == {}


async def test_the_one_workspace_of_a_token_is_forgotten_too(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.mention(WHO)
    name = bot.workspace.identity.team_id
    await bot.store.preferences.put(name, Preferences(public=True))
    for delivery in await bot.workspace.uninstall():
        assert delivery.acknowledged
    assert await bot.store.preferences.of(name) == Preferences()
    assert await bot.store.questions.earlier(name, bot.general.id, time.time()) == ()


async def test_while_the_database_is_away_workspaces_known_are_answered(on_sqlite: Many) -> None:
    acme, ada = await newcomer(on_sqlite, "acme")
    channel = acme.add_channel("c", members=[ada])
    await acme.command(ada, channel, "/whosejob", WHO)
    workspaces = on_sqlite.one.workspaces
    for place in workspaces._places.values():  # type: ignore[attr-defined]
        place.read_at -= 3600
    async with on_sqlite.one.store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE slack_bots RENAME TO away")
    ack = await acme.command(ada, channel, "/whosejob", WHO)
    assert ack.message is not None
    assert "AWS" in ack.message.text
    workspaces.forget(key(acme))
    assert not (await acme.command(ada, channel, "/whosejob", WHO)).ok
    async with on_sqlite.one.store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO slack_bots")
    assert (await acme.command(ada, channel, "/whosejob", WHO)).ok
