"""Lists what is sent by the clock: what a person set up and what their channel has, or, to admins, all of it."""

import asyncio
import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.standing import Standing, standing_of
from bot.slack.views import Message
from bot.slack.views.subscribed import NOT_READ, STRANGER, list_message
from bot.subscription import Subscription

logger = logging.getLogger(__name__)

LIST_SECONDS = 2.5


async def list_tips(desk: Desk, caller: Caller, client: AsyncWebClient, channel: str, page: int = 0) -> Message:
    """A page of the list.

    Args:
        desk: knows what is set up.
        caller: who asks.
        client: for the workspace.
        channel: where they ask; what it has comes first.
        page: from 0.
    """
    if caller.stranger:
        return STRANGER
    try:
        async with asyncio.timeout(LIST_SECONDS):
            found, theirs = await _listed(desk, caller, client, channel)
    except (StoreError, TimeoutError) as error:
        logger.error("subscriptions could not be listed: %s", origin(error))
        return NOT_READ
    return list_message(found, desk.engine.lessons, desk.clock(), page, theirs)


async def _listed(
    desk: Desk, caller: Caller, client: AsyncWebClient, channel: str
) -> tuple[list[Subscription], list[Subscription]]:
    """What someone is shown, in its order, and what of it they may stop."""
    # Whoever is not known to be an admin sees what a member sees.
    subscriptions = desk.store.subscriptions
    standing, here, theirs = await asyncio.gather(
        standing_of(client, caller),
        subscriptions.in_place(caller.workspace, channel),
        subscriptions.of_person(caller.workspace, caller.user),
    )
    admin = standing is Standing.ADMIN
    every = await subscriptions.of(caller.workspace) if admin else ()
    found = {(one.workspace, one.place): one for one in (*every, *theirs, *((here,) if here else ()))}
    shown = sorted(
        found.values(), key=lambda one: (one.place != channel, one.person != caller.user, not one.direct, one.place)
    )
    # What another person is sent is nobody else's to stop, nor what another workspace of the enterprise has set up.
    return shown, [
        one
        for one in shown
        if one.person == caller.user or (admin and not one.direct and one.workspace == caller.workspace)
    ]
