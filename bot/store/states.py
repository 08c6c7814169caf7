"""OAuth's state: proof that an installation ends with the one who began it, good for one use."""

import secrets

from sqlalchemy import delete, insert

from bot.store.database import Database
from bot.store.tables import KEY, STATES
from bot.store.texts import key

GOOD_SECONDS = 600.0
"""How long a person may take over Slack's consent page."""


class States:
    """The states in one database; times are seconds since the epoch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue(self, now: float) -> str:
        """A new state, which nobody can guess."""
        state = secrets.token_urlsafe(32)
        async with self._database.begin() as connection:
            await connection.execute(insert(STATES).values(state=state, expires_at=now + GOOD_SECONDS))
        return state

    async def consume(self, state: str, now: float) -> bool:
        """Whether the state was issued, has not expired, and was not consumed before."""
        # One statement decides: of several callers with the same state, one removes the row.
        mine = delete(STATES).where(STATES.c.state == key(state, KEY), STATES.c.expires_at > now)
        async with self._database.begin() as connection:
            return (await connection.execute(mine)).rowcount == 1

    async def prune(self, now: float) -> None:
        """Forgets the states that have expired."""
        async with self._database.begin() as connection:
            await connection.execute(delete(STATES).where(STATES.c.expires_at <= now))
