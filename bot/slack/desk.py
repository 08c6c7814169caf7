"""Answers questions from every surface, once per event, with what the thread asked before."""

import logging
import time
from collections.abc import Awaitable, Callable

from slack_sdk.web.async_client import AsyncWebClient

from bot.engine import Engine
from bot.errors import StoreError
from bot.slack.asked import Asked
from bot.slack.caller import Caller
from bot.slack.charts import Charts
from bot.slack.errands import Errands
from bot.slack.logs import origin
from bot.slack.notes import Notes
from bot.slack.once import Once
from bot.slack.places import Place
from bot.slack.posting import post
from bot.slack.preferences import Preferring
from bot.slack.replies import Replies, Reply
from bot.slack.reviewing import Reviews
from bot.slack.tallies import Tallies
from bot.slack.views import Audience, Message
from bot.store import Store

logger = logging.getLogger(__name__)


class Desk:
    """What listeners share."""

    def __init__(self, engine: Engine, store: Store, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self.store = store
        self.clock = clock
        self.replies = Replies(engine)
        self.notes = Notes(engine, store)
        self.reviews = Reviews(store)
        self.errands = Errands()
        self.charts = Charts(store, self.errands, clock)
        self.once = Once(store, clock)
        self.preferring = Preferring(store, clock)
        self.tallies = Tallies(store, self.once, self.errands, engine, clock)

    def answer(self, caller: Caller, asked: Asked, audience: Audience) -> Reply:
        """The answer to what someone asked; noted for them, and as a gap where nothing is known."""
        reply = self.replies.to(asked, audience)
        self.notes.asked(caller, asked, reply, self.clock())
        return reply

    async def answer_event(
        self,
        event_id: str,
        caller: Caller,
        place: Place,
        text: str,
        client: AsyncWebClient,
        begun: Callable[[], None] = lambda: None,
    ) -> None:
        """Posts the answer to an event where it was asked, unless an earlier delivery of it was answered.

        Args:
            event_id: Slack's, the same in each delivery.
            caller: who asked.
            place: where the answer goes.
            text: what was asked.
            client: with the workspace's token.
            begun: called once it is clear that this delivery is to be answered, and before it is.

        Raises:
            BusyError, StoreError, SlackApiError, aiohttp.ClientError: it was not answered, and should come again.
        """
        async with self.once.claimed(event_id, caller.workspace) as claim:
            if claim is None:
                return
            begun()
            asked = Asked(text, await self._earlier(caller, place))
            reply = self.replies.to(asked, Audience.CHANNEL)
            claim.check()
            await post(client, place, reply.message, event_id)
        self.notes.asked(caller, asked, reply, self.clock())
        await self.remember(caller, place, text)

    async def tell_event(
        self,
        event_id: str,
        caller: Caller,
        place: Place,
        client: AsyncWebClient,
        telling: Callable[[], Awaitable[Message]],
    ) -> None:
        """Posts what is no answer where an event happened, unless an earlier delivery of it had it posted.

        Args:
            event_id: Slack's, the same in each delivery.
            caller: who is told.
            place: where.
            client: with the workspace's token.
            telling: gives the message, and does what it speaks of.

        Raises:
            BusyError, StoreError, SlackApiError, aiohttp.ClientError: it was not posted, and should come again.
        """
        async with self.once.claimed(event_id, caller.workspace) as claim:
            if claim is None:
                return
            message = await telling()
            claim.check()
            await post(client, place, message, event_id)

    async def remember(self, caller: Caller, place: Place, text: str) -> None:
        """Keeps a question for those that follow it in its thread, if the database lets it."""
        now = self.clock()
        try:
            await self.store.questions.remember(caller.workspace, place.key, caller.user, text, now)
        except StoreError as error:
            # It was answered. A follow-up that lacks it is asked back; a failure would look as if nothing was answered.
            logger.error("a question was not kept for its thread: %s", origin(error))

    async def _earlier(self, caller: Caller, place: Place) -> tuple[str, ...]:
        now = self.clock()
        earlier = await self.store.questions.earlier(caller.workspace, place.key, now)
        if earlier or place.thread_ts is None:
            return earlier
        # A thread that was opened on one of the bot's answers goes on from what was asked around it.
        return await self.store.questions.earlier(caller.workspace, place.channel, now)

    async def close(self) -> None:
        """Writes what is still to be written, and ends what goes on behind requests."""
        self.tallies.close()
        await self.errands.close()
        await self.once.close()
        await self.preferring.close()
        await self.reviews.drain()
        await self.notes.drain()
