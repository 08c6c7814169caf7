"""What a process has in hand, and how it ends: it takes nothing more in and lets what it began be finished."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.slack.logs import origin

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0
"""How long a process may live on after it was told to stop."""
FLUSH_SECONDS = 0.5
"""What of it is kept for writing down what was put off."""

Flush = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """Writes down nothing, for who put nothing off."""


class Drain:
    """Counts requests in hand, and waits for their end.

    Args:
        flush: writes down what was put off; called once, at the end.
        seconds: how long `finish` may take.
    """

    def __init__(self, flush: Flush = nothing, seconds: float = DRAIN_SECONDS) -> None:
        self._flush = flush
        self._seconds = seconds
        self._tasks: set[asyncio.Task[object]] = set()
        self.begun = False
        """Whether the process is about to end; what comes now is not taken."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Counts the running task among those to wait for."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can be waited for")
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

    async def finish(self) -> int:
        """Waits until everything in hand is done, cuts what takes too long, then flushes.

        Returns:
            How many requests were cut; Slack delivers those again to whoever is there.
        """
        self.begun = True
        end = time.monotonic() + self._seconds
        pending: set[asyncio.Task[object]] = set()
        if self._tasks:
            logger.info("finishing %d requests", len(self._tasks))
            _, pending = await asyncio.wait(self._tasks, timeout=self._seconds - FLUSH_SECONDS)
        self.cut()
        if pending:
            logger.warning("cut %d requests that took longer than %g s", len(pending), self._seconds - FLUSH_SECONDS)
            await asyncio.wait(pending, timeout=FLUSH_SECONDS)
        try:
            async with asyncio.timeout(max(FLUSH_SECONDS, end - time.monotonic())):
                await self._flush()
        except Exception as error:
            # Whatever it was, the process ends now; the requests themselves were answered.
            logger.error("what was put off could not be written down: %s", origin(error))
        return len(pending)

    def cut(self) -> None:
        """Ends what is in hand."""
        for task in self._tasks:
            task.cancel()
