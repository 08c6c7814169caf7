"""Runs background work for as long as the process lives."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.catalog.lesson_model import Lessons
from bot.jobs.worker import POLL, Worker
from bot.settings import Settings
from bot.slack.authorize import Workspaces
from bot.slack.scheduling import Scheduling
from bot.store import Store

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 5.0
"""How long the steps in hand may take after the worker was told to end; what is cut is looked into by the next pass."""


@asynccontextmanager
async def worked(
    settings: Settings,
    store: Store,
    workspaces: Workspaces,
    lessons: Lessons,
    stop: asyncio.Event,
    *,
    dedicated: bool = False,
    clock: Callable[[], float] = time.time,
    poll: float = POLL,
) -> AsyncIterator[None]:
    """Works within the block.

    Args:
        settings: where Slack is.
        store: stays open longer than the block.
        workspaces: where the bot is installed.
        lessons: what there is to send.
        stop: ends the work before the block does, where it is set.
        dedicated: whether the process does nothing else.
        clock: seconds since the epoch, by which things are due.
        poll: seconds between two looks at what is due.
    """
    port = Scheduling(settings, workspaces, lessons)
    worker = Worker(store, port, lessons, clock, poll=poll, dedicated=dedicated)
    working = asyncio.create_task(worker.run(stop))
    try:
        yield
    finally:
        stop.set()
        _, late = await asyncio.wait({working}, timeout=DRAIN_SECONDS)
        if late:
            logger.warning("cut what the worker had in hand after %g s", DRAIN_SECONDS)
            working.cancel()
        await asyncio.gather(working, return_exceptions=True)
