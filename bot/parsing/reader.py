"""Sentences to units: each word or run of words with the concept or service that it stands for."""

from collections.abc import Container, Iterable, Sequence
from typing import cast

from msgspec import Struct

from bot.catalog.model import ClassId
from bot.parsing.leading import Node, ends_from, leading
from bot.parsing.remembered import Remembered
from bot.parsing.stem import singular, stem
from bot.parsing.vocabulary import CLASS_MARK, SERVICE_MARK, THIRD, VENDOR, WHOSE, Alias, Link, Vocabulary


class Unit(Struct, frozen=True, gc=False):
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
    "once": (("we",), ("i",)),
    "like": (("we",), ("they",), ("i",)),
}
"""First word -> the others of what opens a clause that only says what for, why or when."""

_ASKING = frozenset(("who", "whose", "whom"))
"""Words behind which something is asked, whatever clause stood before them."""
_WHERE = frozenset(("on", "in", "within", "to", "into", "using"))
"""Words behind which "AWS" is where something stands."""
_SIDES = (("side",), ("end",), ("part",), ("half",))
"""What is a party's own: "the router on Amazon's end"."""
_DOERS = frozenset(("who", "we", "i", "to", "must", "should"))
"""Words right before a verb, which tell "we patch …" from the noun in "patch support"."""


Ends = Sequence[tuple[int, Node]]
"""Where names and runs end that begin at one word, each with its number of words, longest first."""
ITS = "its"
ITS_REACH = 4
"""Words from a party to what is its own."""
OWN = "own"
"""Speaks of the customer, unless it stands behind the vendor."""


class Known(Struct, frozen=True, gc=False):
    """What is known of a word wherever it stands."""

    stem: str
    name: str
    """The word in the singular."""
    root: Node | None
    """What begins with it."""
    watched: bool
    """True where its meaning depends on its neighbours."""
    alone: Unit
    """What it means where nothing longer begins with it."""
    passing: Unit
    """The same inside a purpose clause."""


