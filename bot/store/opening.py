"""Opens a database: SQLite is migrated on the spot, PostgreSQL by `whosejob db upgrade`."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import SettingsError
from bot.store.addresses import address, shown
from bot.store.claims import TAKEOVER_SECONDS
from bot.store.database import FAILURES
from bot.store.engines import make_engine
from bot.store.keys import Keys
from bot.store.migrating import migrate
from bot.store.revisions import HEAD, revision
from bot.store.store import Store

LOCKED_SECONDS = 5.0
POLL_SECONDS = 0.02


async def open_store(url: str = "", secret_keys: Sequence[str] = (), takeover: float = TAKEOVER_SECONDS) -> Store:
    """Opens the database at an address; an empty address is one in memory.

    Args:
        url: DATABASE_URL.
        secret_keys: Fernet keys; the first encrypts. Without any, nothing can be encrypted, and digests last as long
            as the process.
        takeover: age in seconds at which an unfinished claim counts as abandoned.

    Raises:
        SettingsError: it cannot be opened, is of a newer version, or is PostgreSQL that waits for
            `whosejob db upgrade`. The message does not hold the password.
    """
    keys = Keys(secret_keys)
    parsed = address(url)
    async with _opening(make_engine(parsed), parsed) as engine:
        await _prepare(engine)
    return Store(engine, keys, takeover)


async def upgrade(url: str) -> tuple[str, str]:
    """Runs the migrations that are due.

    Returns:
        The latest migration before (empty for a new database) and after.

    Raises:
        SettingsError: the database cannot be opened, or is of a newer version.
    """
    parsed = address(url)
    # A migration, or waiting for that of another process, may take its time.
    async with _opening(make_engine(parsed, command_seconds=None), parsed) as engine:
        await _reach(engine)
        before = await migrate(engine)
    await engine.dispose()
    return before, HEAD


async def _prepare(engine: AsyncEngine) -> None:
    await _reach(engine)
    async with engine.connect() as connection:
        found = await revision(connection)
    if found == HEAD:
        return
    if engine.dialect.name != "postgresql":
        await migrate(engine)
        return
    seen = f"has seen migration {found} of {HEAD}" if found else "was never migrated"
    raise SettingsError(f"The database {seen}: run `whosejob db upgrade` (DATABASE_URL {shown(engine.url)}).")


async def _reach(engine: AsyncEngine) -> None:
    """Connects for the first time.

    Of several processes that make one SQLite file at once, one turns its write-ahead log on; the others may be told
    right away that it is locked, since SQLite's own waiting does not cover that change.
    """
    until = asyncio.get_running_loop().time() + LOCKED_SECONDS
    while True:
        try:
            async with engine.connect():
                return
        except OperationalError as error:
            busy = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            if not busy or asyncio.get_running_loop().time() > until:
                raise
            await asyncio.sleep(POLL_SECONDS)


@asynccontextmanager
async def _opening(engine: AsyncEngine, url: URL) -> AsyncIterator[AsyncEngine]:
    """Closes the engine when something fails, and says what in words for people."""
    try:
        yield engine
    except SettingsError:
        await engine.dispose()
        raise
    except (*FAILURES, TypeError, ValueError) as error:
        await engine.dispose()
        raise SettingsError(f"DATABASE_URL ({shown(url)}) cannot be opened: {_reason(error, url)}") from error


def _reason(error: BaseException, url: URL) -> str:
    cause = getattr(error, "orig", None) or error
    lines = str(cause).splitlines() or [type(cause).__name__]
    reason = lines[0].removeprefix("<class ").strip()
    # A driver may quote what it was given.
    return reason.replace(url.password, "***") if isinstance(url.password, str) and url.password else reason
