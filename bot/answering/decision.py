"""What to do with a question, and why."""

from typing import Literal

from msgspec import Struct

from bot.answering.readings import Reading


class Decision(Struct, frozen=True):
    """What to do with a question, and why."""

    act: Literal["answer", "both", "choose", "refuse"]
    """`both`: the reading and the first rival are the two parties' halves of what is asked."""
    reading: Reading | None
    rivals: tuple[Reading, ...]
    """The best reading of every other owner."""
    confidence: float
    rule: str
    """The rule that decided, in words, for --explain."""
    same: tuple[Reading, ...] = ()
    """Other topics that fit nearly as well and have the same owner."""
