"""App Home: shows it when it is opened, and answers what is asked in it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import Asked, carried, unpacked
from bot.slack.caller import Caller, caller_of
from bot.slack.configuring import open_settings
from bot.slack.desk import Desk
from bot.slack.modals import lay
from bot.slack.publishing import publish
from bot.slack.views import Audience
from bot.slack.views.ask import answer_modal
from bot.slack.views.home import AGAIN, ASK, FORGET, SETTINGS
from bot.slack.views.settings import TOO_LATE
from bot.slack.views.told import told_modal


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to Home being opened, and to its ask box and buttons."""

    @app.event("app_home_opened", matchers=[_is_home])
    async def opened(event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await publish(desk, caller_of(context), client, event.get("view"), insist=False)

    @app.action(ASK)
    async def asked(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
    ) -> None:
        await ack()
        text = (action.get("value") or "").strip()
        if text:
            caller = caller_of(context)
            await _answer(desk, caller, Asked(text), body, client)
            await publish(desk, caller, client, body.get("view"), insist=True, latest=text)

    @app.action(re.compile(rf"^{AGAIN}\d+$"))
    async def again(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
    ) -> None:
        await ack()
        _, question = unpacked(carried(action))
        await _answer(desk, caller_of(context), question, body, client)

    @app.action(FORGET)
    async def forget(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(context)
        # What was asked a moment ago may not be written yet.
        await desk.notes.drain()
        await desk.store.recents.forget(caller.workspace, caller.user)
        await publish(desk, caller, client, body.get("view"), insist=True)

    @app.action(SETTINGS)
    async def settings(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        refusal = await open_settings(desk, caller_of(context), client, body["trigger_id"])
        # Too late is too late for saying so, too.
        if refusal and refusal is not TOO_LATE:
            await lay(client, body, told_modal("Settings", refusal))


async def _answer(desk: Desk, caller: Caller, asked: Asked, body: dict[str, Any], client: AsyncWebClient) -> None:
    message = desk.answer(caller, asked, Audience.VIEW).message
    await lay(client, body, answer_modal(message, asked.text))


async def _is_home(event: dict[str, Any]) -> bool:
    return event.get("tab") == "home"
