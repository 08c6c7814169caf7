"""Forgets what has expired for as long as the process lives, whether or not anybody asks anything."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.errors import StoreError
from bot.slack.logs import origin
from bot.store import Store

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 600.0
"""How much longer than promised something may be kept."""


@asynccontextmanager
async def tidied(
    store: Store, clock: Callable[[], float] = time.time, pause: float = PAUSE_SECONDS
) -> AsyncIterator[None]:
    """Keeps a store tidy within the block.

    Args:
        store: stays open longer than the block.
        clock: seconds since the epoch.
        pause: seconds between two rounds; the first comes at once.
    """
    tidying = asyncio.create_task(_tidy(store, clock, pause))
    try:
        yield
    finally:
        tidying.cancel()
        await asyncio.gather(tidying, return_exceptions=True)


async def _tidy(store: Store, clock: Callable[[], float], pause: float) -> None:
    while True:
        try:
            await store.prune(clock())
        except StoreError as error:
            logger.error("what has expired could not be forgotten: %s", origin(error))
        await asyncio.sleep(pause)
