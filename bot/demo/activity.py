"""What is in flight between the workspace and the app, so that a test can wait until nothing is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Activity:
    """Counts deliveries, calls and replies under way."""

    def __init__(self) -> None:
        self._busy: Counter[str] = Counter()
        self._changed = asyncio.Event()

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Marks ``what`` as in flight for the length of the block."""
        self._busy[what] += 1
        self._changed.set()
        try:
            yield
        finally:
            self._busy[what] -= 1
            self._changed.set()

    def in_flight(self) -> tuple[str, ...]:
        """What is under way, with how many of each."""
        return tuple(f"{what} ×{count}" for what, count in sorted(self._busy.items()) if count)

    async def settled(self, quiet: float, timeout: float) -> None:  # noqa: ASYNC109 (asyncio.timeout is used inside)
        """Returns once nothing was in flight for ``quiet`` seconds.

        An app may acknowledge first and call the Web API a moment later; only a stretch of quiet tells that it is done.

        Raises:
            TimeoutError: there was no such stretch within ``timeout`` seconds, as when a bot answers itself forever.
        """
        try:
            async with asyncio.timeout(timeout):
                while not await self._quiet_for(quiet):
                    pass
        except TimeoutError as error:
            flying = ", ".join(self.in_flight()) or "short calls, one after another"
            raise TimeoutError(f"not settled within {timeout} s; in flight: {flying}") from error

    async def until(self, condition: Callable[[], bool], timeout: float) -> None:  # noqa: ASYNC109 (bounded inside)
        """Returns once a condition holds; it is looked at whenever something has begun or ended.

        Raises:
            TimeoutError: it did not hold within ``timeout`` seconds.
        """
        async with asyncio.timeout(timeout):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def _quiet_for(self, seconds: float) -> bool:
        self._changed.clear()
        if self.in_flight():
            await self._changed.wait()
            return False
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return True
        return False
