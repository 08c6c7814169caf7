"""Takes questions from every surface: asks the engine, once per event, with what the thread asked before."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from slack_sdk.web.async_client import AsyncWebClient

from bot.engine import Engine
from bot.slack.logs import origin
from bot.slack.places import Place
from bot.slack.posting import post
from bot.slack.views import APOLOGY, Message, answer_message
from bot.store import Store, Taken

logger = logging.getLogger(__name__)

WAIT_SECONDS = 2.0
"""How long a redelivery waits for the first delivery's answer; Slack gives up on it after 3 s."""
POLL_SECONDS = 0.1


class BusyError(Exception):
    """Another delivery of the event is still being answered; Slack should come back."""


class Desk:
    """Answers questions; what listeners share."""

    def __init__(self, engine: Engine, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._store = store
        self._clock = clock

    def answer(self, text: str, earlier: Sequence[str] = ()) -> Message:
        """The answer to a text, or an apology where answering failed."""
        try:
            return answer_message(self._engine.ask(text, earlier))
        except Exception as error:
            # The error's own words may quote the question.
            logger.error("answering failed: %s", origin(error))
            return APOLOGY

    async def answer_event(self, event_id: str, place: Place, text: str, client: AsyncWebClient) -> None:
        """Posts the answer to an event where it was asked, unless an earlier delivery of it was answered.

        Raises:
            BusyError, SlackApiError, aiohttp.ClientError: it was not answered, and should be delivered again.
        """
        async with self._claimed(event_id) as ours:
            if ours:
                await post(client, place, self.answer(text, await self._earlier(place)))
        if ours:
            await self.remember(place, text)

    async def remember(self, place: Place, text: str) -> None:
        """Keeps a question for those that follow it in its thread."""
        now = self._clock()
        await self._store.questions.remember("", place.key, "", text, now)
        await self._store.prune(now)

    async def _earlier(self, place: Place) -> tuple[str, ...]:
        now = self._clock()
        earlier = await self._store.questions.earlier("", place.key, now)
        if earlier or place.thread_ts is None:
            return earlier
        # A thread that was opened on one of the bot's answers goes on from what was asked around it.
        return await self._store.questions.earlier("", place.channel, now)

    @asynccontextmanager
    async def _claimed(self, event_id: str) -> AsyncIterator[bool]:
        """Holds the claim on an event; gives whether there is anything to do."""
        claimed_at = await self._claim(event_id)
        if claimed_at is None:
            yield False
            return
        try:
            yield True
        except Exception:
            await self._store.claims.release(event_id, claimed_at)
            raise
        await self._store.claims.finish(event_id, claimed_at)

    async def _claim(self, event_id: str) -> float | None:
        for _ in range(int(WAIT_SECONDS / POLL_SECONDS)):
            now = self._clock()
            taken = await self._store.claims.take(event_id, now)
            if taken is not Taken.BUSY:
                return now if taken is Taken.OURS else None
            await asyncio.sleep(POLL_SECONDS)
        raise BusyError(event_id)
