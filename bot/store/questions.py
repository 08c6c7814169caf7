"""The earlier questions of each thread, kept for a day so that a follow-up can lean on them."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import QUESTIONS

REMEMBERED = 6
"""Questions kept of one thread."""
KEPT_SECONDS = 24 * 3600.0
LONGEST = 1000
"""A longer text is no question that a follow-up could lean on."""


class Questions:
    """The questions in one database; times are seconds since the epoch."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def earlier(self, thread: str, now: float) -> tuple[str, ...]:
        """The thread's latest questions, oldest first."""
        latest = (
            select(QUESTIONS.c.text)
            .where(QUESTIONS.c.thread == thread, QUESTIONS.c.asked_at > now - KEPT_SECONDS)
            .order_by(QUESTIONS.c.id.desc())
            .limit(REMEMBERED)
        )
        async with self._engine.connect() as connection:
            return tuple(reversed((await connection.scalars(latest)).all()))

    async def remember(self, thread: str, text: str, now: float) -> None:
        """Adds a question to a thread, and forgets those before its latest."""
        # PostgreSQL stores no NUL, and no database a lone half of a surrogate pair.
        text = text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()
        if not text or len(text) > LONGEST:
            return
        mine = QUESTIONS.c.thread == thread
        kept = select(QUESTIONS.c.id).where(mine).order_by(QUESTIONS.c.id.desc()).limit(REMEMBERED)
        async with self._engine.begin() as connection:
            await connection.execute(insert(QUESTIONS).values(thread=thread, asked_at=now, text=text))
            await connection.execute(delete(QUESTIONS).where(mine, QUESTIONS.c.id.not_in(kept)))

    async def prune(self, now: float) -> None:
        """Forgets the questions that have expired."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(QUESTIONS).where(QUESTIONS.c.asked_at <= now - KEPT_SECONDS))
