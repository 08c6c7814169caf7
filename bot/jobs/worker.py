"""Takes workspaces that are due, with a lease on each, and passes over them."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot import metrics
from bot.catalog.lesson_model import Lessons
from bot.errors import StoreError
from bot.jobs.leasing import Lease, LeaseLostError, StoppedError
from bot.jobs.passing import Outcome, reconcile
from bot.jobs.slack_port import SlackPort
from bot.origin import origin
from bot.store import Round, Store

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""Workspaces that are passed over at the same time."""
AFTER_FAILURE = 60.0
"""Seconds until a workspace is passed over again after something failed that nobody foresaw."""
LONGEST_BACKOFF = 300.0
"""Seconds between two tries at the most, however often Slack could not be asked."""
POLL = 2.0
"""Seconds between two looks at what is due, where nothing was."""
BEAT = 15.0
"""Seconds between two signs of life; those who look for them allow a minute."""


class Worker:
    """Passes over workspaces as they become due.

    Args:
        store: shared with every other worker.
        port: Slack; its calls end in less than half of `lease`.
        lessons: what there is to send.
        clock: seconds since the epoch, by which things are due.
        real: seconds since the epoch, by which leases expire.
        lease: seconds for which a workspace is a worker's own, unless it extends them.
        poll: seconds between two looks at what is due, where nothing was.
        dedicated: whether this process does nothing else; those that do rest meanwhile.
        late: seconds by which a workspace must be overdue to be taken.
    """

    def __init__(
        self,
        store: Store,
        port: SlackPort,
        lessons: Lessons,
        clock: Callable[[], float] = time.time,
        real: Callable[[], float] = time.time,
        lease: float = 60.0,
        poll: float = POLL,
        dedicated: bool = False,
        late: float = 0.0,
    ) -> None:
        self._store = store
        self._port = port
        self._lessons = lessons
        self._clock = clock
        self._real = real
        self._lease = lease
        self._poll = poll
        self._dedicated = dedicated
        self._late = late
        self._beat_at = float("-inf")
        self._away = False
        """Whether the database could not be asked the last time."""
        self._in_vain: dict[str, int] = {}
        """How often in a row Slack could not be asked, by workspace."""

    async def run(self, stop: asyncio.Event) -> None:
        """Works until it is told to stop; then the steps in hand are finished and the leases given up.

        Where it is cancelled, steps are cut short, after which the next pass finds out what Slack holds.
        """
        at_work: set[asyncio.Task[None]] = set()
        try:
            while not stop.is_set():
                found = await self._next() if len(at_work) < AT_ONCE else None
                if found:
                    at_work.add(asyncio.create_task(self._work(*found, stop)))
                else:
                    await self._pause(stop, at_work)
                at_work = {task for task in at_work if not task.done()}
        except asyncio.CancelledError:
            for task in at_work:
                task.cancel()
            raise
        finally:
            await asyncio.gather(*at_work, return_exceptions=True)

    async def _pause(self, stop: asyncio.Event, at_work: set[asyncio.Task[None]]) -> None:
        """Waits for some time, until a pass ends, or for the end."""
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({stopped, *at_work}, timeout=self._poll, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()

    async def _next(self) -> tuple[Round, float] | None:
        """The workspace that is most overdue, and since when it is ours; None where none is, or others see to it."""
        real = self._real()
        try:
            if await self._rests(real):
                return None
            round_ = await self._store.rounds.take(self._clock(), real, self._lease, self._late)
        except StoreError as error:
            if not self._away:
                logger.error("what is due cannot be looked up: %s", origin(error))
            self._away = True
            return None
        self._away = False
        return (round_, real) if round_ else None

    async def _rests(self, real: float) -> bool:
        """Whether a process that does nothing else sees to it all; this one says so where it is one."""
        if not self._dedicated:
            return await self._store.rounds.beaten(real)
        if real - self._beat_at >= BEAT:
            await self._store.rounds.beat(real)
            self._beat_at = real
        return False

    async def _work(self, round_: Round, taken_at: float, stop: asyncio.Event) -> None:
        began = time.perf_counter()
        lease = Lease(self._store, round_, taken_at, self._lease, self._real, stop)
        ended = "failed"
        try:
            outcome = await reconcile(self._store, self._port, self._lessons, round_.workspace, self._clock, lease.keep)
            ended = outcome.ended
            await self._finish(round_, self._next_at(round_.workspace, outcome))
        except StoppedError:
            ended = "stopped"
            await self._finish(round_, round_.due_at)
        except LeaseLostError:
            ended = "taken"
            await self._mend(round_.workspace)
        except asyncio.CancelledError:
            ended = "stopped"
            await self._finish(round_, round_.due_at)
            raise
        except Exception as error:
            # Whatever befalls one workspace, the others must go on, and this one again soon.
            logger.error("a pass over %s failed: %s", round_.workspace, origin(error))
            await self._finish(round_, self._clock() + AFTER_FAILURE)
        finally:
            metrics.passed(ended, time.perf_counter() - began)

    def _next_at(self, workspace: str, outcome: Outcome) -> float:
        """When a workspace is due; ever later the more often Slack could not be asked."""
        if outcome.ended != "later":
            self._in_vain.pop(workspace, None)
            return outcome.next_at
        # What was done meanwhile shows that it goes on, if slowly.
        tries = 0 if outcome.scheduled or outcome.cancelled else self._in_vain.get(workspace, 0)
        self._in_vain[workspace] = tries + 1
        now = self._clock()
        wait = outcome.next_at - now
        return now + max(wait, min(wait * 2.0 ** min(tries, 10), LONGEST_BACKOFF))

    async def _finish(self, round_: Round, next_at: float) -> None:
        """Gives a workspace up; where the database does not take that, its lease runs out."""
        try:
            if not await self._store.rounds.finish(round_, next_at):
                await self._mend(round_.workspace)
        except StoreError as error:
            logger.error("the lease on %s runs out by itself: %s", round_.workspace, origin(error))

    async def _mend(self, workspace: str) -> None:
        """Has a workspace passed over again: two may have worked at it at a time, or it was forgotten meanwhile."""
        logger.warning("%s was taken over or forgotten during a pass", workspace)
        try:
            await self._store.rounds.due(workspace, self._clock())
        except StoreError as error:
            logger.error("%s waits for its next pass: %s", workspace, origin(error))
