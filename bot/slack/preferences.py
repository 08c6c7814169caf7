"""How a workspace wants its answers, remembered for a moment so that a command need not wait for the database."""

import asyncio
import logging
from collections.abc import Callable

from bot.errors import StoreError
from bot.preferences import Preferences
from bot.slack.logs import origin
from bot.store import Store
from bot.workspace_key import same_place

logger = logging.getLogger(__name__)

FRESH_SECONDS = 30.0
"""How long a workspace's preferences are taken for what they were; a change shows at once in its own process."""
PATIENCE_SECONDS = 1.0
"""How long an answer waits for them; a database that hangs must not use up the 3 s that Slack gives a command."""
WORKSPACES = 10_000


class Preferring:
    """The workspaces' preferences."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, tuple[float, Preferences]] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}

    async def of(self, workspace: str) -> Preferences:
        """A workspace's preferences; those last known, or the defaults, while the database is away."""
        read_at, known = self._known.get(workspace, (float("-inf"), Preferences()))
        if self._clock() - read_at < FRESH_SECONDS:
            return known
        # The reading goes on where waiting for it ends; to cancel it would cost a connection.
        await asyncio.wait({self._read_once(workspace)}, timeout=PATIENCE_SECONDS)
        return self._known.get(workspace, (0.0, known))[1]

    async def put(self, workspace: str, preferences: Preferences) -> None:
        """Changes a workspace's preferences."""
        await self._store.preferences.put(workspace, preferences)
        self._keep(workspace, preferences)

    def forget(self, workspace: str) -> None:
        """Drops what is known of a workspace, or with `E1/` of an enterprise's."""
        for known in [one for one in self._known if same_place(one, workspace)]:
            del self._known[known]

    async def close(self) -> None:
        """Ends what is still being read."""
        for task in self._reading.values():
            task.cancel()
        await asyncio.gather(*self._reading.values(), return_exceptions=True)

    def _read_once(self, workspace: str) -> asyncio.Task[None]:
        task = self._reading.get(workspace)
        if task is None:
            task = self._reading[workspace] = asyncio.create_task(self._read(workspace))
            task.add_done_callback(lambda _: self._reading.pop(workspace, None))
        return task

    async def _read(self, workspace: str) -> None:
        before = self._known.get(workspace)
        try:
            read = await self._store.preferences.of(workspace)
        except StoreError as error:
            # Answering needs no database; how the workspace likes it can wait.
            logger.error("preferences could not be read: %s", origin(error))
            read = before[1] if before else Preferences()
        if self._known.get(workspace) is before:  # else they were changed meanwhile
            self._keep(workspace, read)

    def _keep(self, workspace: str, preferences: Preferences) -> None:
        if len(self._known) >= WORKSPACES:
            self._known.clear()
        self._known[workspace] = (self._clock(), preferences)
