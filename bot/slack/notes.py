"""What is kept of questions beside answering them: a person's recent ones, verdicts on answers, gaps."""

import asyncio
import logging
from dataclasses import dataclass

from bot import metrics
from bot.engine import Engine
from bot.errors import StoreError
from bot.slack.asked import Asked
from bot.slack.caller import Caller
from bot.slack.handling import answered
from bot.slack.logs import origin
from bot.slack.replies import Reply
from bot.slack.views.actions import WRONG
from bot.store import Gap, Store
from bot.store.gaps import Kind

logger = logging.getLogger(__name__)

AT_MOST = 1000
"""Notes that wait to be written; beyond that new ones are dropped, since answers matter more than notes on them."""
PAUSE_SECONDS = 0.2
"""How long notes gather before they are written together."""
KNOWN_UNKNOWNS = frozenset({"not_known", "unknown_place"})
"""Refusals that more knowledge could turn into answers; the others are out of scope for good."""


@dataclass(frozen=True, slots=True)
class Note:
    """One question that was asked."""

    caller: Caller
    text: str
    at: float
    gap: bool
    """Whether nothing was known."""


class Notes:
    """Writes notes behind the answers' backs, so that no answer waits for the database.

    Best effort: what waits when the process is killed, or cannot be written, is lost, and each question is noted once.
    """

    def __init__(self, engine: Engine, store: Store) -> None:
        self._engine = engine
        self._store = store
        self._waiting: list[Note] = []
        self._dropped = 0
        self._writing: asyncio.Task[None] | None = None
        self._at_work = asyncio.Lock()
        self._known_gaps: dict[tuple[Caller, str], None] = {}
        """Who lately asked what in vain; asked again, it is no further gap."""

    def asked(self, caller: Caller, asked: Asked, reply: Reply, now: float) -> None:
        """Notes a question with what came of it."""
        answer = reply.answer
        answered(answer)
        if answer is None or answer.kind in ("help", "smalltalk") or answer.refusal == "no_question":
            return
        if len(self._waiting) >= AT_MOST:
            self._dropped += 1
            return
        self._waiting.append(Note(caller, asked.text, now, answer.refusal in KNOWN_UNKNOWNS))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_soon())

    async def drain(self) -> None:
        """Writes all that waits, now, and keeps nothing in mind."""
        self._known_gaps.clear()
        await self._write()
        # One that writes is not cut short: it would lose what it took, and a database in memory with it.
        if self._writing is not None and not self._waiting and not self._at_work.locked():
            # What is noted from here on needs a task of its own.
            idle, self._writing = self._writing, None
            idle.cancel()
            await asyncio.gather(idle, return_exceptions=True)

    async def verdict(self, caller: Caller, answer: str, verdict: str, text: str, now: float, reason: str = "") -> None:
        """Keeps a person's verdict on one answer, the later one where they change it; a wrong answer is a gap.

        Args:
            caller: who judges.
            answer: names the answer in its workspace.
            verdict: RIGHT or WRONG.
            text: the question.
            now: seconds since the epoch.
            reason: one of those offered.
        """
        digest = await self._digest(text)
        await self._store.feedback.put(
            caller.workspace, answer, caller.user, verdict, now, reason=reason, digest=digest
        )
        metrics.feedback(verdict)
        if verdict == WRONG:
            await self._gap(caller, "wrong", text, now)
        else:
            await self._no_gap(caller, text)

    async def _gap(self, caller: Caller, kind: Kind, text: str, now: float) -> None:
        """Notes that a question was not answered (`unanswered`) or was answered wrongly (`wrong`)."""
        keeps_text = (await self._store.preferences.of(caller.workspace)).gaps_text
        digest = await self._digest(text)
        gap = Gap(kind=kind, digest=digest, text=text if keeps_text else "", tokens=self._engine.tokens(text))
        person = await self._store.person(caller.workspace, caller.user)
        await self._store.gaps.note(caller.workspace, gap, person, now)
        if keeps_text and not (await self._store.preferences.of(caller.workspace)).gaps_text:
            # Switched off meanwhile, which could not delete what was not there yet.
            await self._store.gaps.forget_texts(caller.workspace)
        metrics.gap(kind)

    async def _no_gap(self, caller: Caller, text: str) -> None:
        """Takes back that a question was answered wrongly."""
        person = await self._store.person(caller.workspace, caller.user)
        await self._store.gaps.withdraw(caller.workspace, "wrong", await self._digest(text), person)

    async def _digest(self, text: str) -> str:
        """Tells a question from others without telling what it is; case and spaces make no other one."""
        return await self._store.digest(" ".join(text.casefold().split()))

    def _keep_in_mind(self, note: Note) -> None:
        if len(self._known_gaps) >= AT_MOST:
            self._known_gaps.clear()
        self._known_gaps[note.caller, note.text] = None

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(PAUSE_SECONDS)
            await self._write()

    async def _write(self) -> None:
        async with self._at_work:
            await self._write_taken()

    async def _write_taken(self) -> None:
        taken, self._waiting = self._waiting, []
        if self._dropped:
            logger.warning("%d notes on questions were dropped while %d waited", self._dropped, AT_MOST)
            self._dropped = 0
        # A stranger has no Home here in which to see theirs.
        theirs = [one for one in taken if one.caller.user and not one.caller.stranger]
        recent = [(one.caller.workspace, one.caller.user, one.text, one.at) for one in theirs]
        try:
            await self._store.recents.add_many(recent)
            for one in taken:
                if one.gap and (one.caller, one.text) not in self._known_gaps:
                    await self._gap(one.caller, "unanswered", one.text, one.at)
                    self._keep_in_mind(one)
        except StoreError as error:
            # A database that is away must not take answers with it; what was to be noted is lost.
            logger.error("%d notes on questions were lost: %s", len(taken), origin(error))
