"""What stands in the tables, as somebody who has only the database would see it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.store import Store
from bot.store.tables import METADATA


async def rows(store: Store, table: Any) -> list[Any]:
    """Every row of a table."""
    async with store.engine.connect() as connection:
        return list((await connection.execute(select(table))).all())


async def tables_naming(store: Store, *words: str) -> set[str]:
    """Tables in which one of the words stands anywhere."""
    return {
        table.name
        for table in METADATA.tables.values()
        for row in await rows(store, table)
        if any(word in str(value) for value in row for word in words)
    }