class Reader:
    """Reads words with one vocabulary; what a word means by itself is worked out once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._nodes = leading(vocabulary)
        self._watched = vocabulary.subject_nouns | {*VENDOR, OWN}
        self._silent = vocabulary.light | WHOSE | {None}
        """Concepts that name no task."""
        self._known = Remembered(self._known_of, 20_000).__getitem__
        self._inner = Remembered(self._inner_of, 4_000).__getitem__

    def read(
        self,
        text: tuple[str, ...],
        cues: frozenset[str] = frozenset(),
        phrase: bool = False,
        breaks: Container[int] = (),
        known: Sequence[Known] = (),
    ) -> list[Unit]:
        """Units of one sentence.

        Args:
            text: its words, spelling mended.
            cues: stems of the message, which may vouch for an everyday word as a service's name; those of the
                sentence where none are given.
            phrase: True for the knowledge's own phrases, in which everyday words are never services.
            breaks: where a new clause begins, and what only says what for or why has ended.
            known: what `known` said of the words, where they have been looked up before.
        """
        known = known or self.known(text)
        near = None if phrase else cues or frozenset([word.stem for word in known])
        names = tuple([word.name for word in known])
        units: list[Unit] = []
        purpose = False
        index, end = 0, len(text)
        while index < end:
            word, here = text[index], known[index]
            if purpose and (index in breaks or word in _ASKING):
                purpose = False
            if word in _PURPOSE and index and not purpose and not phrase:
                purpose = any(text[index + 1 : index + 1 + len(rest)] == rest for rest in _PURPOSE[word])
            root = here.root
            if here.watched or (
                root is not None and (root.ends or (index + 1 < end and names[index + 1] in root.following))
            ):
                vendor = bool(units) and units[-1].words[-1] in VENDOR and not units[-1].links
                unit = self._at(text, names, index, near, purpose, vendor)
            else:
                unit = here.passing if purpose else here.alone
            units.append(unit)
            index += len(unit.words)
        return units

    def known(self, text: Iterable[str]) -> list[Known]:
        """What is known of each word by itself."""
        return [*map(self._known, text)]

    def _at(
        self,
        text: tuple[str, ...],
        names: tuple[str, ...],
        index: int,
        near: frozenset[str] | None,
        purpose: bool,
        vendor: bool,
    ) -> Unit:
        ends = ends_from(self._nodes, names, index)
        found = self._named(ends, text, index, near, vendor)
        length = len(found[0].words) if found else 0
        if found and length == ends[0][0]:  # nothing that begins here is longer
            return _name(text[index : index + length], found, purpose)
        plainly = self._plain(ends, text, index, purpose)
        if found and length >= len(plainly.words):
            return _name(text[index : index + length], found, purpose)
        if text[index] in VENDOR:
            where = (
                near is not None
                and index > 1
                and text[index - 1] in _WHERE
                and names[index + 1 : index + 2] not in _SIDES
            )
            if where or self._named(ends_from(self._nodes, names, index + 1), text, index + 1, near, True):
                return Unit((text[index],))  # "Amazon RDS" and "our app on AWS" name a place, not a side
        if text[index] == OWN and index and self._is_others_own(text, index):
            return Unit((text[index],))  # "AWS's own staff" and "the vendor's own cloud" are not the customer's
        return plainly

    def _is_others_own(self, text: tuple[str, ...], index: int) -> bool:
        """Whether "own" stands behind a party that is not the customer ("does AWS wipe its own drives?")."""
        before = text[index - 1]
        if before == ITS:
            return any(word in VENDOR for word in text[max(0, index - ITS_REACH) : index])
        return before in VENDOR or self._known(before).alone.concept == THIRD

    def _plain(self, ends: Ends, text: tuple[str, ...], index: int, purpose: bool = False) -> Unit:
        """The longest run of words with a meaning of its own that begins here, or the single word.

        Args:
            ends: where something ends that begins here.
            text: the sentence.
            index: where to look.
            purpose: True inside a clause that only says what for.
        """
        for length, node in ends:
            if node.meaning is not None:
                return self._run(text[index : index + length], node.meaning, purpose)
        vocabulary, word = self.vocabulary, text[index]
        if word in vocabulary.subject_nouns and index + 1 < len(text) and text[index + 1] in vocabulary.subject_verbs:
            return Unit((word,))
        known = self._known(word)
        return known.passing if purpose else known.alone

    def _known_of(self, word: str) -> Known:
        name = singular(word)
        return Known(
            stem=stem(word),
            name=name,
            root=self._nodes.get(name),
            watched=word in self._watched,
            alone=self._single(word, False),
            passing=self._single(word, True),
        )

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

    def _named(
        self, ends: Ends, text: tuple[str, ...], index: int, near: frozenset[str] | None, vendor: bool
    ) -> list[Alias]:
        """The longest aliases that begin here; several where one name means several things.

        Args:
            ends: where something ends that begins here.
            text: the sentence.
            index: where to look.
            near: stems that may vouch for everyday words; None where those never count.
            vendor: True right behind "AWS" or "Amazon".
        """
        for _, node in ends:
            found = [
                alias for alias in node.aliases if not alias.cues or self._vouched(alias, text, index, near, vendor)
            ]
            if found:
                return found
        return []

    def _vouched(
        self, alias: Alias, text: tuple[str, ...], index: int, near: frozenset[str] | None, vendor: bool
    ) -> bool:
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

    def tells(self, units: Iterable[Unit]) -> bool:
        """Whether some units name a task, and not only services or nothing."""
        # Asked of every part of every sentence; a generator takes three times as long.
        silent = self._silent
        for unit in units:  # noqa: SIM110
            if unit.concept not in silent and not unit.links:
                return True
        return False

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

    def inner(self, unit: Unit) -> Sequence[str]:
        """Concepts of the words inside a name of several words ("IAM roles" also speaks of roles)."""
        return self._inner(unit.words) if unit.links and len(unit.words) > 1 else ()

    def _inner_of(self, text: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        names = tuple(map(singular, text))
        index = 1 if names[0] in self.vocabulary.aliases else 0
        while index < len(text):
            part = self._plain(ends_from(self._nodes, names, index), text, index)
            if part.known and part.concept:
                found.append(part.concept)
            index += len(part.words)
        return tuple(found)


def _name(words: tuple[str, ...], found: Sequence[Alias], purpose: bool) -> Unit:
    """The unit of a name, with all that it may mean."""
    links = tuple(dict.fromkeys([alias.link for alias in found])) if len(found) > 1 else (found[0].link,)
    official = any(alias.official for alias in found)
    return Unit(words, links[0].concept, links, purpose=purpose, official=official)


def is_service(concept: str) -> bool:
    """True for the concept of a named service."""
    return concept.startswith(SERVICE_MARK)
