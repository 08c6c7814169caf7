"""Publishes App Home to a person, over the Home that they have before them."""

import asyncio
import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.client import error_code
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.views.home import Person, home_view

logger = logging.getLogger(__name__)

READ_SECONDS = 1.0
"""How long Home waits for the database."""
PUBLISH_SECONDS = 1.8
"""How long it waits for Slack; both together end before Slack takes the event for lost."""


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
