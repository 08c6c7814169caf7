"""Word sequences that give away the kind of a question, found in one pass over its words."""

from collections.abc import Iterable, Mapping
from itertools import product

from msgspec import Struct

from bot.parsing.stem import singular

GAP = 4
"""Words that `*` may stand for, at most."""


class Cue(Struct, frozen=True, array_like=True):
    """One sequence of words in the singular, `*` for a gap; some only match at the start or end of a sentence."""

    label: str
    parts: tuple[str, ...]
    anchored: bool = False
    final: bool = False


CueIndex = dict[str, list[Cue]]
"""First word -> cues that begin with it."""


def build_cues(labelled: Mapping[str, Iterable[str]]) -> CueIndex:
    """Indexes cues of words; `^` and `$` are the ends of a sentence, `*` a gap, `a|b` a choice of words."""
    index: CueIndex = {}
    for label, cues in labelled.items():
        for cue in cues:
            anchored, final = cue.startswith("^"), cue.endswith("$")
            choices = [part.split("|") for part in cue.strip("^$ ").lower().split()]
            for parts in product(*choices):
                stems = tuple(part if part == "*" else singular(part) for part in parts)
                index.setdefault(stems[0], []).append(Cue(label, stems, anchored, final))
    return index


def find_cues(index: CueIndex, sentence: tuple[str, ...]) -> dict[str, int]:
    """Labels of the cues that stand in a sentence, each with the place of its first word."""
    words = tuple(map(singular, sentence))
    found: dict[str, int] = {}
    for start, first in enumerate(words):
        for cue in index.get(first, ()):
            if cue.label in found or (cue.anchored and start) or not _goes_on(words, start, cue.parts):
                continue
            end = _ends(words, start + 1, cue.parts[1:])
            if end and (not cue.final or end == len(words)):
                found[cue.label] = start
    return found


def _goes_on(words: tuple[str, ...], start: int, parts: tuple[str, ...]) -> bool:
    """False where already the second word differs: most cues end here."""
    if len(parts) == 1 or parts[1] == "*":
        return True
    return start + 1 < len(words) and words[start + 1] == parts[1]


def _ends(words: tuple[str, ...], at: int, parts: tuple[str, ...]) -> int:
    """The place behind the last part when all parts follow from `at`; 0 when they do not."""
    for number, part in enumerate(parts):
        if part == "*":
            rest = parts[number + 1 :]
            for skipped in range(GAP + 1):
                end = _ends(words, at + skipped, rest)
                if end:
                    return end
            return 0
        if at >= len(words) or words[at] != part:
            return 0
        at += 1
    return at
