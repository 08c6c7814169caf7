"""Where a question was asked, and where its answer goes."""

from dataclasses import dataclass
from typing import Any

from bot.slack.views import Audience


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or direct message, or one thread of it."""

    channel: str
    thread_ts: str | None = None

    @property
    def key(self) -> str:
        """Names the place in the store."""
        return f"{self.channel}:{self.thread_ts}" if self.thread_ts else self.channel


def place_of_click(body: dict[str, Any]) -> Place | None:
    """Where the clicked message stands; None for one that only one person sees, since nothing follows up on it."""
    container = body.get("container", {})
    if container.get("is_ephemeral") or "channel_id" not in container:
        return None
    return Place(container["channel_id"], container.get("thread_ts") or body.get("message", {}).get("thread_ts"))


def thread_of_click(body: dict[str, Any]) -> str | None:
    """The thread in which someone clicked; a thread's first message is seen in the channel."""
    container = body.get("container", {})
    thread_ts: str | None = container.get("thread_ts") or body.get("message", {}).get("thread_ts")
    return thread_ts if thread_ts != container.get("message_ts") else None


def audience_of_click(body: dict[str, Any]) -> Audience:
    """Who sees the message that was clicked, and so what takes its place."""
    return Audience.PRIVATE if body.get("container", {}).get("is_ephemeral") else Audience.CHANNEL
