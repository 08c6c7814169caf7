"""Whether an answer was right: kept per answer, with the reason why not, which a short modal asks for."""

import json
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot import metrics
from bot.slack.asked import unpacked
from bot.slack.caller import Caller, caller_of
from bot.slack.desk import Desk
from bot.slack.modals import lay
from bot.slack.shapes import taking_apart
from bot.slack.views.actions import FEEDBACK, RIGHT, WRONG
from bot.slack.views.reasons import REASON, REASONS, reasons_modal


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to feedback buttons of either kind, and to the modal."""

    @app.action(re.compile(rf"^{FEEDBACK}(-\w+)?$"))
    async def judged(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
    ) -> None:
        await ack()
        (verdict,), asked = unpacked(action.get("value") or "", heads=1)
        caller, answer = caller_of(context), _answer_of(body)
        if verdict == WRONG:
            # First the modal: its trigger lasts three seconds, whatever the database does.
            # Escapes would make a long question in another script too long for the metadata.
            metadata = json.dumps([answer, asked.text], ensure_ascii=False)
            await lay(client, body, reasons_modal(metadata))
        await keep(desk, caller, answer, verdict, asked.text)

    @app.view(REASON)
    async def explained(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        with taking_apart("the modal on what was wrong"):
            answer, text = map(str, json.loads(view["private_metadata"]))
            chosen = str(view["state"]["values"][REASON][REASON]["selected_option"]["value"])
        await keep(desk, caller_of(context), answer, WRONG, text, chosen if chosen in REASONS else "")


async def keep(desk: Desk, caller: Caller, answer: str, verdict: str, text: str, reason: str = "") -> None:
    """Keeps a person's verdict on one answer, the later one where they change it; a wrong answer is a gap."""
    now = desk.clock()
    digest = await desk.notes.digest(text)
    await desk.store.feedback.put(caller.workspace, answer, caller.user, verdict, now, reason=reason, digest=digest)
    metrics.feedback(verdict if verdict == WRONG else RIGHT)
    if verdict == WRONG:
        await desk.notes.gap(caller, "wrong", text, now)


def _answer_of(body: dict[str, Any]) -> str:
    """Names the message that was judged, or the state of a view: one modal shows several answers in turn."""
    container = body.get("container", {})
    if "message_ts" in container:
        return f"{container.get('channel_id')}:{container['message_ts']}"
    return f"{container.get('view_id', '')}:{body.get('view', {}).get('hash', '')}"
