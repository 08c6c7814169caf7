"""The stage of a scene: a workspace with a person in a channel, and the processes that answer there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.demo import SLACK_RETRY_DELAYS, Ack, Channel, Limits, LocalWorkspace, Said, User
from bot.slack.manifest import manifest
from chaos.figures import Figures, figures
from chaos.fleet import Fleet, Times
from chaos.relay import Relay

QUESTION = "who patches the OS on EC2?"
MANIFEST = manifest()


@dataclass(frozen=True, slots=True)
class Scene:
    """A workspace with a person in a channel, and the processes that answer there."""

    workspace: LocalWorkspace
    fleet: Fleet
    ada: User
    general: Channel

    async def mention(self, question: str = QUESTION) -> Said:
        """Ada mentions the bot; ends when Slack gives up or the bot has acknowledged it."""
        return await self.workspace.say(self.general, self.ada, f"{self.workspace.mention} {question}")

    async def mentions(self, number: int) -> list[Said]:
        """Ada mentions the bot several times at once."""
        return list(await asyncio.gather(*(self.mention() for _ in range(number))))

    async def ask(self) -> Ack:
        """Ada runs the slash command."""
        return await self.workspace.command(self.ada, self.general, "/whosejob", QUESTION)

    async def count(self, said: Sequence[Said], quiet: float = 0.05) -> Figures:
        """How often each mention was answered, once nothing is in flight any more."""
        await self.workspace.settled(quiet, timeout=60)
        return figures(self.workspace, self.general, said)

    async def commands_are_answered(self, number: int = 5) -> None:
        """Ada runs some slash commands at once, and reads the answers."""
        asked = await asyncio.gather(*(self.ask() for _ in range(number)))
        assert all(ack.message for ack in asked), [ack.error for ack in asked]

    async def ready(self) -> None:
        """Waits until every process says that it is ready."""
        async with asyncio.timeout(30):
            while {await self.fleet.status(port, "/readyz") for port in self.fleet.processes} != {200}:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def attempts(self) -> int:
        """Deliveries of mentions that have ended so far, redeliveries among them."""
        return sum(len(delivery.attempts) for delivery in self.workspace.deliveries("app_mention"))


def limits(factor: float, ack_seconds: float = 3.0) -> Limits:
    """Slack's limits, with its redeliveries so many times sooner."""
    return Limits(ack_seconds=ack_seconds, retry_delays=tuple(delay / factor for delay in SLACK_RETRY_DELAYS))


@asynccontextmanager
async def stage(
    folder: Path,
    database: str,
    *,
    factor: float = 50.0,
    processes: int = 1,
    command: str = "serve",
    ack_seconds: float = 3.0,
    slack: Relay | None = None,
    times: Times | None = None,
) -> AsyncIterator[Scene]:
    """Starts a workspace and the processes; everything has ended when the block has.

    Args:
        folder: for logs and the like.
        database: DATABASE_URL.
        factor: how many times shorter than Slack's its redeliveries are, and the bot's waiting with them.
        processes: how many.
        command: `serve` or `socket`.
        ack_seconds: how long Slack waits for an acknowledgement.
        slack: the way from the processes to the workspace, when not the straight one.
        times: the bot's own times, instead of those that the factor gives.
    """
    bot = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    scopes = MANIFEST["oauth_config"]["scopes"]["bot"]
    times = times or Times().shortened(factor)
    async with LocalWorkspace(limits=limits(factor, ack_seconds), events=bot, scopes=scopes) as workspace:
        ada = workspace.add_user("ada")
        general = workspace.add_channel("general", members=[ada])
        api_url = f"http://127.0.0.1:{slack.port}/api/" if slack else ""
        if slack:
            slack.targets.append(int(workspace.base_url.rpartition(":")[2]))
        async with Fleet(workspace, folder, database, times, command, api_url) as fleet:
            await asyncio.gather(*(fleet.start() for _ in range(processes)))
            scene = Scene(workspace, fleet, ada, general)
            if command == "socket":
                await workspace.connected(timeout=60)
            else:
                workspace.deliver_to(f"{fleet.url}/slack/events")
            yield scene


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Waits for something in the workspace, which does not say when it comes about."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
