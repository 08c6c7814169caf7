"""Ranks entries by what someone has typed so far: whole names first, then beginnings, then words, then likenesses."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

EXACT, WORDS, LIKE, SOME = 1000.0, 600.0, 350.0, 150.0
"""Scores of the tiers; what is added within a tier stays below the distance between two."""
BEGINS, BEGINS_OTHER = 200.0, 15.0
"""What the beginning of an entry's name is worth more than a word inside it, and that of another word for it."""
OWN = 40.0
"""What an entry gains where its own name fits, not another word for it."""
PER_WEIGHT = 10.0
PER_LETTER = 0.5
"""What a letter costs that the fitting name has more than was typed."""
ALIKE = 72
"""Likeness of two words, 0 to 100, from which one may be a slip of the other ("kubernets", "lamda")."""
SHORTEST = 4
"""Letters of a word that may be a slip: with fewer, every word is like some other."""
LONGEST = 60
"""Letters that are looked at of what was typed."""
PER_LIKENESS = 5.0
"""What each point of likeness above that is worth."""
CORRECTIONS = 4
FEW = 5
"""Entries found below which likenesses are looked for too."""
VENDOR = frozenset(("aws", "amazon"))
NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be picked."""

    value: str
    label: str
    names: tuple[str, ...]
    """What it is called."""
    others: tuple[str, ...] = ()
    """Other words for it."""
    weight: float = 1.0
    """Breaks ties; 0 to 5."""


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    squeezed: str
    entry: int
    own: bool


class Ranking:
    """An index of entries; a look-up costs a few binary searches, and one pass of RapidFuzz where they find little."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._names = sorted(self._collect(), key=lambda name: name.squeezed)
        self._squeezed = [name.squeezed for name in self._names]
        words = defaultdict(set)
        for number, name in enumerate(self._names):
            for word in name.text.split():
                words[word].add(number)
        self._words = sorted(words)
        self._having = [frozenset(words[word]) for word in self._words]

    def best(self, query: str, most: int) -> tuple[Entry, ...]:
        """At most so many entries, the likeliest first; none where nothing is like what was typed."""
        text = _normal(query[:LONGEST])
        if not text:
            return ()
        scores: dict[int, float] = {}
        for number, tier in self._found(text):
            name = self._names[number]
            score = self._score(name, tier, len(text))
            scores[name.entry] = max(score, scores.get(name.entry, 0.0))
        ranked = sorted(scores, key=lambda entry: (-scores[entry], self._entries[entry].label))
        return tuple(self._entries[entry] for entry in ranked[:most])

    def _found(self, text: str) -> Iterator[tuple[int, float]]:
        """Names that fit, with their tiers; likenesses where few are what was typed."""
        squeezed = text.replace(" ", "")
        begun = range(*self._beginning(self._squeezed, squeezed))
        whole = [number for number in begun if self._squeezed[number] == squeezed]
        yield from ((number, EXACT) for number in whole)
        yield from ((number, WORDS + (BEGINS if self._names[number].own else BEGINS_OTHER)) for number in begun)
        having = [self._with_word(word) for word in text.split()]
        together = frozenset.intersection(*having)
        yield from ((number, WORDS) for number in together)
        if len({self._names[number].entry for number in (*begun, *together)}) < FEW:
            mended = [have or self._with_slip(word) for word, have in zip(text.split(), having, strict=True)]
            yield from self._alike(squeezed, mended)
            if not begun and not together:
                yield from ((number, SOME / len(mended)) for have in mended for number in have)

    def _alike(self, squeezed: str, mended: Sequence[frozenset[int]]) -> Iterator[tuple[int, float]]:
        found = process.extract(squeezed, self._squeezed, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=50)
        yield from ((number, LIKE + PER_LIKENESS * (score - ALIKE)) for _, score, number in found)
        yield from ((number, LIKE) for number in frozenset.intersection(*mended))

    def _with_word(self, beginning: str) -> frozenset[int]:
        """Names that have a word with this beginning."""
        start, end = self._beginning(self._words, beginning)
        return frozenset().union(*self._having[start:end])

    def _with_slip(self, word: str) -> frozenset[int]:
        """Names that have a word which this one may be a slip of."""
        if len(word) < SHORTEST:
            return frozenset()
        found = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=CORRECTIONS)
        return frozenset().union(*(self._having[number] for _, _, number in found))

    @staticmethod
    def _beginning(ordered: Sequence[str], beginning: str) -> tuple[int, int]:
        """Where the texts with a beginning stand among ordered ones."""
        return bisect_left(ordered, beginning), bisect_left(ordered, beginning + "\x7f")

    def _score(self, name: _Name, tier: float, typed: int) -> float:
        extra = max(0, len(name.text) - typed)
        weight = self._entries[name.entry].weight
        return tier + (OWN if name.own else 0.0) + PER_WEIGHT * weight - PER_LETTER * min(extra, 60)

    def _collect(self) -> Iterator[_Name]:
        for number, entry in enumerate(self._entries):
            own = {_normal(name): None for name in entry.names}
            others = {_normal(name): None for name in entry.others}
            for text in {**own, **others}:
                if text:
                    yield _Name(text, text.replace(" ", ""), number, text in own)


def _normal(text: str) -> str:
    """Words in small letters, without the vendor's name before them."""
    words = NOT_WORD.sub(" ", text.casefold()).split()
    while len(words) > 1 and words[0] in VENDOR:
        words = words[1:]
    return " ".join(words)
