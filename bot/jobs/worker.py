"""Takes workspaces that are due, one lease each, and passes over them."""

import asyncio
import time
from collections.abc import Callable

from bot.catalog.lesson_model import Lessons
from bot.jobs.slack_port import SlackPort
from bot.store import Store


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
        poll: float = 2.0,
        dedicated: bool = False,
        late: float = 0.0,
    ) -> None:
        raise NotImplementedError

    async def run(self, stop: asyncio.Event) -> None:
        """Works until it is told to stop; then the steps in hand are finished and the leases given up."""
        raise NotImplementedError
