"""How a workspace wants its answers, remembered for a moment so that a command need not wait for the database."""

import logging
from collections.abc import Callable

from bot.errors import StoreError
from bot.slack.caller import same_place
from bot.slack.logs import origin
from bot.store import Preferences, Store

logger = logging.getLogger(__name__)

FRESH_SECONDS = 30.0
"""How long a workspace's preferences are taken for what they were; a change shows at once in its own process."""
WORKSPACES = 10_000


class Preferring:
    """The workspaces' preferences."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, tuple[float, Preferences]] = {}

    async def of(self, workspace: str) -> Preferences:
        """A workspace's preferences; those last known, or the defaults, while the database is away."""
        now = self._clock()
        read_at, known = self._known.get(workspace, (float("-inf"), Preferences()))
        if now - read_at < FRESH_SECONDS:
            return known
        try:
            known = await self._store.preferences.of(workspace)
        except StoreError as error:
            # Answering needs no database; how the workspace likes it can wait.
            logger.error("preferences could not be read: %s", origin(error))
        if len(self._known) >= WORKSPACES:
            self._known.clear()
        self._known[workspace] = (now, known)
        return known

    async def put(self, workspace: str, preferences: Preferences) -> None:
        """Changes a workspace's preferences."""
        await self._store.preferences.put(workspace, preferences)
        self._known[workspace] = (self._clock(), preferences)

    def forget(self, workspace: str) -> None:
        """Drops what is known of a workspace, or with `E1/` of an enterprise's."""
        for known in [one for one in self._known if same_place(one, workspace)]:
            del self._known[known]
