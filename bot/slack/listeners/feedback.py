"""Whether an answer was right: kept per answer, with the reason why not, which a short modal asks for."""

import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import Asked, StaleButtonError, carried, unpacked
from bot.slack.caller import caller_of
from bot.slack.client import FAILURES, failure
from bot.slack.desk import Desk
from bot.slack.limits import PRIVATE_METADATA
from bot.slack.modals import lay, put
from bot.slack.places import thread_of_click
from bot.slack.posting import whisper
from bot.slack.shapes import taking_apart
from bot.slack.views.actions import FEEDBACK, RIGHT, WRONG
from bot.slack.views.fixed import THANKS
from bot.slack.views.reasons import REASON, REASONS, reasons_modal
from bot.slack.views.told import thanked

logger = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to feedback buttons of either kind, and to the modal."""

    @app.action(re.compile(rf"^{FEEDBACK}(-\w+)?$"))
    async def judged(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        (verdict,), asked = unpacked(carried(action), heads=1)
        if verdict not in (RIGHT, WRONG):
            raise StaleButtonError("no such verdict")
        caller, answer = caller_of(context), _answer_of(body, action)
        if verdict == WRONG:
            # First the modal: its trigger lasts three seconds, whatever the database does.
            await ask_why(client, body, Asked(asked.text).value(answer, most=PRIVATE_METADATA) or "")
        await desk.notes.verdict(caller, answer, verdict, asked.text, desk.clock())
        if action["action_id"] != FEEDBACK:
            # The native buttons show by themselves what was clicked.
            await thank(client, body, action, respond)

    @app.view(REASON)
    async def explained(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        (answer,), asked = unpacked(view.get("private_metadata") or "", heads=1)
        with taking_apart("the reason for a verdict"):
            chosen = str(view["state"]["values"][REASON][REASON]["selected_option"]["value"])
        reason = chosen if chosen in REASONS else ""
        await desk.notes.verdict(caller_of(context), answer, WRONG, asked.text, desk.clock(), reason)


async def ask_why(client: AsyncWebClient, body: dict[str, Any], metadata: str) -> None:
    """Opens the modal that asks for the reason; the verdict counts without it too."""
    try:
        await lay(client, body, reasons_modal(metadata))
    except FAILURES as error:
        logger.warning("the reason for a verdict could not be asked: %s", failure(error))


async def thank(client: AsyncWebClient, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond) -> None:
    """Thanks whoever clicked: beside the message, or in the modal, in which no message can be shown."""
    if respond.response_url:
        await whisper(respond, THANKS, thread_of_click(body))
    else:
        with taking_apart("the modal with the verdict"):
            view = thanked(body["view"], action.get("block_id", ""))
        await put(client, body, view)


def _answer_of(body: dict[str, Any], action: dict[str, Any]) -> str:
    """Names the message that was judged, or the buttons in a view: one modal shows several answers in turn.

    Slack names the row of buttons anew with each answer, and leaves it its name where a view is sent back.
    """
    container = body.get("container", {})
    if "message_ts" in container:
        return f"{container.get('channel_id')}:{container['message_ts']}"
    return f"{container.get('view_id', '')}:{action.get('block_id', '')}"
