"""Shortcuts: *Whose job is this?* on a message, and the modal of *Whose job is it?* with its type-ahead selects."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import Asked
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.form import FormError, answered
from bot.slack.posting import whisper
from bot.slack.shapes import taking_apart
from bot.slack.spoken import words_of
from bot.slack.suggesting import Suggestions
from bot.slack.views import Audience, Message
from bot.slack.views.ask import (
    ASK,
    SERVICE,
    TOPIC,
    answer_modal,
    ask_modal,
    filled_in,
    turn_of,
)
from bot.slack.views.fixed import MINE, WORDLESS
from bot.slack.views.forms import block_id

THIS = "whose-job"
"""Callback id of the message shortcut."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to both shortcuts, to typing in the modal's selects, and to its submission."""
    suggestions = Suggestions(desk.engine.catalog)

    @app.options(re.compile(rf"^({SERVICE}|{TOPIC})$"))
    async def typed(ack: AsyncAck, payload: dict[str, Any]) -> None:
        await ack(suggested(suggestions, payload["action_id"], payload.get("value") or ""))

    @app.view(ASK)
    async def filled(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        with taking_apart("the form that asks"):
            form = filled_in(view)
        try:
            answer = answered(desk, caller_of(context), form)
        except FormError as error:
            faults = {block_id(name, turn_of(view)): fault for name, fault in error.faults.items()}
            await ack(response_action="errors", errors=faults)
            return
        await ack(response_action="update", view=answer_modal(answer, form.question, view))

    @app.global_shortcut(ASK)
    async def opened(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=ask_modal())

    @app.message_shortcut(THIS)
    async def used(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond) -> None:
        await ack()
        message = body["message"]
        await whisper(respond, _reply(desk, message, context), _thread_of(message))


def suggested(suggestions: Suggestions, select: str, query: str) -> dict[str, Any]:
    """What a select offers for what was typed into it, as Slack wants it."""
    if select == SERVICE:
        return {"options": [option.json() for option in suggestions.services(query)]}
    if query.strip():
        return {"options": [option.json() for option in suggestions.topics(query)]}
    return {"option_groups": [group.json() for group in suggestions.all_topics()]}


def _reply(desk: Desk, message: dict[str, Any], context: AsyncBoltContext) -> Message:
    if message.get("bot_id") and message["bot_id"] == context.bot_id:
        return MINE
    words = words_of(message)
    return desk.answer(caller_of(context), Asked(words), Audience.PRIVATE).message if words else WORDLESS


def _thread_of(message: dict[str, Any]) -> str | None:
    """The thread that a reply stands in; a thread's first message is seen in the channel."""
    thread_ts = message.get("thread_ts")
    return thread_ts if thread_ts != message.get("ts") else None
