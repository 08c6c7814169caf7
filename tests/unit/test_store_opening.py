"""Addresses of databases, and what opening them says where it fails."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from moments import NOW
from sqlalchemy.engine import make_url

from bot.errors import SettingsError
from bot.store import Taken, open_store
from bot.store.addresses import address, shown


async def test_a_file_survives_a_restart_and_is_its_owners_alone(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/state/store.db"
    for expected in (Taken.OURS, Taken.BUSY):
        opened = await open_store(url)
        await opened.ping()
        assert await opened.claims.take("Ev1", NOW) is expected
        await opened.close()
    for path in (tmp_path / "state", tmp_path / "state" / "store.db"):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", "sqlite+aiosqlite://"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+aiosqlite:////var/x.db", "sqlite+aiosqlite:////var/x.db"),
        ("postgres://u:p@h:5432/d", "postgresql+asyncpg://u:p@h:5432/d"),
        ("postgresql://u:p@h/d?sslmode=require", "postgresql+asyncpg://u:p@h/d?ssl=require"),
    ],
)
def test_addresses_as_people_write_them(given: str, meant: str) -> None:
    assert address(given).render_as_string(hide_password=False) == meant


def test_an_address_is_shown_without_its_password() -> None:
    assert shown(make_url("postgresql://u:hunter2@h/d?password=hunter2")) == "postgresql://u:***@h/d"


@pytest.mark.parametrize("url", ["hunter2", "mysql://u:hunter2@h/d", "postgresql://u:hunter2@h:port/d"])
async def test_a_senseless_address_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL") as caught:
        await open_store(url)
    assert "hunter2" not in str(caught.value)


async def test_a_path_that_cannot_be_written_is_refused_before_sqlite_sees_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, reason in ((tmp_path, "Is a directory"), (tmp_path / "file" / "x.db", "File exists")):
        with pytest.raises(SettingsError, match=f"{path}.*{reason}"):
            await open_store(f"sqlite:///{path}")


async def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ada, " * 100)
    with pytest.raises(SettingsError, match="not a database"):
        await open_store(f"sqlite:///{letter}")
    assert letter.read_text() == "Dear Ada, " * 100


async def test_postgresql_that_is_not_there_or_not_installed_is_named() -> None:
    with pytest.raises(SettingsError, match=r"asyncpg|cannot be opened") as caught:
        await open_store("postgres://u:hunter2@127.0.0.1:1/d")
    assert "hunter2" not in str(caught.value)


async def test_a_new_file_that_another_process_is_making_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    held = sqlite3.connect(file, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    opening = asyncio.create_task(open_store(f"sqlite:///{file}"))
    await asyncio.sleep(0.2)  # by then it has met the lock
    held.execute("ROLLBACK")
    held.close()
    store = await opening
    await store.ping()
    await store.close()
