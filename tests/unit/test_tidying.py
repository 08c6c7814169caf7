"""What has expired goes by itself: nobody needs to ask anything."""

from __future__ import annotations

import asyncio
import logging

import pytest
from moments import DAY, NOW
from sqlalchemy import func, select, text

from bot.slack.tidying import tidied
from bot.store import Store
from bot.store.tables import RECENTS


class Clock:
    """A clock that tells when it was looked at: once in each round, before anything is forgotten."""

    def __init__(self) -> None:
        self.now = NOW
        self._looked = asyncio.Queue[None]()

    def __call__(self) -> float:
        self._looked.put_nowait(None)
        return self.now

    async def rounds(self, many: int = 2) -> None:
        """Waits until so many rounds have begun, and so all before the last one have ended."""
        while not self._looked.empty():
            self._looked.get_nowait()
        for _ in range(many):
            await asyncio.wait_for(self._looked.get(), timeout=10)


async def count(store: Store) -> int:
    async with store.engine.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(RECENTS)) or 0)


async def test_what_expires_while_nobody_asks_is_forgotten(store: Store) -> None:
    clock = Clock()
    await store.recents.add("T1", "U1", "who patches RDS?", NOW)
    async with tidied(store, clock, pause=0.01):
        await clock.rounds()
        assert await count(store) == 1
        clock.now += 31 * DAY
        await clock.rounds(3)
        assert await count(store) == 0


async def test_a_database_that_is_away_is_tried_again(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    caplog.set_level(logging.ERROR)
    await store.recents.add("T1", "U1", "who patches RDS?", NOW - 31 * DAY)
    async with store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE event_claim RENAME TO elsewhere"))
    async with tidied(store, clock, pause=0.01):
        await clock.rounds()
        assert "could not be forgotten: StoreError" in caplog.text
        async with store.engine.begin() as connection:
            await connection.execute(text("ALTER TABLE elsewhere RENAME TO event_claim"))
        await clock.rounds(3)
        assert await count(store) == 0
