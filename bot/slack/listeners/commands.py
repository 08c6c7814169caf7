"""`/whosejob <question>`: answers privately, within the acknowledgement."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.desk import Desk

COMMAND = "/whosejob"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the slash command."""

    @app.command(COMMAND)
    async def asked(ack: AsyncAck, command: dict[str, Any]) -> None:
        answer = desk.answer(command.get("text", "").strip() or "help")
        await ack(response_type="ephemeral", **answer.content())
