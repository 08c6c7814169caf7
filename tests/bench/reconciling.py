"""What it costs to look at subscriptions that are all in order: calls of Slack's, and seconds."""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import click
from measuring import machine, table
from tips import START, database

sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

from sqlalchemy import text
from tipping.setting import staged
from tipping.stage import Stage, key_of
from tipping.workers import Workers

from bot.catalog.files import shipped
from bot.demo import Message
from bot.demo.scheduled import Pending
from bot.engine import read_lessons
from bot.jobs.passing import reconcile
from bot.jobs.slack_port import Held
from bot.settings import Settings
from bot.slack.client import web_client
from bot.slack.scheduling import Scheduling
from bot.slack.starting import installed
from bot.subscription import Post, Subscription

SIZES = ((40, 250), (1_000, 10), (1, 10_000))
"""Workspaces, and subscriptions in each."""
AHEAD = 3600.0
"""Seconds by which the workers' clock, which stands still, is ahead of Slack's: nothing comes due meanwhile."""
PATIENCE = 600.0
"""Seconds."""
HELD = ("SELECT count(*) FROM scheduled_post WHERE scheduled_id <> ''", "SELECT count(*) FROM scheduled_post")
HEAD = ("workspaces", "subscriptions", "held", "calls", "most a workspace", "of those not lists", "seconds")


class Direct(Scheduling):
    """Slack without HTTP, to have it hold in little time what a pass is to find later."""

    stage: Stage

    async def held(self, workspace: str) -> tuple[Held, ...]:
        """What it holds."""
        pending = self.stage.slack.workspaces[workspace].pending()
        return tuple(Held(one.id, one.channel, one.post_at) for one in pending)

    async def schedule(self, subscription: Subscription, post: Post) -> str:
        """Has it hold one more."""
        workspace = self.stage.slack.workspaces[subscription.workspace]
        installation = workspace.host.installations.of(workspace.identity.team_id)
        assert installation is not None
        message = Message(subscription.place, "", "U0BOT", "said")
        pending = Pending(workspace.state.new_id("Q"), post.moment, int(START), message, installation)
        workspace.scheduled.add(pending)
        return pending.id


async def arranged(stage: Stage) -> None:
    """Has everybody subscribe, and Slack hold what they are to be sent."""
    settings = Settings(
        slack_client_id=stage.slack.client_id,
        slack_client_secret=stage.slack.client_secret,
        slack_api_url=stage.slack.api_url,
        secret_keys=(stage.secret_key,),
    )
    workspaces, _ = installed(settings, stage.store, web_client(settings))
    direct = Direct(settings, workspaces, stage.lessons)
    direct.stage = stage
    for place in stage.places:
        await stage.put(place, stage.wish(place))
    for workspace in stage.slack.workspaces.values():
        await reconcile(stage.store, direct, stage.lessons, key_of(workspace), lambda: START, _kept)
    await workspaces.close()


async def _kept() -> None:
    """Nobody else is at it."""


async def measured(workspaces: int, each: int, kind: str, folder: Path) -> tuple[str, ...]:
    """One row of the table."""
    lessons = read_lessons((shipped(),))
    places = workspaces * each
    async with (
        database(kind, folder) as url,
        staged(folder, url, lessons, workspaces=workspaces, places=places, seed=1, start=START - AHEAD) as stage,
    ):
        await arranged(stage)
        before = await counts(stage)
        await make_due(stage, START + 60)
        workers = Workers(folder, {**stage.settings(), "lease": 60.0, "at": START})
        await workers.start(1)
        try:
            began = time.monotonic()
            await make_due(stage, START)
            async with asyncio.timeout(PATIENCE):
                while min((await stage.due()).values()) <= START:  # noqa: ASYNC110 (a database does not say so)
                    await asyncio.sleep(0.1)
            seconds = time.monotonic() - began
        finally:
            await workers.kill_all()
        assert await counts(stage) == before, "nothing was to be written"
        calls = stage.slack.calls()
        of_each = Counter(call.team_id for call in calls)
        assert len(of_each) == workspaces, "every workspace was looked at"
        other = sum(call.method != "chat.scheduledMessages.list" for call in calls)
        figures = (workspaces, places, before[0], len(calls), max(of_each.values()), other)
        return (*(f"{one:,}" for one in figures), f"{seconds:.1f}")


async def make_due(stage: Stage, at: float) -> None:
    """Has every workspace be due then."""
    async with stage.store.engine.begin() as connection:
        await connection.execute(text("UPDATE round SET due_at = :at"), {"at": at})


async def counts(stage: Stage) -> tuple[int, ...]:
    """Posts that Slack holds, and all there are."""
    async with stage.store.engine.connect() as connection:
        return tuple([int(await connection.scalar(text(one)) or 0) for one in HELD])


@click.command()
@click.option("--database", "kind", type=click.Choice(["postgres", "sqlite"]), default="postgres", show_default=True)
@click.option("--size", type=(int, int), multiple=True, default=SIZES, help="Workspaces, and subscriptions in each.")
def main(kind: str, size: tuple[tuple[int, int], ...]) -> None:
    """One worker process, and the local workspace in another."""
    rows = []
    for workspaces, each in size:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            rows.append(asyncio.run(measured(workspaces, each, kind, Path(name))))
            print(*rows[-1], sep="\t", flush=True)
    print(f"\nAll in order, {kind}, one worker; {machine()}\n\n{table(HEAD, rows)}")


if __name__ == "__main__":
    main()
