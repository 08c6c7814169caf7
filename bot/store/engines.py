"""Connections to SQLite and PostgreSQL, with the settings that each needs."""

import os
from pathlib import Path

from sqlalchemy import URL, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import SettingsError
from bot.store.addresses import shown

PRAGMAS = ("busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON")
"""Lets several processes share one SQLite file: readers go on while one writes, and writers wait for each other. What
is deleted is overwritten; SQLite would leave it where it stood until the place is needed."""
CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 10.0
POOL_SECONDS = 10.0
"""A database that is gone ends in errors, not in requests that wait for it."""


def make_engine(url: URL, command_seconds: float | None = COMMAND_SECONDS) -> AsyncEngine:
    """An engine that has not connected yet.

    Args:
        url: as `addresses.address` gives it.
        command_seconds: how long PostgreSQL may take over one statement; None lets it.

    Raises:
        SettingsError: the driver is missing, or an SQLite file cannot be made.
    """
    if url.get_backend_name() == "postgresql":
        return _postgresql(url, command_seconds)
    if url.database and not url.database.startswith((":memory:", "file:")):
        _make_file(Path(url.database), url)
    # One connection: SQLite writes one at a time anyway, and a database in memory lives and dies with its connection.
    # An error that quotes its parameters would carry questions into a log.
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    return engine


def _postgresql(url: URL, command_seconds: float | None) -> AsyncEngine:
    try:
        return create_async_engine(
            url,
            pool_pre_ping=True,
            pool_timeout=POOL_SECONDS,
            hide_parameters=True,
            connect_args={"timeout": CONNECT_SECONDS, "command_timeout": command_seconds},
        )
    except ModuleNotFoundError as error:
        raise SettingsError(
            "DATABASE_URL names PostgreSQL, which needs asyncpg: pip install '.[postgres]' in the project's folder."
        ) from error


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
