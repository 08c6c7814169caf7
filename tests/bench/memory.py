"""Measures the memory of a serving process after a thousand and after a hundred thousand questions.

Every request goes through the whole application: signature, Bolt, answer, notes in a SQLite file. `python
tests/bench/memory.py [COUNT]`; exit code 1 when it grew by more than a twentieth.
"""

import asyncio
import gc
import logging
import os
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from load import SECRET, TOKEN, command
from measuring import machine, questions, table
from slash import Known

from bot.engine import load_engine
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.asgi import slack_asgi
from bot.slack.desk import Desk
from bot.store import open_store
from bot.web import Web

FIRST = 1000
PAUSE = 500
"""Questions between two moments in which notes can be written."""
ALLOWED = 1.05


def resident() -> float:
    """MiB that the process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def ask(web: Web, raw: bytes) -> None:
    """Sends one request."""
    head, _, body = raw.partition(b"\r\n\r\n")
    pairs = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:]]
    headers = [(name.lower(), value) for name, value in pairs]
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: Any) -> None:
        if "status" in event:
            statuses.append(event["status"])

    await web({"type": "http", "method": "POST", "path": "/slack/events", "headers": headers}, receive, send)
    if statuses != [200]:
        raise RuntimeError(f"answered with {statuses}")


async def main() -> int:
    """Prints the table; gives the exit code."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    known, chance = questions(), random.Random(1)
    engine = load_engine()
    gc.freeze()
    seen: list[tuple[int, float]] = [(0, resident())]
    with TemporaryDirectory() as folder:
        store = await open_store(f"sqlite+aiosqlite:///{folder}/bench.db")
        desk = Desk(engine, store)
        settings = Settings(slack_bot_token=TOKEN, slack_signing_secret=SECRET)
        web = Web(slack_asgi(build_app(desk, settings, workspace=Known())), SECRET, {})
        try:
            for number in range(1, count + 1):
                # Half were asked before in the same words; the others, which end in one of a hundred numbers, hardly.
                text = chance.choice(known)
                await ask(web, command(text if number % 2 else f"{text} {chance.randrange(100)}"))
                if not number % PAUSE:
                    await asyncio.sleep(0.25)
                if number in (FIRST, 10 * FIRST, count):
                    gc.collect()
                    seen.append((number, resident()))
        finally:
            await desk.close()
            await store.close()
    after = dict(seen)
    rows = [(f"{number:,}", f"{held:.1f}") for number, held in seen]
    growth = after[count] / after[FIRST]
    print(f"{machine()}\n\n{table(('questions', 'MiB'), rows)}\n\n{growth:.3f} times that after {FIRST:,}")
    return growth > ALLOWED


if __name__ == "__main__":
    logging.disable(logging.INFO)
    sys.exit(asyncio.run(main()))
