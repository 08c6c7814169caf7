"""A worker process by a clock that runs ahead, with short leases; it dies, when told to, at one step of its work."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

import msgspec

from bot.catalog.lesson_model import Lessons
from bot.demo.clock import Clock
from bot.jobs.worker import Worker
from bot.settings import Settings
from bot.slack.client import web_client
from bot.slack.scheduling import Scheduling
from bot.slack.starting import installed, stopping
from bot.store import open_store
from bot.store.posts import Posts
from bot.store.rounds import Rounds

OWNERS = {owner.__name__: owner for owner in (Scheduling, Posts, Rounds)}

UP = "works"
"""What it says on its standard output when it begins."""


class Given(msgspec.Struct):
    """What the process is given on its command line."""

    database: str
    secret_key: str
    client_id: str
    client_secret: str
    api_url: str
    clock: str
    """File of the clock."""
    lessons: str
    """File of the lessons."""
    lease: float = 3.0
    """Seconds."""
    poll: float = 0.1
    """Seconds."""
    at: float = 0.0
    """Time at which its clock stands still; 0 for the one in the file."""
    dies: str = ""
    """Where: `before` or `after`, a class, a method and the number of the call, such as `after Posts tried 1`."""


def lay(dies: str) -> None:
    """Lays the step at which the process dies."""
    when, owner, name, number = dies.split()
    method = getattr(OWNERS[owner], name)
    calls = 0

    @functools.wraps(method)
    async def stepped(self: Any, *args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        last = calls == int(number)
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = await method(self, *args, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(OWNERS[owner], name, stepped)


async def work(given: Given, lessons: Lessons) -> None:
    """Works until it is told to stop."""
    settings = Settings(
        slack_client_id=given.client_id,
        slack_client_secret=given.client_secret,
        slack_signing_secret="none comes here",
        slack_api_url=given.api_url,
        secret_keys=(given.secret_key,),
    )
    store = await open_store(given.database, settings.secret_keys)
    workspaces, _ = installed(settings, store, web_client(settings))
    try:
        port = Scheduling(settings, workspaces, lessons, seconds=given.lease / 3)
        clock = (lambda: given.at) if given.at else Clock.reading(Path(given.clock))
        worker = Worker(store, port, lessons, clock=clock, lease=given.lease, poll=given.poll, dedicated=True)
        print(UP, flush=True)
        await worker.run(stopping())
    finally:
        await workspaces.close()
        await store.close()


def main() -> None:
    """Runs it as the command line says."""
    logging.basicConfig(level=logging.WARNING, format="%(process)d %(levelname)s %(name)s %(message)s")
    given = msgspec.json.decode(sys.argv[1], type=Given)
    if given.dies:
        lay(given.dies)
    lessons = msgspec.msgpack.decode(Path(given.lessons).read_bytes(), type=Lessons)
    asyncio.run(work(given, lessons))


if __name__ == "__main__":
    main()
