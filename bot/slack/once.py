"""Does a thing once, however often and to whichever process Slack delivers what calls for it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot import metrics
from bot.store import Store, Taken

WAIT_SECONDS = 2.0
"""How long a redelivery waits for the first delivery's end; Slack gives up on it after 3 s."""
POLL_SECONDS = 0.1


class BusyError(Exception):
    """Another delivery of the event is still being handled; Slack should come back."""


class Once:
    """Claims on what Slack delivers."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._claims = store.claims
        self._clock = clock

    @asynccontextmanager
    async def claimed(self, event_id: str, workspace: str) -> AsyncIterator[bool]:
        """Holds the claim on an event; gives whether there is anything to do.

        The claim is given up where the block fails, so that the next delivery is handled.

        Raises:
            BusyError: someone else holds it and does not finish.
        """
        claimed_at = await self._claim(event_id, workspace)
        if claimed_at is None:
            yield False
            return
        try:
            yield True
        except Exception:
            await self._claims.release(event_id, claimed_at)
            raise
        await self._claims.finish(event_id, claimed_at)

    async def _claim(self, event_id: str, workspace: str) -> float | None:
        for _ in range(int(WAIT_SECONDS / POLL_SECONDS)):
            now = self._clock()
            taken = await self._claims.take(event_id, now, workspace)
            if taken is Taken.DONE:
                metrics.duplicate()
            if taken is not Taken.BUSY:
                return now if taken is Taken.OURS else None
            await asyncio.sleep(POLL_SECONDS)
        metrics.busy()
        raise BusyError(event_id)
