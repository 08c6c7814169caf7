"""The time zone in which a person lives, as Slack has it."""

import asyncio
import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.caller import Caller
from bot.slack.client import FAILURES, failure
from bot.store import Store
from bot.study.calendar import UnknownZoneError, zone_named

logger = logging.getLogger(__name__)

UNKNOWN = "UTC"
WAIT_SECONDS = 1.5
"""As long as a click can wait for Slack."""


async def zone_of(store: Store, caller: Caller, client: AsyncWebClient) -> str:
    """A person's time zone, an IANA name; asked for at Slack once, and UTC until Slack says.

    Raises:
        StoreError: the database failed.
    """
    known = (await store.learners.of(caller.workspace, caller.user)).zone
    if known:
        return known
    told = await told_zone(caller, client)
    if told:
        await store.learners.put_zone(caller.workspace, caller.user, told)
    return told or UNKNOWN


async def told_zone(caller: Caller, client: AsyncWebClient) -> str:
    """The zone that Slack gives for a person; empty where it gives none that is known here."""
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            answer = await client.users_info(user=caller.user)
    except FAILURES as error:
        logger.warning("users.info failed: %s", failure(error))
        return ""
    zone = (answer.get("user") or {}).get("tz")
    try:
        return zone_named(zone).key if isinstance(zone, str) and zone else ""
    except UnknownZoneError:  # newer than the rules that are installed here
        return ""
