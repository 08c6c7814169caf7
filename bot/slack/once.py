"""Does a thing once, however often and to whichever process Slack delivers what calls for it."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot import metrics
from bot.errors import StoreError
from bot.slack.logs import origin
from bot.store import Claims, Store, Taken

logger = logging.getLogger(__name__)

WAIT_SECONDS = 2.0
"""How long a redelivery waits for the first delivery's end, or for the database; Slack gives up on it after 3 s."""
POLL_SECONDS = 0.1
"""The first pause of a redelivery that waits for another process; each is twice as long as the one before."""
MARK_SECONDS = 1.0
"""How often a thing that was done is tried to be marked as done while the database is away."""
LATEST_START = 0.25
"""Share of a claim's time after which nothing is begun any more: the rest is what the longest post may take."""


class BusyError(Exception):
    """Another delivery of the event is still being handled, or could be; Slack should come back."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Leave to do what an event calls for."""

    event_id: str
    at: float
    """When it was taken, which tells it from a claim that took it over."""
    latest_start: float
    clock: Callable[[], float]

    def check(self) -> None:
        """Makes sure that nobody takes the claim over while the thing is being done.

        To be called right before: a database that hesitates may have used up the claim's time.

        Raises:
            BusyError: too little of it is left.
        """
        if self.clock() > self.latest_start:
            raise BusyError(self.event_id)


class Once:
    """Claims on what Slack delivers."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._claims: Claims = store.claims
        self._clock = clock
        self._handling: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._done: dict[str, float] = {}
        """What was done and is not marked yet: event -> when it was claimed."""
        self._marking: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def claimed(self, event_id: str, workspace: str) -> AsyncIterator[Claim | None]:
        """Holds the claim on an event; gives None where there is nothing to do.

        The claim is given up where the block fails, so that the next delivery is handled. Once the block has ended
        well, the thing is done, whatever the database says: it is marked as soon as that is possible.

        Raises:
            BusyError: someone else holds it and does not finish.
            StoreError: the database does not say who holds it.
        """
        until = asyncio.get_running_loop().time() + WAIT_SECONDS
        async with self._alone(event_id, until):
            claimed_at = await self._claim(event_id, workspace, until)
            if claimed_at is None:
                yield None
                return
            latest_start = claimed_at + LATEST_START * self._claims.takeover
            try:
                yield Claim(event_id, claimed_at, latest_start, self._clock)
            except Exception:
                await self._give_up(event_id, claimed_at)
                raise
            self._done[event_id] = claimed_at
            await self._mark(event_id)

    async def close(self) -> None:
        """Marks what was done and is not marked yet."""
        if self._marking is not None:
            self._marking.cancel()
            await asyncio.gather(self._marking, return_exceptions=True)
        for event_id in list(self._done):
            await self._mark(event_id, again=False)
        if self._done:
            logger.error("%d answered events stay unmarked; a redelivery would answer them again", len(self._done))

    @asynccontextmanager
    async def _alone(self, event_id: str, until: float) -> AsyncIterator[None]:
        """Lets one delivery in this process at a time ask the database: the others need only wait for its end."""
        lock = self._handling.setdefault(event_id, asyncio.Lock())
        try:
            async with asyncio.timeout_at(until):
                await lock.acquire()
        except TimeoutError:
            raise self._busy(event_id) from None
        try:
            yield
        finally:
            lock.release()

    async def _claim(self, event_id: str, workspace: str, until: float) -> float | None:
        loop, pause = asyncio.get_running_loop(), POLL_SECONDS
        while event_id not in self._done:
            now = self._clock()
            try:
                taken = await self._claims.take(event_id, now, workspace)
            except StoreError:
                # A database that restarts, or that others have locked, may be back while Slack still waits.
                if loop.time() >= until:
                    raise
            else:
                if taken is Taken.OURS:
                    return now
                if taken is Taken.DONE:
                    break
                if loop.time() >= until:
                    raise self._busy(event_id)
            await asyncio.sleep(min(pause, max(until - loop.time(), 0.0)))
            pause *= 2
        metrics.duplicate()
        return None

    def _busy(self, event_id: str) -> BusyError:
        metrics.busy()
        return BusyError(event_id)

    async def _give_up(self, event_id: str, claimed_at: float) -> None:
        try:
            await self._claims.release(event_id, claimed_at)
        except StoreError as error:
            # What failed in the first place is what the caller should hear of; the claim ends by itself.
            logger.error("a claim could not be given up: %s", origin(error))

    async def _mark(self, event_id: str, again: bool = True) -> None:
        """Marks what was done; failing would have Slack deliver it again, and it would be done twice."""
        claimed_at = self._done.get(event_id)
        if claimed_at is None:
            return
        try:
            await self._claims.finish(event_id, claimed_at)
        except StoreError as error:
            logger.error("an answered event could not be marked: %s", origin(error))
            if again and (self._marking is None or self._marking.done()):
                self._marking = asyncio.create_task(self._mark_later())
        else:
            self._done.pop(event_id, None)

    async def _mark_later(self) -> None:
        while self._done:
            await asyncio.sleep(MARK_SECONDS)
            for event_id in list(self._done):
                await self._mark(event_id, again=False)
