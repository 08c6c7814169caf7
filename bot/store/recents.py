"""The latest questions of each person, for App Home."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Delete, delete, func, select, tuple_

from bot.store.database import Database
from bot.store.questions import LONGEST
from bot.store.tables import KEY, RECENTS
from bot.store.texts import clean, key, same

KEPT = 10
"""Questions kept of one person."""
KEPT_SECONDS = 30 * 24 * 3600.0
LOCK = "recent questions"

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
        async with self._database.begin() as connection:
            # Two processes that write of the same people would each hold what the other waits for.
            await self._database.queue(connection, LOCK)
            await connection.execute(self._newer(), rows)
            await connection.execute(_surplus({(row["workspace"], row["person"]) for row in rows}))

    def _newer(self) -> Any:
        fresh = self._database.upsert(RECENTS)
        return fresh.on_conflict_do_update(
            index_elements=list(RECENTS.primary_key),
            set_={"asked_at": fresh.excluded.asked_at, "text": fresh.excluded.text},
            where=RECENTS.c.asked_at <= fresh.excluded.asked_at,
        )

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

    async def forget(self, workspace: str, user: str) -> int:
        """Forgets a person's questions; returns how many there were."""
        mine = (RECENTS.c.workspace == key(workspace, KEY)) & (RECENTS.c.person == key(user, KEY))
        async with self._database.begin() as connection:
            removed = (await connection.execute(delete(RECENTS).where(mine))).rowcount
        await self._database.scrub()
        return removed

    async def prune(self, now: float) -> None:
        """Forgets the questions that have expired."""
        async with self._database.begin() as connection:
            await connection.execute(delete(RECENTS).where(RECENTS.c.asked_at <= now - KEPT_SECONDS))


def _surplus(people: set[tuple[Any, Any]]) -> Delete:
    """Removes what these people asked before their latest questions."""
    person, name = (RECENTS.c.workspace, RECENTS.c.person), tuple_(*RECENTS.primary_key)
    place = func.row_number().over(partition_by=person, order_by=(RECENTS.c.asked_at.desc(), RECENTS.c.digest))
    placed = select(*RECENTS.primary_key, place.label("place")).where(tuple_(*person).in_(people)).subquery()
    before = select(placed.c.workspace, placed.c.person, placed.c.digest).where(placed.c.place > KEPT)
    return delete(RECENTS).where(name.in_(before))


def _row(workspace: str, user: str, text: str, now: float) -> list[dict[str, Any]]:
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
