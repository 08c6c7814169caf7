"""A direct message, in the agent panel or not: answers in it, or in its thread."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import without_name
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.places import Place
from bot.slack.status import Status
from bot.slack.subcommands import in_message

SPOKEN = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes that a person's words come under; edits, deletions and bots' messages have others."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to direct messages by people."""

    @app.event("message")
    async def wrote(
        event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        if event.get("channel_type") != "im" or event.get("subtype") not in SPOKEN or "bot_id" in event:
            return
        place = Place(event["channel"], event.get("thread_ts"))
        caller, text = caller_of(context), without_name(event.get("text") or "", context.bot_user_id)
        tell = in_message(text, direct=True)
        if tell:
            await desk.tell_event(body["event_id"], caller, place, client, partial(tell, desk, caller, client))
            return
        status = Status(client, place.channel, place.thread_ts or event.get("ts") or "")
        try:
            await desk.answer_event(body["event_id"], caller, place, text, client, begun=status.begin)
        finally:
            await status.end()
