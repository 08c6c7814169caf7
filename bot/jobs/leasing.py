"""A workspace that one worker has for itself, for as long as it looks after the lease."""

import asyncio
from collections.abc import Callable

from bot.store import Round, Store


class LeaseLostError(Exception):
    """Another worker has the workspace by now."""


class StoppedError(Exception):
    """The worker is to end; the workspace is left to others."""


class Lease:
    """The lease on one workspace.

    Args:
        store: holds it.
        round_: as it was taken.
        taken_at: when, at the latest, by the real clock.
        seconds: how long it lasts from there, and after each extension.
        real: seconds since the epoch, by which leases expire.
        stop: set once the worker is to end.
    """

    def __init__(
        self,
        store: Store,
        round_: Round,
        taken_at: float,
        seconds: float,
        real: Callable[[], float],
        stop: asyncio.Event,
    ) -> None:
        self._store = store
        self._round = round_
        self._until = taken_at + seconds
        self._seconds = seconds
        self._real = real
        self._stop = stop
        self._extending = asyncio.Lock()

    async def keep(self) -> None:
        """Makes sure that at least half of the lease is left.

        Raises:
            LeaseLostError: another worker has the workspace.
            StoppedError: the worker is to end.
            StoreError: the database failed.
        """
        if self._stop.is_set():
            raise StoppedError
        async with self._extending:
            now = self._real()
            if self._until - now >= self._seconds / 2:
                return
            if not await self._store.rounds.extend(self._round, now + self._seconds):
                raise LeaseLostError(self._round.workspace)
            self._until = now + self._seconds
