"""Mends words that nothing knows: slips of the finger, glued and split words."""

from itertools import chain, pairwise
from operator import add

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.parsing.remembered import Remembered
from bot.parsing.stem import singular, stem
from bot.parsing.text import Sentence
from bot.parsing.vocabulary import Vocabulary

LONGEST = 30
"""Longer words are left as they are: no name is as long."""


def edits_allowed(word: str) -> int:
    """How many slips a word of this length may hold (0 up to 4 letters, then 1, from 8 letters 2)."""
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


def english_words() -> bytes:
    """English words that a correction must not touch, between line breaks; they take a hundredth of a set's memory."""
    # Loading the list takes a quarter of a second, so the built index keeps it.
    from spellchecker import SpellChecker

    found = {word for word in SpellChecker().word_frequency.words() if word.isalpha() and word.isascii()}
    return b"\n" + "\n".join(sorted(word for word in found if edits_allowed(word))).encode() + b"\n"


class Speller:
    """Corrects words against one vocabulary; never away from a real English word."""

    def __init__(self, vocabulary: Vocabulary, english: bytes) -> None:
        self._vocabulary = vocabulary
        self._english = english
        self._by_length: dict[int, list[str]] = {}
        for word in vocabulary.words:
            if len(word) >= 4 and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self.correct = Remembered(self._correct, 20_000).__getitem__
        self.is_english = Remembered(self._is_english, 20_000).__getitem__
        self._spelled = Remembered(self._spelled_out, 20_000).__getitem__

    def knows(self, word: str) -> bool:
        """True for a word that the vocabulary uses, in any inflection."""
        known = self._vocabulary
        stemmed = stem(word)
        return (
            word in known.words
            or word in known.fillers
            or stemmed in known.concepts
            or stemmed in known.fillers
            or singular(word) in known.aliases
        )

    def mend(self, sentence: Sentence) -> Sentence:
        """A sentence with slips corrected, glued words split and split words joined, each clause by itself."""
        if not sentence.breaks:
            mended = self.mended(sentence.words)
            return sentence if mended == sentence.words else Sentence(mended, sentence.asks)
        words: list[str] = []
        breaks: list[int] = []
        for start, end in pairwise((0, *sentence.breaks, len(sentence.words))):
            if start:
                breaks.append(len(words))
            words += self.mended(sentence.words[start:end])
        return Sentence(tuple(words), sentence.asks, tuple(breaks))

    def mended(self, text: tuple[str, ...]) -> tuple[str, ...]:
        """Words with slips corrected, glued words split and split words joined."""
        names, spelled = self._vocabulary.words, self._spelled
        if names.keys().isdisjoint(map(add, text, text[1:])):
            return tuple(chain.from_iterable(map(spelled, text)))
        mended: list[str] = []
        skip = False
        for word, following in zip(text, (*text[1:], ""), strict=True):
            if skip:
                skip = False
            elif following and word + following in names and self._joins(word, following):
                mended.append(word + following)
                skip = True
            else:
                mended += spelled(word)
        return tuple(mended)

    def _spelled_out(self, word: str) -> tuple[str, ...]:
        """A word as it is where the vocabulary uses it, else corrected."""
        return (word,) if self.knows(word) or len(word) > LONGEST else self.correct(word)

    def _joins(self, word: str, following: str) -> bool:
        """Whether two words that make one of the vocabulary's are meant as that one."""
        glued = word + following
        if len(glued) < 6:
            return False
        begun = self._vocabulary.aliases.get(singular(word), ())
        if any(alias.words[1:2] == (singular(following),) for alias in begun):
            return False  # "iot sitewise edge" is a name as it stands
        name = singular(glued) in self._vocabulary.aliases and glued not in self._vocabulary.concepts
        return name or not (self.knows(word) and self.knows(following))

    def _correct(self, word: str) -> tuple[str, ...]:
        for cut in range(2, len(word) - 1):
            left, right = word[:cut], word[cut:]
            if self._whole(left) and self._whole(right) and not self.is_english(word):
                return (left, right)
        allowed = edits_allowed(word)
        if not allowed or not word.isalpha():
            return (word,)
        near = [
            w for length in range(len(word) - allowed, len(word) + allowed + 1) for w in self._by_length.get(length, ())
        ]
        matches = process.extract(word, near, scorer=OSA.distance, score_cutoff=allowed, limit=6)
        if not matches or self.is_english(word):
            return (word,)
        best = min(matches, key=lambda match: (match[1], match[0][0] != word[0], -self._vocabulary.words[match[0]]))
        return (best[0],)

    def _whole(self, part: str) -> bool:
        known = self._vocabulary
        if len(part) < 2 or (
            len(part) == 2
            and part not in known.aliases
            and part not in ("is", "my", "on", "of", "in", "to", "we", "db", "os")
        ):
            return False
        return part in known.words or part in known.fillers

    def _is_english(self, word: str) -> bool:
        """True for a real English word of five letters or more."""
        # Looking through the whole list took a millisecond, and a long message of no words that anybody knows a second.
        if not edits_allowed(word) or not (word.isascii() and word.isalpha()):
            return False
        sought, low, high = word.encode(), 0, len(self._english) - 1
        while low < high:
            start = self._english.rfind(b"\n", low, (low + high) // 2 + 1)
            end = self._english.index(b"\n", start + 1)
            found = self._english[start + 1 : end]
            if found == sought:
                return True
            low, high = (end, high) if found < sought else (low, start)
        return False
