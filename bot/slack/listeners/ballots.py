"""Clicks on a channel's quiz question: votes, the reveal before its time, how the channel voted."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import carried
from bot.slack.balloting import Click, ballot_in, reveal, tally, vote
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.picked import checked_in
from bot.slack.places import thread_of_click
from bot.slack.posting import whisper
from bot.slack.shapes import taking_apart
from bot.slack.views.ballot import BALLOT_CHECKED, BALLOT_CHOICE, BALLOT_REVEAL, BALLOT_SEND, BALLOT_TALLY


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons."""

    @app.action(re.compile(rf"^({BALLOT_CHOICE}[a-d]|{BALLOT_SEND})$"))
    async def voted(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        sent = action["action_id"] == BALLOT_SEND
        letters = checked_in(body, BALLOT_CHECKED) if sent else action["action_id"][-1].upper()
        told = await vote(desk, _click(desk, action, body, context, client), letters)
        await whisper(respond, told, thread_of_click(body))

    @app.action(BALLOT_REVEAL)
    async def revealed(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        told = await reveal(desk, _click(desk, action, body, context, client))
        if told:
            await whisper(respond, told, thread_of_click(body))

    @app.action(BALLOT_TALLY)
    async def counted(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        told = await tally(desk, _click(desk, action, body, context, client))
        await whisper(respond, told, thread_of_click(body))

    @app.action(BALLOT_CHECKED)
    async def checked(ack: AsyncAck) -> None:
        await ack()  # what is checked counts when *Vote* is clicked


def _click(
    desk: Desk, action: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> Click:
    caller = caller_of(context)
    ballot = ballot_in(desk, caller, carried(action))
    with taking_apart("a message with a quiz"):
        place, ts = str(body["container"]["channel_id"]), str(body["container"]["message_ts"])
    return Click(caller, client, ballot, place, ts)
