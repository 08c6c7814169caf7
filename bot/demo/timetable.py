"""What falls due by the clock, in every workspace behind one address: when it was moved, and as real time passes."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.demo.methods.scheduled import fall_due

if TYPE_CHECKING:
    from bot.demo.activity import Activity
    from bot.demo.clock import Clock
    from bot.demo.methods.context import Context
    from bot.demo.scheduled import Pending


class Timetable:
    """The scheduled messages of all workspaces, soonest first."""

    def __init__(self, clock: Clock, contexts: Mapping[str, Context], activity: Activity) -> None:
        self._clock = clock
        self._activity = activity
        self._contexts = contexts
        self._heap: list[tuple[int, int, str, str]] = []
        self._count = 0
        self._changed = asyncio.Event()
        self._waiting: asyncio.Task[None] | None = None
        clock.watch(self._moved)

    def add(self, team: str, pending: Pending) -> None:
        """Notes when a message is due; one that is deleted later stays noted, and is passed over."""
        self._count += 1
        heapq.heappush(self._heap, (pending.post_at, self._count, pending.id, team))
        if self._heap[0][1] == self._count:
            self._changed.set()

    def run_due(self) -> None:
        """Lets everything fall due whose time has come, in the order of their times."""
        now = self._clock.now()
        while self._heap and self._heap[0][0] <= now:
            _, _, name, team = heapq.heappop(self._heap)
            context = self._contexts[team]
            if (pending := context.scheduled.get(name)) is not None:
                with self._activity.busy("posting"):
                    fall_due(context, pending)

    def start(self) -> None:
        """Lets things fall due as real time passes, from now on."""
        self._waiting = asyncio.create_task(self._wait())

    async def close(self) -> None:
        """Ends that."""
        if self._waiting is not None:
            self._waiting.cancel()
            await asyncio.gather(self._waiting, return_exceptions=True)

    def _moved(self) -> None:
        self.run_due()
        self._changed.set()

    async def _wait(self) -> None:
        while True:
            self._changed.clear()
            self.run_due()
            left = self._heap[0][0] - self._clock.now() if self._heap else None
            # Not wait_for(), which in Python 3.11 can swallow the cancelling that close() relies on.
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._changed.wait()
