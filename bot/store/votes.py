"""Votes on channels' quiz questions: one of each person, which they may change."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select

from bot.store.clock_tables import VOTES
from bot.store.database import Database
from bot.store.digests import Digests
from bot.store.tables import KEY, WORD
from bot.store.texts import key, short

KEPT_SECONDS = 30 * 24 * 3600.0


class Votes:
    """The votes in one database; of who voted only a keyed digest is kept. Days are local dates of the place."""

    def __init__(self, database: Database, digests: Digests) -> None:
        self._database = database
        self._digests = digests

    async def put(self, workspace: str, place: str, day: date, person: str, letters: str, now: float) -> None:
        """Keeps a person's vote on the question of a place and day; a later one takes its place.

        Args:
            workspace: workspace key.
            place: channel id.
            day: the question's.
            person: who votes; only a keyed digest of it is kept.
            letters: of the options chosen, such as `A` or `BD`.
            now: seconds since the epoch.
        """
        given: dict[str, Any] = {"letters": short(letters, WORD), "voted_at": now}
        fresh = self._database.upsert(VOTES).values(
            workspace=key(workspace, KEY),
            place=key(place, KEY),
            day=day,
            person=await self._digests.person(workspace, person),
            **given,
        )
        async with self._database.begin() as connection:
            await connection.execute(fresh.on_conflict_do_update(index_elements=list(VOTES.primary_key), set_=given))

    async def of(self, workspace: str, place: str, day: date, person: str) -> str:
        """The letters that a person has voted for; empty where they have not voted."""
        voter = VOTES.c.person == await self._digests.person(workspace, person)
        async with self._database.begin() as connection:
            found: str | None = await connection.scalar(
                select(VOTES.c.letters).where(*_on(workspace, place, day), voter)
            )
        return found or ""

    async def tally(self, workspace: str, place: str, day: date) -> dict[str, int]:
        """How many people have voted for each choice of letters."""
        counted = select(VOTES.c.letters, func.count().label("people")).where(*_on(workspace, place, day))
        async with self._database.begin() as connection:
            rows = await connection.execute(counted.group_by(VOTES.c.letters).order_by(VOTES.c.letters))
            return {row.letters: row.people for row in rows}

    async def prune(self, now: float) -> None:
        """Forgets votes of more than 30 days ago."""
        async with self._database.begin() as connection:
            await connection.execute(delete(VOTES).where(VOTES.c.voted_at <= now - KEPT_SECONDS))


def _on(workspace: str, place: str, day: date) -> tuple[ColumnElement[bool], ...]:
    return VOTES.c.workspace == key(workspace, KEY), VOTES.c.place == key(place, KEY), VOTES.c.day == day
