"""Sentences to units: each word or run of words with the concept or service that it stands for."""

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from typing import cast

from msgspec import Struct

from bot.catalog.model import ClassId
from bot.parsing.stem import singular, stem
from bot.parsing.vocabulary import CLASS_MARK, SERVICE_MARK, VENDOR, WHOSE, Alias, Link, Vocabulary


class Unit(Struct, frozen=True):
    """A run of words that was understood as one thing."""

    words: tuple[str, ...]
    concept: str | None = None
    """None for fillers."""
    links: tuple[Link, ...] = ()
    class_: ClassId | None = None
    known: bool = True
    official: bool = False
    """True for a service's own name, whose words say nothing of the task."""
    purpose: bool = False
    """True inside a clause that only says what for, why or when ("to meet PCI DSS")."""


_PURPOSE = {
    "to": (("meet",), ("comply",), ("satisfy",)),
    "in": (("order", "to"),),
    "so": (("that",),),
    "as": (("part", "of"),),
    "because": ((),),
    "during": ((),),
    "hosting": (("the",), ("our",), ("a",), ("my",)),
}
"""First word -> the others of what opens a clause that only says what for, why or when."""

_WHERE = frozenset(("on", "in", "within", "to", "into", "using"))
"""Words behind which "AWS" is where something stands."""
_DOERS = frozenset(("who", "we", "i", "to", "must", "should"))
"""Words right before a verb, which tell "we patch …" from the noun in "patch support"."""


OWN = "own"
"""Speaks of the customer, unless it stands behind the vendor."""


