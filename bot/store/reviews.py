"""How people answered the questions that they practised."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, and_, cast, delete, func, insert, select, true

from bot.store.database import Database
from bot.store.practice_tables import LEARNERS, REVIEWS
from bot.store.tables import KEY
from bot.store.texts import key

KEPT_SECONDS = 400 * 24 * 3600.0
"""How long an answer is kept: a year's streak and a little more."""


@dataclass(frozen=True, slots=True)
class Review:
    """One answer of a person."""

    scenario: str
    right: bool
    day: date
    """Their local date."""
    at: float
    """When they answered, in seconds since the epoch."""


class Reviews:
    """The answers in one database; times are seconds since the epoch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, workspace: str, person: str, scenario: str, right: bool, day: date, now: float) -> None:
        """Keeps an answer of a person; `day` is their local date."""
        answered = insert(REVIEWS).values(
            workspace=key(workspace, KEY),
            person=key(person, KEY),
            scenario=key(scenario, KEY),
            correct=right,
            day=day,
            reviewed_at=now,
        )
        async with self._database.begin() as connection:
            await connection.execute(answered)

    async def of(self, workspace: str, person: str, since: float) -> tuple[Review, ...]:
        """A person's answers since a moment, oldest first."""
        columns = (REVIEWS.c.scenario, REVIEWS.c.correct, REVIEWS.c.day, REVIEWS.c.reviewed_at)
        mine = (REVIEWS.c.workspace == key(workspace, KEY)) & (REVIEWS.c.person == key(person, KEY))
        found = select(*columns).where(mine, REVIEWS.c.reviewed_at >= since)
        async with self._database.begin() as connection:
            rows = await connection.execute(found.order_by(REVIEWS.c.reviewed_at, REVIEWS.c.id))
            return tuple(Review(*row) for row in rows)

    async def board(self, workspace: str, since: float) -> tuple[tuple[str, int, int], ...]:
        """Who wants to be on a workspace's leaderboard, with right answers and all answers since a moment.

        Those who have answered most questions right come first; those who have answered none are not in it.
        """
        right = func.sum(cast(REVIEWS.c.correct, Integer))
        same = and_(REVIEWS.c.workspace == LEARNERS.c.workspace, REVIEWS.c.person == LEARNERS.c.person)
        counted = (
            select(REVIEWS.c.person, right, func.count())
            .join(LEARNERS, same)
            .where(REVIEWS.c.workspace == key(workspace, KEY), REVIEWS.c.reviewed_at >= since)
            .where(LEARNERS.c.board == true())
            .group_by(REVIEWS.c.person)
            .order_by(right.desc(), func.count(), REVIEWS.c.person)
        )
        async with self._database.begin() as connection:
            return tuple((person, int(hits), count) for person, hits, count in await connection.execute(counted))

    async def prune(self, now: float) -> None:
        """Forgets answers of more than 400 days ago."""
        async with self._database.begin() as connection:
            await connection.execute(delete(REVIEWS).where(REVIEWS.c.reviewed_at <= now - KEPT_SECONDS))
