"""Claims on Slack events, so that each is answered once however often and to whomever it is delivered."""

from enum import Enum

from sqlalchemy import ColumnElement, delete, select, update

from bot.store.database import Database
from bot.store.tables import CLAIMS, KEY
from bot.store.texts import key

TAKEOVER_SECONDS = 60.0
"""Age at which an unfinished claim counts as abandoned; longer than any answer takes, the SDK's waiting included."""
KEPT_SECONDS = 24 * 3600.0
"""How long a finished claim is kept; Slack's last redelivery comes some six minutes after the event."""


class Taken(Enum):
    """How a claim went."""

    OURS = "ours"
    DONE = "done"
    """The event was answered before."""
    BUSY = "busy"
    """Someone is answering it right now."""


class Claims:
    """The claims in one database; every method takes the time as seconds since the epoch."""

    def __init__(self, database: Database, takeover: float = TAKEOVER_SECONDS) -> None:
        self._database = database
        self.takeover = takeover
        """Age in seconds at which an unfinished claim counts as abandoned."""

    async def take(self, event_id: str, now: float, workspace: str = "") -> Taken:
        """Claims an event that nobody claimed, or whose claim was abandoned."""
        event_id, workspace = key(event_id, KEY), key(workspace, KEY)
        fresh = self._database.upsert(CLAIMS).values(event_id=event_id, workspace=workspace, claimed_at=now, done=False)
        # One statement decides between processes: of several, one inserts or takes over, and the others change no row.
        claim = fresh.on_conflict_do_update(
            index_elements=[CLAIMS.c.event_id],
            set_={"claimed_at": fresh.excluded.claimed_at},
            where=~CLAIMS.c.done & (CLAIMS.c.claimed_at <= now - self.takeover),
        )
        async with self._database.begin() as connection:
            if (await connection.execute(claim)).rowcount:
                return Taken.OURS
            done = await connection.scalar(select(CLAIMS.c.done).where(CLAIMS.c.event_id == event_id))
        return Taken.DONE if done else Taken.BUSY

    async def finish(self, event_id: str, claimed_at: float) -> None:
        """Marks the event of a claim taken at `claimed_at` as answered."""
        async with self._database.begin() as connection:
            await connection.execute(update(CLAIMS).where(*_own(event_id, claimed_at)).values(done=True))

    async def release(self, event_id: str, claimed_at: float) -> None:
        """Gives a claim up, so that the event's next delivery is answered; one that was taken over stays."""
        async with self._database.begin() as connection:
            await connection.execute(delete(CLAIMS).where(*_own(event_id, claimed_at), ~CLAIMS.c.done))

    async def prune(self, now: float) -> int:
        """Forgets old claims; returns how many."""
        async with self._database.begin() as connection:
            expired = delete(CLAIMS).where(CLAIMS.c.claimed_at < now - KEPT_SECONDS)
            return (await connection.execute(expired)).rowcount


def _own(event_id: str, claimed_at: float) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return CLAIMS.c.event_id == key(event_id, KEY), CLAIMS.c.claimed_at == claimed_at
