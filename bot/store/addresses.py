"""Database addresses as people and platforms write them, made into what SQLAlchemy's async engines take."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
"""Scheme without a driver -> scheme with the async one."""
ACCEPTED = frozenset({"sqlite+aiosqlite", "postgresql+asyncpg"})


def address(url: str) -> URL:
    """Parses DATABASE_URL; an empty one is a database in memory.

    Raises:
        SettingsError: it is no address, or of a database that is not supported. Never quotes the address.
    """
    try:
        parsed = make_url(url or "sqlite://")
    except (ArgumentError, ValueError) as error:
        raise SettingsError("DATABASE_URL is not a database address.") from error
    parsed = parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername))
    if parsed.drivername not in ACCEPTED:
        raise SettingsError(
            f"DATABASE_URL names {parsed.drivername}; use sqlite+aiosqlite:///file.db or postgresql://user:password@host/name."
        )
    if "sslmode" in parsed.query:
        # libpq's name, which platforms put into their addresses; asyncpg calls it ssl.
        mode = parsed.query["sslmode"]
        parsed = parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return parsed


def shown(url: URL) -> str:
    """The address for people: without its password, and without a query that could hold another."""
    return url.set(query={}).render_as_string(hide_password=True)
