"""One database, whichever it is: transactions whose failures are all of one kind."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError

FAILURES = (SQLAlchemyError, OSError)
"""What the drivers raise where a database is gone, locked or full; a timeout is an OSError."""

Upsert = Callable[[Table], Any]
"""Either dialect's `insert`, which alone has `on_conflict_do_update`; the two have no type in common."""


class Database:
    """An engine with what differs between SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.upsert: Upsert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction, committed at its end.

        Raises:
            StoreError: the database is gone, locked or full. Nothing was written, unless only its reply was lost.
        """
        with failing():
            async with self.engine.begin() as connection:
                yield connection

    async def scrub(self) -> None:
        """Leaves nothing in SQLite's log of what was deleted; as long as others read from it, the next call does.

        PostgreSQL's log and dead rows are its administrators' to look after.

        Raises:
            StoreError: the database is gone or locked.
        """
        if self.engine.dialect.name == "sqlite":
            with failing():
                async with self.engine.connect() as connection:
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def queue(self, connection: AsyncConnection, name: str) -> None:
        """Lets the transactions that queue under a name follow each other; those of SQLite do anyway."""
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


@contextmanager
def failing() -> Iterator[None]:
    """Makes one kind of error of all that the drivers raise.

    Raises:
        StoreError: the database is gone, locked or full.
    """
    try:
        yield
    except FAILURES as error:
        # The driver's own words may quote what was written.
        raise StoreError(f"The database failed: {type(error).__name__}.") from error
