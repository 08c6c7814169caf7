"""What the workspace holds when nobody has been there yet: two channels, three people, and what they said."""

from __future__ import annotations

from dataclasses import dataclass

from bot.demo.model import Channel, User
from bot.demo.workspace import LocalWorkspace

WAIT_SECONDS = 10.0
"""How long the example waits for the app."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The first people and channels."""

    ada: User
    bob: User
    eve: User
    general: Channel
    security: Channel


def seed(workspace: LocalWorkspace) -> Seeds:
    """Adds the people and channels, and what is said among people."""
    ada = workspace.add_user("ada", tz="Europe/Berlin", is_admin=True)
    bob = workspace.add_user("bob", tz="America/New_York")
    eve = workspace.add_user("eve", tz="Asia/Tokyo")
    everybody = [ada, bob, eve]
    general, security = (workspace.add_channel(name, everybody) for name in ("general", "security"))
    for user in everybody:
        workspace.dm(user)
    workspace.write(general, eve, "Good morning! The audit of our AWS accounts starts on Monday.")
    workspace.write(security, bob, "Who patches the operating system of our RDS databases?")
    workspace.write(security, eve, "And do we have to encrypt our S3 buckets, or does AWS?")
    return Seeds(ada, bob, eve, general, security)


async def ask_an_example(workspace: LocalWorkspace, seeds: Seeds) -> None:
    """Ada asks the bot, and Bob goes on in the thread; the answers are real ones.

    Raises:
        TimeoutError: no answer came.
    """
    bot = workspace.mention
    first = workspace.post(seeds.general, seeds.ada, f"{bot} who patches the operating system of our RDS databases?")

    def answers(least: int) -> bool:
        replies = workspace.state.replies(seeds.general.id, first.ts)
        return sum(reply.bot_id is not None for reply in replies) >= least

    await workspace.until(lambda: answers(1), WAIT_SECONDS)
    workspace.post(seeds.general, seeds.bob, f"{bot} and on EC2?", thread_ts=first.ts)
    await workspace.until(lambda: answers(2), WAIT_SECONDS)
