"""What a process has in hand, and how it ends: it takes nothing more in and lets what it began be finished."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0
"""How long a process may live on after it was told to stop."""
CUT_SECONDS = 0.5
"""What of it is kept for requests that are cut to end."""


class Drain:
    """Counts requests in hand, and waits for their end.

    Args:
        seconds: how long `finish` may take.
    """

    def __init__(self, seconds: float = DRAIN_SECONDS) -> None:
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
        """Waits until everything in hand is done, and cuts what takes too long.

        Returns:
            How many requests were cut; Slack delivers those again to whoever is there.
        """
        self.begun = True
        pending: set[asyncio.Task[object]] = set()
        if self._tasks:
            logger.info("finishing %d requests", len(self._tasks))
            _, pending = await asyncio.wait(self._tasks, timeout=self._seconds - CUT_SECONDS)
        self.cut()
        if pending:
            logger.warning("cut %d requests that took longer than %g s", len(pending), self._seconds - CUT_SECONDS)
            await asyncio.wait(pending, timeout=CUT_SECONDS)
        return len(pending)

    def cut(self) -> None:
        """Ends what is in hand."""
        for task in self._tasks:
            task.cancel()
