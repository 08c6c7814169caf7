"""Encrypts every secret in the database again, with the first of the keys."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import UndecipherableError
from bot.store.database import Database
from bot.store.digests import NAME
from bot.store.keys import Keys
from bot.store.slack_tables import ENCRYPTED
from bot.store.store import Store
from bot.store.tables import SECRETS
from bot.workspace_key import workspace_key

BATCH = 100
"""Rows of one transaction: others wait for no more than these."""


@dataclass(frozen=True, slots=True)
class Reencrypted:
    """How it went."""

    secrets: int
    """Secrets that were encrypted again."""
    unreadable: tuple[str, ...]
    """Workspaces of secrets that no key decrypts, each once; those secrets stay as they were."""


@dataclass(slots=True)
class _Count:
    secrets: int = 0
    unreadable: list[str] = field(default_factory=list)


async def rotate(store: Store) -> Reencrypted:
    """Encrypts with the first key what any of the keys decrypts; may be run again, and while the bot answers.

    Raises:
        SettingsError: there is no key.
        StoreError: the database failed; what was not yet encrypted again still has its old key.
    """
    store.keys.encrypt("")
    database, count = Database(store.engine), _Count()
    for table, columns in ENCRYPTED.items():
        last: int | None = 0
        while last is not None:
            async with database.begin() as connection:
                last = await _batch(connection, store.keys, count, table, columns, last)
    async with database.begin() as connection:
        await _digest_key(connection, store.keys, count)
    return Reencrypted(count.secrets, tuple(dict.fromkeys(count.unreadable)))


async def _batch(
    connection: AsyncConnection, keys: Keys, count: _Count, table: Table, columns: tuple[str, ...], after: int
) -> int | None:
    """Rotates the rows that follow an id; returns the id of the last one, or None where none follow."""
    following = select(table).where(table.c.id > after).order_by(table.c.id).limit(BATCH)
    rows = (await connection.execute(following)).mappings().all()
    for row in rows:
        fresh = dict(_fresh(row, keys, count, columns))
        if fresh:
            # A token that was replaced meanwhile is encrypted with the first key already.
            unchanged = [table.c[name] == row[name] for name in fresh]
            done = await connection.execute(update(table).where(table.c.id == row["id"], *unchanged).values(fresh))
            count.secrets += len(fresh) if done.rowcount else 0
    return rows[-1]["id"] if rows else None


def _fresh(row: Any, keys: Keys, count: _Count, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in columns:
        if row[name]:
            try:
                yield name, keys.encrypt(keys.decrypt(row[name]))
            except UndecipherableError:
                count.unreadable.append(workspace_key(row["enterprise_id"], row["team_id"]))


async def _digest_key(connection: AsyncConnection, keys: Keys, count: _Count) -> None:
    stored = await connection.scalar(select(SECRETS.c.value).where(SECRETS.c.name == NAME))
    if not stored:
        return
    mine = update(SECRETS).where(SECRETS.c.name == NAME, SECRETS.c.value == stored)
    try:
        await connection.execute(mine.values(value=keys.encrypt(keys.decrypt(stored))))
        count.secrets += 1
    except UndecipherableError:
        count.unreadable.append("the key of digests")
