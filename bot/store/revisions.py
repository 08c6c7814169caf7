"""Which migrations a database has seen, told without Alembic, whose import takes longer than most commands do."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import SettingsError

REVISIONS = ("0001", "0002", "0003")
"""Every migration, oldest first; a test compares them with Alembic's."""
HEAD = REVISIONS[-1]
TABLE = "alembic_version"


async def revision(connection: AsyncConnection) -> str:
    """The latest migration that the database has seen; empty where it has seen none.

    Raises:
        SettingsError: it has seen one that this version does not know.
    """
    found = await connection.run_sync(_revision)
    if found and found not in REVISIONS:
        newer = f"The database is of a newer Whosejob: it has seen migration {found}, and this one ends with {HEAD}."
        raise SettingsError(f"{newer} Install that version, or restore a backup.")
    return found


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table(TABLE):
        return ""
    return connection.scalar(text(f"SELECT version_num FROM {TABLE}")) or ""  # noqa: S608 (a constant)
