"""The latest questions of each person, for App Home."""

import hashlib
from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.questions import LONGEST
from bot.store.tables import KEY, RECENTS
from bot.store.texts import clean, key, same

KEPT = 10
"""Questions kept of one person."""
KEPT_SECONDS = 30 * 24 * 3600.0

Asked = tuple[str, str, str, float]
"""Workspace, user, text, time."""


class Recents:
    """The recent questions in one database; times are seconds since the epoch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, workspace: str, user: str, text: str, now: float) -> None:
        """Adds a question of a person, and forgets those before their latest; asked again, it becomes the newest."""
        await self.add_many([(workspace, user, text, now)])

    async def add_many(self, asked: Iterable[Asked]) -> None:
        """Adds several questions, of whomever, in one transaction: all of them or none."""
        rows = [row for one in asked for row in _row(*one)]
        if not rows:
            return
        # In one order everywhere, so that two processes never wait for each other's rows.
        rows.sort(key=lambda row: (row["workspace"], row["person"], row["digest"], row["asked_at"]))
        async with self._database.begin() as connection:
            for (workspace, person), theirs in groupby(rows, lambda row: (row["workspace"], row["person"])):
                await self._put(connection, str(workspace), str(person), list(theirs))

    async def _put(
        self, connection: AsyncConnection, workspace: str, person: str, rows: list[dict[str, str | float]]
    ) -> None:
        fresh = self._database.upsert(RECENTS)
        newer = fresh.on_conflict_do_update(
            index_elements=list(RECENTS.primary_key),
            set_={"asked_at": fresh.excluded.asked_at, "text": fresh.excluded.text},
            where=RECENTS.c.asked_at <= fresh.excluded.asked_at,
        )
        await connection.execute(newer, rows)
        mine = (RECENTS.c.workspace == workspace) & (RECENTS.c.person == person)
        kept = select(RECENTS.c.digest).where(mine).order_by(RECENTS.c.asked_at.desc(), RECENTS.c.digest).limit(KEPT)
        await connection.execute(delete(RECENTS).where(mine, RECENTS.c.digest.not_in(kept)))

    async def latest(self, workspace: str, user: str, now: float) -> tuple[str, ...]:
        """A person's latest questions, newest first, each once."""
        latest = (
            select(RECENTS.c.text)
            .where(
                RECENTS.c.workspace == key(workspace, KEY),
                RECENTS.c.person == key(user, KEY),
                RECENTS.c.asked_at > now - KEPT_SECONDS,
            )
            .order_by(RECENTS.c.asked_at.desc(), RECENTS.c.digest)
            .limit(KEPT)
        )
        async with self._database.begin() as connection:
            return tuple((await connection.scalars(latest)).all())

    async def prune(self, now: float) -> None:
        """Forgets the questions that have expired."""
        async with self._database.begin() as connection:
            await connection.execute(delete(RECENTS).where(RECENTS.c.asked_at <= now - KEPT_SECONDS))


def _row(workspace: str, user: str, text: str, now: float) -> list[dict[str, str | float]]:
    text = clean(text)
    if not text or len(text) > LONGEST:
        return []
    digest = hashlib.sha256(same(text).encode()).hexdigest()
    return [
        {
            "workspace": key(workspace, KEY),
            "person": key(user, KEY),
            "digest": digest,
            "asked_at": now,
            "text": text,
        }
    ]
