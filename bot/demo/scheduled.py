"""The messages that a workspace holds until their time comes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.demo.installations import Installation
from bot.demo.model import Message

WINDOW_SECONDS = 300
WINDOW_MESSAGES = 30
"""Messages that may be posted to one channel within a window."""

Key = tuple[int, str]
"""When something is to be posted, and its id: the order in which things are posted."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that waits to be posted."""

    id: str
    post_at: int
    """Seconds since the epoch."""
    created: int
    """Seconds since the epoch."""
    message: Message
    """What will be posted; it has no ``ts`` yet."""
    installation: Installation
    """The one that asked for it, and with which it goes."""

    @property
    def channel(self) -> str:
        """The id of the channel that it is for."""
        return self.message.channel

    @property
    def key(self) -> Key:
        """Where it stands in the order of posting."""
        return self.post_at, self.id


class Posted(NamedTuple):
    """A scheduled message that was posted."""

    channel: str
    ts: str
    text: str
    id: str
    """Its id while it was pending."""


class Dropped(NamedTuple):
    """A scheduled message whose time came, and which was not posted."""

    channel: str
    post_at: int
    text: str
    id: str
    error: str
    """Why, in the words in which Slack would refuse to post it."""


class Scheduled:
    """A workspace's pending messages, in the order of posting, and what became of earlier ones.

    Args:
        told: called with every message that is added.
    """

    def __init__(self, told: Callable[[Pending], None]) -> None:
        self._told = told
        self._pending: dict[str, Pending] = {}
        self._order: list[Key] = []
        self._of_channel: defaultdict[str, list[Key]] = defaultdict(list)
        self.posted: list[Posted] = []
        """What was posted, oldest first."""
        self.watchers: list[Callable[[], object]] = []
        """Called whenever what is pending has changed."""
        self.dropped: list[Dropped] = []
        """What was not posted when its time had come, oldest first."""

    def add(self, pending: Pending) -> None:
        """Keeps a message until its time comes."""
        self._pending[pending.id] = pending
        insort(self._order, pending.key)
        insort(self._of_channel[pending.channel], pending.key)
        self._told(pending)
        self._changed()

    def get(self, pending_id: str) -> Pending | None:
        """The pending message of this id."""
        return self._pending.get(pending_id)

    def remove(self, pending_id: str) -> Pending | None:
        """Takes a message out; None where it is not pending."""
        pending = self._pending.pop(pending_id, None)
        if pending is not None:
            for order in (self._order, self._of_channel[pending.channel]):
                del order[bisect_left(order, pending.key)]
            self._changed()
        return pending

    def end(self, installation: Installation) -> None:
        """Takes out everything that an installation asked for."""
        for pending in [one for one in self._pending.values() if one.installation is installation]:
            self.remove(pending.id)

    def between(self, after: Key, latest: int | None, channel: str | None = None) -> Iterator[Pending]:
        """What is pending after a place in the order, up to a time and including it."""
        order = self._order if channel is None else self._of_channel.get(channel, [])
        end = len(order) if latest is None else bisect_right(order, (latest + 1, ""))
        return (self._pending[name] for _, name in order[bisect_right(order, after) : end])

    def crowded(self, channel: str, post_at: int) -> bool:
        """Whether one more message at this time would be too many for a channel."""
        order = self._of_channel.get(channel, [])
        around = order[
            bisect_left(order, (post_at - WINDOW_SECONDS + 1, "")) : bisect_left(order, (post_at + WINDOW_SECONDS, ""))
        ]
        times = sorted([moment for moment, _ in around] + [post_at])
        first_and_last = zip(times, times[WINDOW_MESSAGES:], strict=False)
        return any(last - first < WINDOW_SECONDS for first, last in first_and_last)

    def _changed(self) -> None:
        for watcher in self.watchers:
            watcher()

    def __len__(self) -> int:
        return len(self._pending)
