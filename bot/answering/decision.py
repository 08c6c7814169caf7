"""What to do with a question, and why."""

from typing import Literal

from msgspec import Struct

from bot.answering.readings import Reading

Reasons = tuple[tuple[object, ...], ...]
"""What decided, in order: each a text with what stands in its gaps, which is only put together when it is read."""


class Decision(Struct, frozen=True, gc=False):
    """What to do with a question, and why."""

    act: Literal["answer", "both", "choose", "refuse"]
    """`both`: the reading and the first rival are the two parties' halves of what is asked."""
    reading: Reading | None
    rivals: tuple[Reading, ...]
    """The best reading of every other owner."""
    confidence: float
    reasons: Reasons = ()
    same: tuple[Reading, ...] = ()
    """Other topics that fit nearly as well and have the same owner."""

    @property
    def rule(self) -> str:
        """The rule that decided, in words, for --explain."""
        return "; ".join([str(text).format(*told) for text, *told in self.reasons])
