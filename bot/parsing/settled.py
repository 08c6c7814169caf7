"""Whether a message says that what it takes was set up already, so that it asks who carries it out."""

from collections.abc import Mapping, Sequence

from bot.parsing.focus import asker_of
from bot.parsing.reader import Unit
from bot.parsing.text import Sentence

SETTLED = Unit(("settled",), "set_already")
"""Stands in a question for any of the ways of saying that something has been set up."""
SETTLED_SHARE = 1.0
"""How much it counts there."""
CUE = "settled"
WANTED = frozenset(("should", "must", "ought", "could", "would", "shall", "to"))
"""Words by which it is only wished for ("somebody should have switched it on")."""
WANTED_REACH = 3
"""Words from such a one to what is wished for."""
ONCE = frozenset(("once", "after", "since"))
"""Words that open a clause which tells of a thing done."""
ONCE_REACH = 4
"""Words between the two."""
DENYING = frozenset(("no", "not", "never", "nobody", "none", "nothing", "without", "off", "forgot"))
"""Words of a sentence that takes back what it says of a setting ("autoscaling was never enabled")."""


def is_settled(sentences: Sequence[Sentence], found: Sequence[Mapping[str, int]], main: int | None) -> bool:
    """Whether something is told as set up before what is asked ("PITR is on. Who makes the backups?").

    "Who makes sure that MFA is enabled?" has the same words behind what it asks, and asks who enables it.

    Args:
        sentences: of the message.
        found: the cues of each, with the place of their first word.
        main: number of the one that asks; None where none does.
    """
    for number, labels in enumerate(found):
        start = labels.get(CUE)
        if start is None or not DENYING.isdisjoint(sentences[number].words):
            continue
        if not WANTED.isdisjoint(sentences[number].words[max(0, start - 1) : start + WANTED_REACH]):
            continue
        if main is None or number != main:
            return True
        if not ONCE.isdisjoint(sentences[number].words[max(0, start - ONCE_REACH) : start]):
            return True  # "what about the backups, once the retention is set"
        asker = asker_of(sentences[number])
        if asker is not None and any(start < end <= asker for end in sentences[number].breaks):
            return True
    return False
