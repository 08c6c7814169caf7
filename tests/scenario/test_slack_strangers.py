"""People of another company, in a channel shared with it, are answered there; what is kept of it is our workspace's."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from bots import StartBot, over_http
from many import WHO, Many, key, many, newcomer
from sqlalchemy import select

from bot.demo import LocalWorkspace
from bot.demo.model import Envelope
from bot.demo.payloads import event_callback
from bot.engine import Engine
from bot.slack.views.reasons import REASON
from bot.store.tables import FEEDBACK, GAP_ASKERS, GAPS, QUESTIONS, RECENTS

THEIR_TEAM = {"id": "T0THEIRS", "domain": "theirs", "enterprise_id": "E0THEIRS"}
NAMING = ("thread_question", "recent_question", "feedback", "gap", "gap_asker", "event_claim")


@pytest.fixture
async def bot(engine: Engine, lasting: str) -> AsyncIterator[Many]:
    async with many(engine, lasting) as running:
        yield running


async def shared_mention(workspace: LocalWorkspace, text: str) -> Envelope:
    """A stranger mentions the bot in a shared channel, as Slack tells of it."""
    stand_in = workspace.add_user("stranger")
    channel = workspace.add_channel("shared", members=[stand_in])
    said = await workspace.say(channel, stand_in, text)
    event = {
        "type": "app_mention",
        "user": "U0STRANGER",
        "user_team": THEIR_TEAM["enterprise_id"],
        "team": THEIR_TEAM["id"],
        "channel": channel.id,
        "ts": said.ts,
        "text": f"{workspace.mention} {text}",
    }
    told = event_callback(event, "Ev0SHARED", time.time(), workspace.identity)
    told.payload.update(is_ext_shared_channel=True, team_id=THEIR_TEAM["id"], enterprise_id=THEIR_TEAM["enterprise_id"])
    return told


def shared_reason(workspace: LocalWorkspace) -> Envelope:
    """A stranger says why an answer is wrong: the modal's submission names their team, and the app's in the view."""
    values = {REASON: {REASON: {"selected_option": {"value": "owner"}}}}
    view: dict[str, Any] = {
        "id": "V1",
        "type": "modal",
        "callback_id": REASON,
        "hash": "1.a",
        "state": {"values": values},
    }
    view |= {"private_metadata": json.dumps(["C1:1.1", WHO]), "app_installed_team_id": workspace.identity.team_id}
    payload = {"type": "view_submission", "team": THEIR_TEAM, "enterprise": {"id": THEIR_TEAM["enterprise_id"]}}
    payload |= {"user": {"id": "U0STRANGER", "team_id": THEIR_TEAM["id"]}, "trigger_id": "1.2.a", "view": view}
    return Envelope("interactive", payload, workspace.identity.team_id)


@pytest.mark.parametrize("enterprise", ["", "E1"])
async def test_what_strangers_do_is_of_the_workspace_that_has_the_bot(bot: Many, enterprise: str) -> None:
    acme, _ = await newcomer(bot, "acme", **({"enterprise_id": enterprise} if enterprise else {}))
    deliver = bot.slack.host.deliverer.deliver
    assert (await deliver(await shared_mention(acme, WHO))).acknowledged
    assert len(bot.slack.calls("chat.postMessage")) == 1
    assert (await deliver(shared_reason(acme))).acknowledged
    await bot.one.desk.notes.drain()
    found = {table: [row["workspace"] for row in await bot.rows(table)] for table in NAMING}
    assert {workspace for rows in found.values() for workspace in rows} == {key(acme)}
    assert found["feedback"]
    assert not found["recent_question"], "they have no Home in which to see them, and no command to forget them"
    await acme.uninstall()
    assert await bot.of_workspace(key(acme)) == {}


@over_http
async def test_where_one_workspace_is_answered_strangers_are_filed_under_it(start_bot: StartBot) -> None:
    bot = await start_bot()
    deliver = bot.workspace.host.deliverer.deliver
    assert (await deliver(await shared_mention(bot.workspace, WHO))).acknowledged
    assert (await deliver(shared_reason(bot.workspace))).acknowledged
    await bot.workspace.uninstall()
    await bot.desk.notes.drain()
    async with bot.store.engine.connect() as connection:
        for table in (FEEDBACK, GAPS, GAP_ASKERS, QUESTIONS, RECENTS):
            assert (await connection.execute(select(table))).all() == [], table.name
