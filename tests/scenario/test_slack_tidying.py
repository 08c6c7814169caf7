"""A process forgets what has expired, also where people use nothing but commands, or nothing at all."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import msgspec
from bots import EVENTS, SCOPES, settings_for

from bot.demo import LocalWorkspace
from bot.slack.starting import started
from bot.store import open_store


async def test_a_process_forgets_what_has_expired(tmp_path: Path) -> None:
    async with LocalWorkspace(events=EVENTS, scopes=SCOPES) as workspace:
        url = f"sqlite+aiosqlite:///{tmp_path}/whosejob.db"
        store = await open_store(url)
        try:
            then = time.time() - 31 * 24 * 3600
            await store.recents.add("T1", "U1", "who patches RDS?", then)
            settings = msgspec.structs.replace(settings_for(workspace), database_url=url, cache=tmp_path)
            async with started(settings), asyncio.timeout(10):
                while await store.recents.latest("T1", "U1", then):  # noqa: ASYNC110 (another task of the process)
                    await asyncio.sleep(0)
        finally:
            await store.close()
