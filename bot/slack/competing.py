"""The leaderboard: who takes part, and how they do."""

import asyncio
import logging

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.tips import PATIENCE_SECONDS
from bot.slack.views import Message
from bot.slack.views.leaderboard import DAYS, NOT_FOR_STRANGERS, NOT_READ, board_message
from bot.study.progress import standings

logger = logging.getLogger(__name__)

DAY = 24 * 3600.0


async def show_board(desk: Desk, caller: Caller) -> Message:
    """The leaderboard of a person's workspace, as they see it."""
    if caller.stranger:
        return NOT_FOR_STRANGERS
    store = desk.store
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await desk.reviews.drain()
            scores = await store.reviews.board(caller.workspace, desk.clock() - DAYS * DAY)
            learner = await store.learners.of(caller.workspace, caller.user)
    except (StoreError, TimeoutError) as error:
        logger.error("the leaderboard could not be read: %s", origin(error))
        return NOT_READ
    return board_message(standings(scores), caller.user, learner.board)


async def take_part(desk: Desk, caller: Caller, board: bool) -> None:
    """Puts a person on the leaderboard, or takes them off it.

    Raises:
        StoreError: the database failed.
    """
    if caller.user and not caller.stranger:
        await desk.store.learners.put_board(caller.workspace, caller.user, board)
