"""How often what was asked was answered: once, twice, never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.demo import Channel, LocalWorkspace, Said


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of events."""

    once: int = 0
    twice: int = 0
    """Twice or more often."""
    never: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.once + other.once, self.twice + other.twice, self.never + other.never)


def figures(workspace: LocalWorkspace, channel: Channel, said: Iterable[Said]) -> Figures:
    """Counts the bot's messages in the thread of each mention."""
    posted = Counter(message.thread_ts for message in workspace.messages(channel) if message.bot_id)
    times = [posted[one.ts] for one in said]
    return Figures(times.count(1), sum(number > 1 for number in times), times.count(0))
