"""Whose turn a workspace is: when it is to be looked at next, and a lease for the one process that does."""

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, delete, false, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.clock_tables import BEATS, POSTS, ROUNDS, SUBSCRIPTIONS
from bot.store.database import Database
from bot.store.tables import KEY
from bot.store.texts import key

BEATEN_SECONDS = 60.0
"""How long a worker counts as alive after its last sign of life."""
FAR = 2 * 3600.0
"""Seconds ahead at which no lease ends, and nothing is due: what says otherwise was written by a clock that was wrong,
and would keep a workspace waiting until that time has come."""
WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Round:
    """A workspace that one process has taken, for as long as its lease lasts."""

    workspace: str
    due_at: float
    """When it was due, in seconds since the epoch."""
    token: str
    """Proof of the lease: whoever takes the workspace next has another."""


class Rounds:
    """The rounds in one database.

    Two clocks: `now` is when things are due, and a test may move it; `real` is that of leases and signs of life. Both
    are seconds since the epoch.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, workspace: str, now: float) -> None:
        """Lets a workspace be looked at from now on; one that is being looked at, again after that."""
        async with self._database.begin() as connection:
            await make_due(self._database, connection, workspace, now)

    async def take(self, now: float, real: float, lease: float, late: float = 0.0) -> Round | None:
        """Takes the workspace that has been due for longest.

        Args:
            now: when things are due.
            real: from when the lease counts.
            lease: how long it lasts, in seconds.
            late: leave those that have been due for less than these seconds to others.

        Returns:
            None where none is due that nobody has taken.
        """
        token = secrets.token_urlsafe(24)
        free = (ROUNDS.c.due_at <= now - late) & (ROUNDS.c.lease_until <= real)
        first = select(ROUNDS.c.workspace).where(free).order_by(ROUNDS.c.due_at, ROUNDS.c.workspace).limit(1)
        # One statement decides between processes. In PostgreSQL those that look at the same time pass over each other's
        # rows; in SQLite, which has no such locks and no need of them, one writes at a time.
        mine = (
            update(ROUNDS)
            .where(ROUNDS.c.workspace == first.with_for_update(skip_locked=True).scalar_subquery())
            .values(token=token, lease_until=real + lease, again=False)
            .returning(ROUNDS.c.workspace, ROUNDS.c.due_at)
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(mine)).one_or_none()
        # SQLite hands a whole number back as one.
        return Round(row.workspace, float(row.due_at), token) if row else None

    async def extend(self, taken: Round, until: float) -> bool:
        """Makes a lease last until `until` of the real clock; False where another has taken the workspace."""
        async with self._database.begin() as connection:
            longer = update(ROUNDS).where(*_own(taken)).values(lease_until=until)
            return (await connection.execute(longer)).rowcount == 1

    async def finish(self, taken: Round, next_at: float) -> bool:
        """Gives a lease up; the workspace is due at `next_at`, or at once where it became due meanwhile.

        Returns:
            False where another has taken the workspace; then nothing changes.
        """
        done = update(ROUNDS).where(*_own(taken))
        next_due = case((ROUNDS.c.again, ROUNDS.c.due_at), else_=next_at)
        async with self._database.begin() as connection:
            finished = await connection.execute(done.values(due_at=next_due, token="", lease_until=0.0))
            return finished.rowcount == 1

    async def beat(self, real: float) -> None:
        """Gives a sign of life of a process that does nothing but rounds."""
        fresh = self._database.upsert(BEATS).values(worker=WORKER, beat_at=real)
        latest = fresh.on_conflict_do_update(index_elements=[BEATS.c.worker], set_={"beat_at": real})
        async with self._database.begin() as connection:
            await connection.execute(latest)

    async def beaten(self, real: float) -> bool:
        """Whether such a process gave a sign of life within the last minute."""
        async with self._database.begin() as connection:
            beat_at = await connection.scalar(select(BEATS.c.beat_at).where(BEATS.c.worker == WORKER))
        # One from a time to come, by a clock that was wrong, tells nothing of now.
        return beat_at is not None and abs(real - beat_at) < BEATEN_SECONDS

    async def prune(self, now: float) -> None:
        """Forgets workspaces for which there is nothing to do any more, and what a clock wrote that was wrong."""
        subscribed = select(SUBSCRIPTIONS.c.place).where(SUBSCRIPTIONS.c.workspace == ROUNDS.c.workspace).exists()
        posts = select(POSTS.c.place).where(POSTS.c.workspace == ROUNDS.c.workspace)
        dropped = posts.where(POSTS.c.dropped == true()).exists()
        to_come = posts.where(POSTS.c.dropped == false(), POSTS.c.moment > now).exists()
        # One that became due this moment is not over, though its subscription may not be seen yet.
        idle = (ROUNDS.c.token == "") & (ROUNDS.c.again == false())
        async with self._database.begin() as connection:
            await connection.execute(delete(ROUNDS).where(idle, ~subscribed, ~dropped, ~to_come))
            await connection.execute(update(ROUNDS).where(ROUNDS.c.due_at > now + FAR).values(due_at=now))
            await connection.execute(update(ROUNDS).where(ROUNDS.c.lease_until > now + FAR).values(lease_until=now))


async def make_due(database: Database, connection: AsyncConnection, workspace: str, at: float) -> None:
    """Makes a workspace due within a transaction; in one that writes subscriptions or posts, after those."""
    fresh = database.upsert(ROUNDS).values(
        workspace=key(workspace, KEY), due_at=at, again=True, token="", lease_until=0.0
    )
    sooner = case((ROUNDS.c.due_at > fresh.excluded.due_at, fresh.excluded.due_at), else_=ROUNDS.c.due_at)
    # What is being looked at is due anew from now: it must not come before all others for as long as it keeps changing.
    anew = (ROUNDS.c.token != "") & (ROUNDS.c.again == false())
    due_at = case((anew, fresh.excluded.due_at), else_=sooner)
    await connection.execute(
        fresh.on_conflict_do_update(index_elements=[ROUNDS.c.workspace], set_={"due_at": due_at, "again": True})
    )


def _own(taken: Round) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ROUNDS.c.workspace == key(taken.workspace, KEY), ROUNDS.c.token == taken.token
