"""What each person has read, for the counts of unread messages."""

from __future__ import annotations

from bot.demo.state import State


class Reading:
    """Remembers the newest message that a person has seen in each channel.

    Args:
        state: the workspace's messages.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self.seen: dict[tuple[str, str], str] = {}
        """The ``ts`` of the newest message seen, by channel and person."""

    def read(self, channel: str, user: str) -> None:
        """A person has seen a channel to its end."""
        newest = self._state.newest(channel)
        if newest is not None:
            self.seen[channel, user] = newest

    def unread(self, channel: str, user: str) -> int:
        """How many messages of others a person has not seen, replies aside."""
        seen = self.seen.get((channel, user), "")
        news = [m for m in self._state.since(channel, seen) if m.user != user and m.thread_ts in (None, m.ts)]
        return len(news)
