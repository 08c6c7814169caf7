"""What is wrong with a place: noted, told to whoever asked for it once, tried again now and then."""

import logging
from collections.abc import Sequence
from math import inf

from bot import metrics
from bot.jobs.slack_port import LaterError, RefusedError, SlackPort
from bot.store import Store
from bot.subscription import Subscription

logger = logging.getLogger(__name__)

AGAIN = 6 * 3600.0
"""Seconds until a place with which something is wrong is tried again, unless its subscription is changed."""
UNKNOWN_ZONE = "unknown_zone"
"""Trouble that is not Slack's: nothing knows the time zone."""


def tried_again_at(subscription: Subscription) -> float:
    """When a place is to be tried again, in seconds since the epoch; long past where nothing is wrong with it."""
    if not subscription.trouble or subscription.since >= subscription.trouble_at:
        return -inf
    return subscription.trouble_at + AGAIN


async def note_trouble(store: Store, port: SlackPort, subscription: Subscription, code: str, now: float) -> None:
    """Notes what is wrong with a place, and tells whoever asked for it, once until something else is, or all is well.

    Raises:
        LostError, StoreError: see there.
    """
    where = subscription.workspace, subscription.place
    if code != subscription.trouble:
        logger.warning("nothing can be posted in %s of %s: %s", subscription.place, subscription.workspace, code)
        metrics.trouble(code)
    # What helps against another trouble is another thing: a channel that was unarchived has lost its members.
    tells = bool(subscription.person) and not (subscription.told and code == subscription.trouble)
    # Noted before it is told: whoever is killed in between has told nobody, rather than somebody twice.
    await store.subscriptions.trouble(*where, code, tells or subscription.told, now)
    if not tells:
        return
    try:
        await port.tell(subscription, code)
    except RefusedError as error:
        logger.warning("nobody could be told of it: %s", error.code)
    except LaterError as error:
        if not error.done:
            await store.subscriptions.trouble(*where, code, told=False, now=now)


async def note_lost(store: Store, subscriptions: Sequence[Subscription], code: str) -> None:
    """Notes that Slack lets the bot into a workspace no more; nobody can be told there.

    As soon as it does again, every place is tried.
    """
    fresh = [one for one in subscriptions if one.trouble != code]
    if fresh:
        logger.error("nothing can be posted in %s any more: %s", fresh[0].workspace, code)
    for one in fresh:
        metrics.trouble(code)
        await store.subscriptions.trouble(one.workspace, one.place, code, one.told, now=0.0)


async def note_well(store: Store, subscription: Subscription) -> None:
    """Notes that all is well with a place again."""
    logger.info("all is well again with %s of %s", subscription.place, subscription.workspace)
    await store.subscriptions.trouble(subscription.workspace, subscription.place, "", told=False, now=0.0)
