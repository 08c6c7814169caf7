"""Which part of a message asks, and how much the words around it count."""

from collections.abc import Callable, Sequence

from bot.parsing.polarity import AUXILIARIES
from bot.parsing.reader import Unit
from bot.parsing.text import Sentence

ASKERS = frozenset(("who", "whose", "whom"))
"""Words that open what is asked wherever they stand."""
BESIDE = 0.5
"""How much the words count that stand in the asking sentence, outside the clause that asks."""
AROUND = 0.35
"""How much the words of the sentences next to it count, where it does not stand alone."""
FAR = 0.1
"""How much those of the others count."""

Tells = Callable[[Sequence[Unit]], bool]
"""Whether some units name a task."""


def asking_clause(sentence: Sentence, units: Sequence[Unit], tells: Tells) -> tuple[int, int]:
    """Numbers of the first and behind the last unit of what a sentence asks; all of it where no part stands alone.

    "Cluster got patched in the maintenance window, the team wants to know who applies these patches" asks who applies
    patches; of "backups of the cluster, whose job?" no clause alone names a task.
    """
    starts = [0, *sentence.breaks, len(sentence.words)]
    found = (0, len(units))
    at = _asker(sentence)
    if at is None:
        return found
    begin = max(start for start in starts if start <= at)
    if sentence.words[at] in ASKERS:
        begin = at
    for end in starts:
        if end > at:
            clause = _units(units, begin, end)
            if tells(units[clause[0] : clause[1]]):
                return clause
    return found


def _asker(sentence: Sentence) -> int | None:
    """Place of the word that opens what is asked, where something else stands before it."""
    places = [place for place, word in enumerate(sentence.words) if word in ASKERS]
    if places:
        return places[-1]
    return next((start for start in reversed(sentence.breaks) if sentence.words[start] in AUXILIARIES), None)


def _units(units: Sequence[Unit], begin: int, end: int) -> tuple[int, int]:
    """Numbers of the units that hold the words from `begin` to before `end`."""
    first = last = 0
    place = 0
    for number, unit in enumerate(units):
        if place + len(unit.words) <= begin:
            first = number + 1
        if place < end:
            last = number + 1
        place += len(unit.words)
    return first, last
