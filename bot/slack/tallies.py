"""Keeps the messages of channels' quiz questions in step with the votes, without a call of Slack's for each vote."""

import asyncio
import logging
from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from bot.engine import Engine
from bot.errors import StoreError
from bot.slack.client import FAILURES
from bot.slack.errands import Errands
from bot.slack.logs import origin
from bot.slack.once import BusyError, Once
from bot.slack.polls import Asking, refresh
from bot.store import Store

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 2.0
"""Between two updates of a message: `chat.update` may be called some 50 times a minute in a workspace."""
TRIES = 5
"""How often an update is tried; each pause is twice as long as the one before."""
FAILED = (StoreError, BusyError, *FAILURES)


class Tallies:
    """One update of a message in hand at a time; what it says is read right before, so that the last count wins.

    After each, it is looked at again: what another process wrote over it meanwhile with an older count, or what was
    voted since, is made good.
    """

    def __init__(
        self,
        store: Store,
        once: Once,
        errands: Errands,
        engine: Engine,
        clock: Callable[[], float],
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self._store = store
        self._once = once
        self._errands = errands
        self._engine = engine
        self._clock = clock
        self.pause = pause
        """Seconds between two updates of a message."""
        self._changed: set[tuple[Asking, str]] = set()
        self._kept: set[tuple[Asking, str]] = set()
        self._ending = asyncio.Event()

    def changed(self, client: AsyncWebClient, asking: Asking, ts: str) -> None:
        """Has a question's message updated soon.

        Args:
            client: with the workspace's token.
            asking: the question.
            ts: Slack's id of the message.
        """
        self._changed.add((asking, ts))
        if (asking, ts) not in self._kept:
            self._errands.begin("a quiz's message", self._keep(client, asking, ts))

    def close(self) -> None:
        """Lets what is under way end without further pauses."""
        self._ending.set()

    async def _keep(self, client: AsyncWebClient, asking: Asking, ts: str) -> None:
        if (asking, ts) in self._kept:
            return
        self._kept.add((asking, ts))
        try:
            await self._keep_up(client, asking, ts)
        finally:
            self._kept.discard((asking, ts))

    async def _keep_up(self, client: AsyncWebClient, asking: Asking, ts: str) -> None:
        shown, failed = None, 0
        while True:
            self._changed.discard((asking, ts))
            try:
                message = await refresh(
                    self._store, self._once, client, self._engine.lessons, asking, ts, self._clock(), shown
                )
            except FAILED as error:
                failed += 1
                logger.warning("a quiz's message was not updated: %s", origin(error))
                if failed == TRIES or self._ending.is_set():
                    return
                # Where a reply was lost, nobody knows what it says.
                shown = None
                await self._rest(self.pause * 2**failed)
                continue
            if message == shown and (asking, ts) not in self._changed:
                return
            shown, failed = message, 0
            await self._rest(self.pause)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._ending.wait()
        except TimeoutError:
            return
