"""Opens the database and hands out what is stored in it."""

import os
from pathlib import Path

from sqlalchemy import URL, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import SettingsError
from bot.store.addresses import address, shown
from bot.store.claims import Claims
from bot.store.questions import Questions
from bot.store.tables import METADATA

PRUNE_SECONDS = 600.0
"""How often expired rows are looked for."""
PRAGMAS = ("busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL")
"""Lets several processes share one SQLite file: readers go on while one writes, and writers wait for each other."""


class Store:
    """One open database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._pruned_at = 0.0
        self.claims = Claims(engine)
        self.questions = Questions(engine)

    async def ping(self) -> None:
        """Asks the database for a sign of life.

        Raises:
            SQLAlchemyError, OSError: it gives none.
        """
        async with self._engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def prune(self, now: float) -> None:
        """Forgets what has expired, unless that was done a moment ago."""
        if now - self._pruned_at >= PRUNE_SECONDS:
            self._pruned_at = now
            await self.claims.prune(now)
            await self.questions.prune(now)

    async def close(self) -> None:
        """Closes every connection."""
        await self._engine.dispose()


async def open_store(url: str = "") -> Store:
    """Opens the database at an address and creates the tables that it lacks; an empty address is one in memory.

    Raises:
        SettingsError: it cannot be opened. The message does not hold the password.
    """
    parsed = address(url)
    engine = _engine(parsed)
    try:
        await _create_tables(engine)
    except (SQLAlchemyError, OSError, TypeError, ValueError) as error:
        await engine.dispose()
        raise SettingsError(f"DATABASE_URL ({shown(parsed)}) cannot be opened: {_reason(error, parsed)}") from error
    return Store(engine)


async def _create_tables(engine: AsyncEngine) -> None:
    """Creates what is missing.

    Another process may create a table between the look and the creation; then it is there now. That can happen once for
    each table.
    """
    for last in [False] * len(METADATA.tables) + [True]:
        try:
            async with engine.begin() as connection:
                await connection.run_sync(METADATA.create_all)
            return
        except DatabaseError:
            if last:
                raise


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "postgresql":
        try:
            return create_async_engine(url, pool_pre_ping=True, hide_parameters=True)
        except ModuleNotFoundError as error:
            raise SettingsError(
                "DATABASE_URL names PostgreSQL, which needs asyncpg: pip install 'whosejob[postgres]'."
            ) from error
    if url.database and not url.database.startswith((":memory:", "file:")):
        _make_file(Path(url.database), url)
    # One connection: SQLite writes one at a time anyway, and a database in memory lives and dies with its connection.
    # An error that quotes its parameters would carry questions into a log.
    engine = create_async_engine(
        url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    return engine


def _make_file(file: Path, url: URL) -> None:
    """Makes an SQLite file that can be written, if there is none.

    A path that cannot be opened must not get as far as aiosqlite: its thread would report the failure once more, to an
    event loop that may be closed by then, and end in a traceback.
    """
    try:
        # Questions are kept in it, so that what is made here is its owner's alone.
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise SettingsError(f"DATABASE_URL ({shown(url)}) cannot be opened: {error.strerror}") from error


def _prepare(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _reason(error: BaseException, url: URL) -> str:
    cause = getattr(error, "orig", None) or error
    lines = str(cause).splitlines() or [type(cause).__name__]
    reason = lines[0].removeprefix("<class ").strip()
    # A driver may quote what it was given.
    return reason.replace(url.password, "***") if isinstance(url.password, str) and url.password else reason
