"""Whether a person may change a workspace's settings, asked at Slack each time: a hidden button protects nothing."""

import asyncio
import logging
from collections.abc import Mapping
from enum import Enum
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.caller import Caller
from bot.slack.client import FAILURES, failure
from bot.subscription import Subscription
from bot.workspace_key import ids_of

logger = logging.getLogger(__name__)

WAIT_SECONDS = 1.5
"""A modal must be opened, and a submission acknowledged, within 3 s of the click."""
RANKS = ("is_admin", "is_owner", "is_primary_owner")
OUTSIDERS = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")


class Standing(Enum):
    """What someone may do."""

    ADMIN = "admin"
    MEMBER = "member"
    UNKNOWN = "unknown"
    """Slack did not say."""


async def standing_of(client: AsyncWebClient, caller: Caller) -> Standing:
    """What someone may do in the workspace in which they ask; UNKNOWN where Slack refuses or takes too long."""
    user = await user_of(client, caller.user)
    return Standing.UNKNOWN if user is None else standing_by(user, caller.workspace)


async def standing_over(client: AsyncWebClient, caller: Caller, subscription: Subscription) -> Standing:
    """What someone may do with what a place is sent by the clock: ADMIN for whoever set it up, too."""
    there = Caller(subscription.workspace, caller.user, caller.stranger)
    return _without_rank(caller, subscription) or await standing_of(client, there)


def standing_over_by(user: Mapping[str, Any] | None, caller: Caller, subscription: Subscription) -> Standing:
    """The same by a user object of Slack's; None where there is none, and then UNKNOWN where that matters."""
    asked = Standing.UNKNOWN if user is None else standing_by(user, subscription.workspace)
    return _without_rank(caller, subscription) or asked


def _without_rank(caller: Caller, subscription: Subscription) -> Standing | None:
    """What someone may do whatever their rank; None where it depends on that."""
    if caller.stranger:
        return Standing.MEMBER
    if caller.user and subscription.person == caller.user:
        return Standing.ADMIN
    return Standing.MEMBER if subscription.direct else None  # nobody has a say in what another person is sent


async def user_of(client: AsyncWebClient, user: str) -> Mapping[str, Any] | None:
    """A person as Slack describes them; None where it refuses or takes too long."""
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            answer = await client.users_info(user=user)
    except FAILURES as error:
        logger.warning("users.info failed: %s", failure(error))
        return None
    found: Mapping[str, Any] = answer.get("user") or {}
    return found


def standing_by(user: Mapping[str, Any], workspace: str) -> Standing:
    """What a user object of Slack's says someone may do.

    Args:
        user: as `users.info` gives it.
        workspace: workspace key.
    """
    enterprise_id, team_id = ids_of(workspace)
    above = user.get("enterprise_user") or {}
    # A rank counts where it was given: in this very workspace, or over the whole enterprise.
    here = user.get("team_id") == team_id and any(user.get(rank) for rank in RANKS)
    over = enterprise_id is not None and above.get("enterprise_id") == enterprise_id and any(map(above.get, RANKS))
    outside = any(user.get(mark) for mark in OUTSIDERS)
    return Standing.ADMIN if (here or over) and not outside else Standing.MEMBER
