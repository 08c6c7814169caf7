"""What people answered to quiz questions, written behind their backs: when each comes again, and their progress."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.local_time import zone_of
from bot.slack.logs import origin
from bot.store import Card, Store, Taken
from bot.study.calendar import local_date, zone_named
from bot.study.practising import reviewed
from bot.study.quizzing import Run

logger = logging.getLogger(__name__)

AT_MOST = 1000
"""Answers that wait to be written; beyond that new ones are dropped, since what people see matters more."""
GIVEN = "quiz:"
"""Before the id of a quiz question that a person was given, where tips are kept."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to one question of a run."""

    caller: Caller
    run: Run
    """As it was before the answer."""
    right: bool
    at: float
    """Seconds since the epoch."""
    client: AsyncWebClient
    """For the person's workspace."""

    @property
    def key(self) -> str:
        """Names the answer, however often it is clicked."""
        parts = (self.caller.workspace, self.caller.user, self.run.number, self.run.questions, len(self.run.answers))
        return "review:" + hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()

    @property
    def last(self) -> bool:
        """Whether the run ends with it."""
        return len(self.run.answers) + 1 >= len(self.run.questions)


class Reviews:
    """Writes answers in the order in which they were given.

    Best effort: what waits when the process is killed, or cannot be written, is lost; no answer counts twice.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Answered] = []
        self._writing: asyncio.Task[None] | None = None

    def answered(self, answer: Answered) -> None:
        """Notes an answer; one by somebody of another company is not kept."""
        if not answer.caller.user or answer.caller.stranger:
            return
        if len(self._waiting) >= AT_MOST:
            logger.warning("an answer to a quiz question was dropped while %d waited", AT_MOST)
            return
        self._waiting.append(answer)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def drain(self) -> None:
        """Waits until all is written; to stop waiting stops no writing."""
        while self._writing is not None and not self._writing.done():
            await asyncio.wait({self._writing})

    async def _write(self) -> None:
        while self._waiting:
            answer = self._waiting.pop(0)
            try:
                await self._write_one(answer)
            except StoreError as error:
                # A database that is away must not take the run with it; the question only comes again sooner.
                logger.error("an answer to a quiz question was lost: %s", origin(error))

    async def _write_one(self, answer: Answered) -> None:
        store, workspace, person = self._store, answer.caller.workspace, answer.caller.user
        if await store.claims.take(answer.key, answer.at, workspace) is not Taken.OURS:
            return  # clicked twice
        scenario = answer.run.current
        card = (await store.cards.of(workspace, person)).get(scenario)
        after = reviewed(card.state if card else None, answer.right, answer.at)
        await store.cards.put(workspace, person, scenario, Card(after.due, after.state))
        await store.learners.ensure(workspace, person)  # a chart is kept of those only who are known
        zone = await zone_of(store, answer.caller, answer.client)
        day = local_date(answer.at, zone_named(zone))
        await store.reviews.add(workspace, person, scenario, answer.right, day, answer.at)
        await store.tips.give(workspace, person, GIVEN + scenario, answer.at)
        await store.claims.finish(answer.key, answer.at)
        if answer.last:
            await self._look_at_reminders(answer)

    async def _look_at_reminders(self, answer: Answered) -> None:
        """Has a reminder taken back that is wanted no more."""
        subscriptions = await self._store.subscriptions.of_person(answer.caller.workspace, answer.caller.user)
        for workspace in {one.workspace for one in subscriptions if one.practice}:
            await self._store.rounds.due(workspace, answer.at)


def number_at(now: float) -> int:
    """A number for a run that begins now; a person begins no two in one millisecond."""
    return int(now * 1000)
