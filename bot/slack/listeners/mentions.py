"""A mention in a channel: answers in its thread."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import without_name
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.places import Place
from bot.slack.subcommands import in_message


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to mentions by people."""

    @app.event("app_mention")
    async def mentioned(
        event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        if "bot_id" in event:
            return
        place = Place(event["channel"], event.get("thread_ts") or event["ts"])
        text = without_name(event.get("text") or "", context.bot_user_id)
        caller, tell = caller_of(context), in_message(text)
        if tell:
            await desk.tell_event(body["event_id"], caller, place, client, partial(tell, desk, caller, client))
            return
        await desk.answer_event(body["event_id"], caller, place, text, client)
