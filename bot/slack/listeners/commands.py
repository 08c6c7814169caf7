"""`/whosejob …`: answers privately, or as the workspace prefers, within the acknowledgement."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import Asked
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.subcommands import Command, subcommand
from bot.slack.views import Audience
from bot.slack.views.actions import CLAIMS

COMMAND = "/whosejob"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the slash command."""

    @app.command(COMMAND)
    async def asked(
        ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> BoltResponse | None:
        text, caller = command.get("text", "").strip(), caller_of(context)
        run = subcommand(text)
        if run:
            await run(Command(desk, caller, ack, client, command.get("trigger_id", ""), command["channel_id"]))
            return None
        public = (await desk.preferring.of(caller.workspace)).public
        reply = desk.answer(caller, Asked(text), Audience.CHANNEL if public else Audience.PRIVATE)
        # That nothing is known is news to nobody else.
        shown = public and reply.answer is not None and reply.answer.kind in CLAIMS
        return reply.acknowledgement("in_channel" if shown else "ephemeral")
