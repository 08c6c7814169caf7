"""One pass over a workspace: what Slack holds is made equal to what is wanted for the next days."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.catalog.lesson_model import Lessons
from bot.jobs.slack_port import SlackPort
from bot.store import Store

Keep = Callable[[], Awaitable[None]]
"""Called before every call of Slack's; raises where the workspace is not ours any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a pass."""

    next_at: float
    """When the workspace is due again, in seconds since the epoch."""
    scheduled: int = 0
    cancelled: int = 0
    troubles: int = 0
    """Places at which Slack refused something."""


async def reconcile(
    store: Store, port: SlackPort, lessons: Lessons, workspace: str, clock: Callable[[], float], keep: Keep
) -> Outcome:
    """Makes what Slack holds in a workspace equal to what is wanted.

    It may be killed anywhere and run again; of two at once, the lease that `keep` looks after lets one go on.

    Args:
        store: holds subscriptions and posts.
        port: Slack.
        lessons: what there is to send.
        workspace: workspace key.
        clock: seconds since the epoch, by which things are due.
        keep: called before every call of Slack's.

    Raises:
        StoreError: the database failed.
        LeaseLostError: `keep` said so.
    """
    raise NotImplementedError
