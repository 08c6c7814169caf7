"""Gives a person the tip that is next for them."""

import asyncio
import logging

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.views import Message
from bot.slack.views.fixed import NO_TIPS
from bot.slack.views.tips import tip_message
from bot.study.choosing import next_lesson

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""How long a command waits for what a person was given; Slack gives it 3 s, whatever the database does."""


async def give_tip(desk: Desk, caller: Caller, shown: tuple[str, ...] = ()) -> Message:
    """The tip that a person gets next; noted as given.

    Args:
        desk: holds lessons and store.
        caller: who asks.
        shown: tips that the person sees already, which is all that is known while the database is away.
    """
    lessons, store = desk.engine.lessons, desk.store
    if not lessons.tips:
        return NO_TIPS
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            given = (*await store.tips.given(caller.workspace, caller.user), *shown)
            tip = next_lesson(caller.user, lessons.tips, given)
            await store.tips.give(caller.workspace, caller.user, tip, desk.clock())
    except (StoreError, TimeoutError) as error:
        logger.error("a tip was not noted: %s", origin(error))
        tip = next_lesson(caller.user, lessons.tips, shown)
    return tip_message(lessons.tips[tip], lessons.sources[f"tip:{tip}"])
