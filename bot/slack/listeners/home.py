"""App Home: shows it when it is opened, and answers what is asked in it."""

import asyncio
import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.asked import Asked, unpacked
from bot.slack.caller import Caller, caller_of
from bot.slack.client import error_code
from bot.slack.configuring import open_settings
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.modals import lay
from bot.slack.views import Audience
from bot.slack.views.ask import answer_modal
from bot.slack.views.home import AGAIN, ASK, FORGET, SETTINGS, Person, home_view
from bot.slack.views.settings import TOO_LATE
from bot.slack.views.told import told_modal

logger = logging.getLogger(__name__)

READ_SECONDS = 1.0
"""How long Home waits for the database."""
PUBLISH_SECONDS = 1.8
"""How long it waits for Slack; both together end before Slack takes the event for lost."""


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
        _, question = unpacked(action.get("value") or "")
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


async def publish(
    desk: Desk,
    caller: Caller,
    client: AsyncWebClient,
    seen: dict[str, Any] | None,
    insist: bool,
    latest: str = "",
) -> None:
    """Shows Home to a person.

    Args:
        desk: knows what it shows.
        caller: the person.
        client: with the workspace's token.
        seen: the Home that they have before them; None before the first.
        insist: whether to show it as well where another one was published meanwhile. After a mere opening that one is
            as good, and newer.
        latest: what they have just asked, since it is written behind the answer's back.
    """
    recents = await _recents(desk, caller)
    if latest and recents is not None:
        recents = (latest, *(text for text in recents if text.casefold() != latest.casefold()))
    view = home_view(desk.engine.catalog, Person(recents), stamp=int(desk.clock() * 1000))
    try:
        async with asyncio.timeout(PUBLISH_SECONDS):
            if not await _put(client, caller, view, (seen or {}).get("hash")) and insist:
                await _put(client, caller, view, None)
    except TimeoutError:
        logger.warning("App Home was not published in %.1f s", PUBLISH_SECONDS)


async def _put(client: AsyncWebClient, caller: Caller, view: dict[str, Any], seen: str | None) -> bool:
    """Publishes a view over the one with a hash; returns False where another one is there."""
    try:
        await client.views_publish(user_id=caller.user, view=view, hash=seen)
    except SlackApiError as error:
        if error_code(error) != "hash_conflict":
            raise
        return False
    return True


async def _recents(desk: Desk, caller: Caller) -> tuple[str, ...] | None:
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await desk.store.recents.latest(caller.workspace, caller.user, desk.clock())
    except (StoreError, TimeoutError) as error:
        logger.warning("recent questions could not be read: %s", origin(error))
        return None


async def _answer(desk: Desk, caller: Caller, asked: Asked, body: dict[str, Any], client: AsyncWebClient) -> None:
    message = desk.answer(caller, asked, Audience.VIEW).message
    await lay(client, body, answer_modal(message, asked.text))


async def _is_home(event: dict[str, Any]) -> bool:
    return event.get("tab") == "home"
