"""What goes on behind a request's back: nobody waits for it, and it ends with the process."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.slack.logs import origin

logger = logging.getLogger(__name__)

AT_MOST = 200
"""Errands at once; beyond that none is begun, since requests matter more."""
END_SECONDS = 3.0
"""How long errands may go on once the process is to end."""


class Errands:
    """Work begun by requests that outlives them; best effort, so that nothing may hang on it."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, what: str, work: Coroutine[Any, Any, object]) -> None:
        """Begins an errand.

        Args:
            what: names it in the log, should it fail.
            work: what is to be done.
        """
        if len(self._running) >= AT_MOST:
            work.close()
            logger.warning("%s was not begun: %d errands are under way", what, AT_MOST)
            return
        task = asyncio.create_task(self._run(what, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finish(self) -> None:
        """Waits for the end of all errands, those that they begin included."""
        while self._running:
            await asyncio.wait(self._running)

    async def close(self) -> None:
        """Gives errands a moment to end, then ends them."""
        try:
            async with asyncio.timeout(END_SECONDS):
                await self.finish()
        except TimeoutError:
            logger.warning("%d errands were cut short", len(self._running))
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, what: str, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except Exception as error:
            # Nobody awaits it: whatever it is, the log is the only place to say so.
            logger.error("%s failed: %s", what, origin(error))
