"""Brings a database to the newest migration, however many processes try at once."""

import logging
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.revisions import HEAD, revision

FOLDER = Path(__file__).with_name("migrations")
LOCK = 0x77686F73656A6F62
"""Number of PostgreSQL's advisory lock: “whosejob”."""


async def migrate(engine: AsyncEngine) -> str:
    """Runs the migrations that are due, all or none; returns the one that the database had seen before.

    Raises:
        SettingsError: the database is of a newer version.
        SQLAlchemyError, OSError: the database fails.
    """
    async with engine.begin() as connection:
        await _lock(connection)
        before = await revision(connection)
        if before != HEAD:
            await connection.run_sync(_upgrade)
    return before


async def _lock(connection: AsyncConnection) -> None:
    """Lets one process at a time go on; the others wait until its transaction has ended."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    else:
        # The driver begins a transaction only before it writes, and DDL would be committed table by table.
        await connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    # Imported here, since it takes 0.4 s and a migration is rarely due.
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
