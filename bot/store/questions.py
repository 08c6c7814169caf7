"""The earlier questions of each thread, kept for a day so that a follow-up can lean on them."""

from sqlalchemy import delete, insert, select

from bot.store.database import Database
from bot.store.tables import KEY, LONG_KEY, QUESTIONS
from bot.store.texts import clean, key

REMEMBERED = 6
"""Questions kept of one thread."""
KEPT_SECONDS = 24 * 3600.0
LONGEST = 1000
"""A longer text is no question that a follow-up could lean on."""


class Questions:
    """The questions in one database; times are seconds since the epoch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def earlier(self, workspace: str, thread: str, now: float) -> tuple[str, ...]:
        """The thread's latest questions, oldest first."""
        latest = (
            select(QUESTIONS.c.text)
            .where(
                QUESTIONS.c.workspace == key(workspace, KEY),
                QUESTIONS.c.thread == key(thread, LONG_KEY),
                QUESTIONS.c.asked_at > now - KEPT_SECONDS,
            )
            .order_by(QUESTIONS.c.id.desc())
            .limit(REMEMBERED)
        )
        async with self._database.begin() as connection:
            return tuple(reversed((await connection.scalars(latest)).all()))

    async def remember(self, workspace: str, thread: str, user: str, text: str, now: float) -> None:
        """Adds a question to a thread, and forgets those before its latest."""
        text = clean(text)
        if not text or len(text) > LONGEST:
            return
        place = {"workspace": key(workspace, KEY), "thread": key(thread, LONG_KEY)}
        asked = insert(QUESTIONS).values(**place, person=key(user, KEY), asked_at=now, text=text)
        mine = (QUESTIONS.c.workspace == place["workspace"]) & (QUESTIONS.c.thread == place["thread"])
        kept = select(QUESTIONS.c.id).where(mine).order_by(QUESTIONS.c.id.desc()).limit(REMEMBERED)
        async with self._database.begin() as connection:
            await connection.execute(asked)
            await connection.execute(delete(QUESTIONS).where(mine, QUESTIONS.c.id.not_in(kept)))

    async def prune(self, now: float) -> None:
        """Forgets the questions that have expired."""
        async with self._database.begin() as connection:
            await connection.execute(delete(QUESTIONS).where(QUESTIONS.c.asked_at <= now - KEPT_SECONDS))