class Reader:
    """Reads words with one vocabulary; what a word means by itself is worked out once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._alone = lru_cache(maxsize=20_000)(self._single)
        self._watched = vocabulary.subject_nouns | {*VENDOR, OWN}
        """Words whose meaning depends on their neighbours, beside those with which a longer name begins."""

    def read(
        self, text: tuple[str, ...], cues: Iterable[str] = (), phrase: bool = False, breaks: Container[int] = ()
    ) -> list[Unit]:
        """Units of one sentence.

        Args:
            text: its words, spelling mended.
            cues: stems that stand elsewhere in the message and may vouch for an everyday word as a service's name.
            phrase: True for the knowledge's own phrases, in which everyday words are never services.
            breaks: where a new clause begins, and what only says what for or why has ended.
        """
        near = None if phrase else frozenset((*map(stem, text), *cues))
        names = tuple(map(singular, text))
        known, alone = self.vocabulary, self._alone
        units: list[Unit] = []
        purpose = False
        index = 0
        while index < len(text):
            word = text[index]
            if purpose and index in breaks:
                purpose = False
            if word in _PURPOSE and index and not purpose and not phrase:
                purpose = any(text[index + 1 : index + 1 + len(rest)] == rest for rest in _PURPOSE[word])
            name = names[index]
            if name in known.aliases or name in known.runs or word in self._watched:
                vendor = bool(units) and units[-1].words[-1] in VENDOR and not units[-1].links
                unit = self._at(text, names, index, near, purpose, vendor)
            else:
                unit = alone(word, purpose)  # nothing longer begins here
            units.append(unit)
            index += len(unit.words)
        return units

    def _at(
        self,
        text: tuple[str, ...],
        names: tuple[str, ...],
        index: int,
        near: frozenset[str] | None,
        purpose: bool,
        vendor: bool,
    ) -> Unit:
        found = self._names_at(text, names, index, near, vendor)
        plainly = self._plain(text, names, index, purpose)
        if found and len(found[0].words) >= len(plainly.words):
            length = len(found[0].words)
            links = tuple(dict.fromkeys(alias.link for alias in found))
            official = any(alias.official for alias in found)
            return Unit(text[index : index + length], links[0].concept, links, purpose=purpose, official=official)
        if text[index] in VENDOR:
            where = near is not None and index > 1 and text[index - 1] in _WHERE
            if where or self._names_at(text, names, index + 1, near, True):
                return Unit((text[index],))  # "Amazon RDS" and "our app on AWS" name a place, not a side
        if text[index] == OWN and index and text[index - 1] in VENDOR:
            return Unit((text[index],))  # "AWS's own staff" are not the customer's
        return plainly

    def _plain(self, text: tuple[str, ...], names: tuple[str, ...], index: int, purpose: bool = False) -> Unit:
        """The longest run of words with a meaning of its own that begins here, or the single word.

        Args:
            text: the sentence.
            names: its words in the singular.
            index: where to look.
            purpose: True inside a clause that only says what for.
        """
        known = self.vocabulary
        for run, meaning in known.runs.get(names[index], ()):
            if names[index : index + len(run)] == run:
                return self._run(text[index : index + len(run)], meaning, purpose)
        word = text[index]
        if word in known.subject_nouns and index + 1 < len(text) and text[index + 1] in known.subject_verbs:
            return Unit((word,))
        return self._alone(word, purpose)

    def _single(self, word: str, purpose: bool) -> Unit:
        known = self.vocabulary
        root = stem(word)
        concept = known.concepts.get(word)
        if concept is None and word not in known.fillers:
            concept = known.concepts.get(root)
        if concept:
            return Unit((word,), concept, purpose=purpose)
        if word in known.fillers or root in known.fillers or word[0].isdigit():
            return Unit((word,))  # a number alone ("from 1.29 to 1.30") says nothing of the task
        return Unit((word,), root, known=False, purpose=purpose)

    def _run(self, run: tuple[str, ...], concept: str, purpose: bool) -> Unit:
        if concept.startswith(CLASS_MARK):
            return Unit(run, None, class_=cast(ClassId, concept[len(CLASS_MARK) :]), purpose=purpose)
        return Unit(run, concept, purpose=purpose or concept in self.vocabulary.circumstances)

    def _names_at(
        self, text: tuple[str, ...], names: tuple[str, ...], index: int, near: frozenset[str] | None, vendor: bool
    ) -> list[Alias]:
        """The longest aliases that begin here; several where one name means several things.

        Args:
            text: the sentence.
            names: its words in the singular.
            index: where to look.
            near: stems that may vouch for everyday words; None where those never count.
            vendor: True right behind "AWS" or "Amazon".
        """
        found: list[Alias] = []
        if index >= len(text):
            return found
        for alias in self.vocabulary.aliases.get(names[index], ()):
            length = len(alias.words)
            if found and length < len(found[0].words):
                break
            if names[index : index + length] == alias.words and self._vouched(alias, text, index, near, vendor):
                found.append(alias)
        return found

    def _vouched(
        self, alias: Alias, text: tuple[str, ...], index: int, near: frozenset[str] | None, vendor: bool
    ) -> bool:
        if not alias.cues:
            return True
        if near is None:
            return False
        if not alias.strict and self._only_a_service(text, index - vendor, index + len(alias.words)):
            return True
        if alias.api:
            return False
        if vendor:
            return True
        own = {stem(word) for word in text[index : index + len(alias.words)]}
        return any(cue in near and cue not in own for cue in alias.cues if cue not in VENDOR)

    def _only_a_service(self, text: tuple[str, ...], start: int, end: int) -> bool:
        """True for the whole object of an act that befalls only what runs: "who patches …?", "do we patch …?"."""
        if start < 2 or end < len(text) or text[start - 2] not in _DOERS:
            return False
        return stem(text[start - 1]) in self.vocabulary.befalls_services

    def tells(self, units: Sequence[Unit]) -> bool:
        """Whether some units name a task, and not only services or nothing."""
        light = self.vocabulary.light
        return any(
            not unit.links and unit.concept is not None and unit.concept not in light and unit.concept not in WHOSE
            for unit in units
        )

    def concepts(self, text: tuple[str, ...]) -> tuple[str, ...]:
        """The distinct concepts of one of the knowledge's own phrases."""
        found: list[str] = []
        for unit in self.read(text, phrase=True):
            if unit.class_:
                found.append(CLASS_MARK + unit.class_)
            elif unit.concept:
                found.append(unit.concept)
            if not unit.official:
                found += self.inner(unit)
        return tuple(dict.fromkeys(found))

    def inner(self, unit: Unit) -> list[str]:
        """Concepts of the words inside a name of several words ("IAM roles" also speaks of roles)."""
        if not unit.links or len(unit.words) == 1:
            return []
        found: list[str] = []
        names = tuple(map(singular, unit.words))
        index = 1 if names[0] in self.vocabulary.aliases else 0
        while index < len(unit.words):
            part = self._plain(unit.words, names, index)
            if part.known and part.concept:
                found.append(part.concept)
            index += len(part.words)
        return found


def is_service(concept: str) -> bool:
    """True for the concept of a named service."""
    return concept.startswith(SERVICE_MARK)
