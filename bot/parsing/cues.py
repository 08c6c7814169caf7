"""Word sequences that give away the kind of a question, found in one pass over its words."""

from collections.abc import Iterable, Mapping
from itertools import product

from msgspec import Struct

from bot.parsing.stem import singular

GAP = 4
"""Words that `*` may stand for, at most."""
OPEN = ""
"""Stands for the second word of cues that have none, or a gap there."""


PREAMBLE = frozenset(
    (
        "hey", "hi", "hello", "yo", "ok", "okay", "so", "and", "but", "also", "well", "btw", "quick", "one", "question",
        "hmm", "oh", "now", "all", "folks", "team", "bot",
    )
)  # fmt: skip
"""Words behind which a sentence opens as well ("hey so what is …")."""


class Cue(Struct, frozen=True, array_like=True, gc=False):
    """One sequence of words in the singular, `*` for a gap; some only match at the start or end of a sentence."""

    label: str
    rest: tuple[str, ...]
    """What follows the first word."""
    anchored: bool = False
    final: bool = False
    gaps: frozenset[str] = frozenset()
    """Its words where some stand apart; none for a cue without gaps."""


CueIndex = dict[str, dict[str, dict[str, list[Cue]]]]
"""First word -> second word -> last word -> cues of these."""


def build_cues(labelled: Mapping[str, Iterable[str]]) -> CueIndex:
    """Indexes cues of words; `^` and `$` are the ends of a sentence, `*` a gap, `a|b` a choice of words."""
    index: CueIndex = {}
    for label, cues in labelled.items():
        for cue in cues:
            anchored, final = cue.startswith("^"), cue.endswith("$")
            choices = [part.split("|") for part in cue.strip("^$ ").lower().split()]
            for chosen in product(*choices):
                parts = tuple(part if part == "*" else singular(part) for part in chosen)
                second = parts[1] if len(parts) > 1 and parts[1] != "*" else OPEN
                by_last = index.setdefault(parts[0], {}).setdefault(second, {})
                words = frozenset(parts) - {"*"} if "*" in parts else frozenset()
                by_last.setdefault(parts[-1], []).append(Cue(label, parts[1:], anchored, final, words))
    return index


def find_cues(index: CueIndex, sentence: tuple[str, ...]) -> dict[str, int]:
    """Labels of the cues that stand in a sentence, each with the place of its first word."""
    return cues_in(index, tuple(map(singular, sentence)))


def cues_in(index: CueIndex, words: tuple[str, ...]) -> dict[str, int]:
    """The same of words in the singular."""
    present = set(words)
    found: dict[str, int] = {}
    for start, first in enumerate(words):
        beginning = index.get(first)
        if beginning is None:
            continue
        following = words[start + 1] if start + 1 < len(words) else OPEN
        for second in (following, OPEN) if following else (OPEN,):
            by_last = beginning.get(second)
            if by_last is None:
                continue
            for last in by_last.keys() & present:
                for cue in by_last[last]:
                    if cue.label in found or (cue.anchored and start and not _opens(words, start)):
                        continue
                    if cue.gaps:
                        # Most cues with gaps lack a word, which is told in no time.
                        end = _ends(words, start + 1, cue.rest) if cue.gaps <= present else 0
                    else:
                        end = start + 1 + len(cue.rest)
                        if words[start + 1 : end] != cue.rest:
                            continue
                    if end and (not cue.final or end == len(words)):
                        found[cue.label] = start
    return found


def _opens(words: tuple[str, ...], start: int) -> bool:
    """Whether a sentence opens with a word, whatever it is led by."""
    return words[start] not in PREAMBLE and PREAMBLE.issuperset(words[:start])


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
