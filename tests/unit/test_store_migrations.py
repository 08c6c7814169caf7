"""Databases of every age are brought to the newest tables, or refused with what to do."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from moments import NOW
from slack_sdk.oauth.installation_store.models import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore, SQLAlchemyInstallationStore
from sqlalchemy import Connection, MetaData, Text, text

from bot.errors import SettingsError
from bot.store import ENCRYPTED, Store, Taken, open_store, upgrade
from bot.store.addresses import address
from bot.store.engines import make_engine
from bot.store.migrating import FOLDER
from bot.store.revisions import HEAD, REVISIONS
from bot.store.slack_tables import BOTS, INSTALLATIONS
from bot.store.tables import METADATA

BEFORE_MIGRATIONS = (
    "CREATE TABLE event_claim (event_id VARCHAR(64) PRIMARY KEY, claimed_at FLOAT NOT NULL, done BOOLEAN NOT NULL)",
    "CREATE INDEX ix_event_claim_claimed_at ON event_claim (claimed_at)",
    "CREATE TABLE thread_question (id INTEGER PRIMARY KEY, thread VARCHAR(128) NOT NULL, asked_at FLOAT NOT NULL, "
    "text TEXT NOT NULL)",
    "CREATE INDEX ix_thread_question_asked_at ON thread_question (asked_at)",
    "CREATE INDEX thread_question_thread ON thread_question (thread, id)",
    "INSERT INTO event_claim VALUES ('Ev1', 1, FALSE)",
)
"""What the version without migrations made."""
OPENING = """
import asyncio, sys
from bot.store import open_store, upgrade
async def main():
    await (await open_store(sys.argv[1])).close() if sys.argv[1].startswith("sqlite") else await upgrade(sys.argv[1])
asyncio.run(main())
print("alembic" in sys.modules)
"""


async def run_sql(url: str, *statements: str) -> None:
    """Runs statements on a database, as another program would."""
    engine = make_engine(address(url))
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def inspected(url: str, look: Callable[[Connection], Any]) -> Any:
    """What a look at a database finds."""
    engine = make_engine(address(url))
    async with engine.connect() as connection:
        found = await connection.run_sync(look)
    await engine.dispose()
    return found


async def processes(url: str, count: int) -> list[str]:
    """What several processes say that open, or migrate, a database at once."""
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", OPENING, url, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        for _ in range(count)
    ]
    return [(await process.communicate())[0].decode().strip() for process in running]


@pytest.fixture(params=["file", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without any table."""
    if request.param == "file":
        return f"sqlite:///{tmp_path}/store.db"
    found: str = request.getfixturevalue("postgresql")
    return found


async def test_the_migrations_make_the_tables_of_the_code(empty: str) -> None:
    await upgrade(empty)
    differences = await inspected(empty, lambda link: compare_metadata(MigrationContext.configure(link), METADATA))
    assert differences == []


def test_the_revisions_named_are_alembics() -> None:
    script = ScriptDirectory(str(FOLDER))
    assert tuple(one.revision for one in script.walk_revisions())[::-1] == REVISIONS
    assert script.get_current_head() == HEAD


async def test_a_database_of_the_version_without_migrations_is_taken_over(empty: str) -> None:
    await run_sql(empty, *BEFORE_MIGRATIONS)
    if not empty.startswith("sqlite"):
        with pytest.raises(SettingsError, match="was never migrated: run `whosejob db upgrade`"):
            await open_store(empty)
        assert await upgrade(empty) == ("", HEAD)
    opened = await open_store(empty)
    assert await opened.claims.take("Ev1", NOW, "T1") is Taken.OURS
    await opened.close()
    assert await upgrade(empty) == (HEAD, HEAD)


async def test_a_new_postgresql_waits_for_the_command(postgresql: str) -> None:
    with pytest.raises(SettingsError, match="run `whosejob db upgrade`"):
        await open_store(postgresql)


async def test_a_database_of_a_newer_version_is_left_alone(empty: str) -> None:
    await upgrade(empty)
    await run_sql(empty, "UPDATE alembic_version SET version_num = '9999'")
    for opening in (open_store, upgrade):
        with pytest.raises(SettingsError, match=r"newer Whosejob.*9999"):
            await opening(empty)


async def test_a_migration_that_fails_leaves_everything_as_it_was(empty: str) -> None:
    await run_sql(empty, *BEFORE_MIGRATIONS, "CREATE TABLE slack_bots (id INTEGER)")
    with pytest.raises(SettingsError, match="slack_bots"):
        await upgrade(empty)
    await run_sql(empty, "DELETE FROM event_claim WHERE event_id = 'Ev1'", "DROP TABLE slack_bots")
    assert await inspected(empty, lambda link: set(_reflected(link))) == {"event_claim", "thread_question"}
    await upgrade(empty)


async def test_several_processes_may_migrate_at_once(empty: str) -> None:
    said = await processes(empty, 4)
    assert set(said) <= {"True", "False"}, said
    assert "True" in said
    opened = await open_store(empty)
    assert await opened.claims.take("Ev1", NOW) is Taken.OURS
    await opened.close()


async def test_a_database_that_is_up_to_date_opens_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    assert await processes(url, 1) == ["True"]
    assert await processes(url, 1) == ["False"]


@pytest.mark.parametrize("ours", [INSTALLATIONS, BOTS], ids=lambda table: table.name)
def test_slacks_tables_are_slacks_with_longer_tokens(ours: Any) -> None:
    build = {
        "slack_installations": SQLAlchemyInstallationStore.build_installations_table,
        "slack_bots": SQLAlchemyInstallationStore.build_bots_table,
    }[ours.name]
    theirs = build(MetaData(), ours.name)
    assert ours.columns.keys() == theirs.columns.keys()
    for column in ours.columns:
        assert column.nullable == theirs.c[column.name].nullable, column.name
        if column.name in ENCRYPTED[ours]:
            assert isinstance(column.type, Text)
        else:
            assert repr(column.type) == repr(theirs.c[column.name].type), column.name
    [index], [their_index] = ours.indexes, theirs.indexes
    assert (index.name, index.columns.keys()) == (their_index.name, their_index.columns.keys())


async def test_slacks_own_store_works_on_them(store: Store) -> None:
    installations = AsyncSQLAlchemyInstallationStore(client_id="1.2", engine=store.engine)
    token = store.keys.encrypt("xoxb-" + "1" * 300)
    await installations.async_save(
        Installation(app_id="A1", team_id="T1", user_id="U1", bot_id="B1", bot_user_id="U2", bot_token=token)
    )
    found = await installations.async_find_bot(enterprise_id=None, team_id="T1")
    assert found is not None
    assert store.keys.decrypt(found.bot_token) == "xoxb-" + "1" * 300


def _reflected(connection: Connection) -> list[str]:
    tables = MetaData()
    tables.reflect(connection)
    return list(tables.tables)
