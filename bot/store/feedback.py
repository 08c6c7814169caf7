"""What people thought of answers: one verdict of each person on each message."""

from sqlalchemy import delete

from bot.store.database import Database
from bot.store.digests import Digests
from bot.store.tables import FEEDBACK, KEY, LONG_KEY, WORD
from bot.store.texts import key, short

KEPT_SECONDS = 365 * 24 * 3600.0


class Feedback:
    """The verdicts in one database; times are seconds since the epoch."""

    def __init__(self, database: Database, digests: Digests) -> None:
        self._database = database
        self._digests = digests

    async def put(
        self,
        workspace: str,
        message: str,
        user: str,
        verdict: str,
        now: float,
        reason: str = "",
        digest: str = "",
    ) -> None:
        """Keeps a verdict; a person's later one on the same message takes its place.

        Args:
            workspace: workspace key.
            message: what names the message in its workspace, such as channel and timestamp.
            user: who says so; only a keyed digest of it is kept.
            verdict: one short word.
            now: seconds since the epoch.
            reason: one of the reasons offered, not a free text.
            digest: keyed digest of the question that was answered.
        """
        fresh = self._database.upsert(FEEDBACK).values(
            workspace=key(workspace, KEY),
            message=key(message, LONG_KEY),
            person=await self._digests.person(workspace, user),
            verdict=short(verdict, WORD),
            reason=short(reason, LONG_KEY),
            digest=key(digest, KEY),
            given_at=now,
        )
        given = ("verdict", "reason", "digest", "given_at")
        later = fresh.on_conflict_do_update(
            index_elements=list(FEEDBACK.primary_key), set_={name: fresh.excluded[name] for name in given}
        )
        async with self._database.begin() as connection:
            await connection.execute(later)

    async def prune(self, now: float) -> None:
        """Forgets verdicts of more than a year ago."""
        async with self._database.begin() as connection:
            await connection.execute(delete(FEEDBACK).where(FEEDBACK.c.given_at <= now - KEPT_SECONDS))
