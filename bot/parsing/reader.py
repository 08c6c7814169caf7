"""Sentences to units: each word or run of words with the concept or service that it stands for."""

from collections.abc import Iterable

from msgspec import Struct

from bot.parsing.stem import stem
from bot.parsing.vocabulary import CLASS_MARK, SERVICE_MARK, Alias, Link, Vocabulary


class Unit(Struct, frozen=True):
    """A run of words that was understood as one thing."""

    words: tuple[str, ...]
    concept: str | None = None
    """None for fillers."""
    links: tuple[Link, ...] = ()
    class_: str | None = None
    known: bool = True
    purpose: bool = False
    """True inside a clause that only says what for ("to meet PCI DSS")."""


_PURPOSE = (("to", "meet"), ("to", "comply"), ("to", "satisfy"), ("in", "order", "to"), ("so", "that"), ("because",), ("due", "to"), ("as", "part", "of"))


class Reader:
    """Reads words with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def read(self, text: tuple[str, ...], cues: Iterable[str] = (), phrase: bool = False) -> list[Unit]:
        """Units of one sentence.

        Args:
            text: its words, spelling mended.
            cues: stems that stand elsewhere in the message and may vouch for an everyday word as a service's name.
            phrase: True for the knowledge's own phrases, in which everyday words are never services.
        """
        stems = tuple(map(stem, text))
        near = None if phrase else frozenset((*stems, *cues))
        units: list[Unit] = []
        purpose = False
        index = 0
        while index < len(text):
            purpose = purpose or (index > 0 and any(text[index : index + len(cue)] == cue for cue in _PURPOSE))
            unit = self._at(text, stems, index, near, purpose)
            units.append(unit)
            index += len(unit.words)
        return units

    def _at(self, text: tuple[str, ...], stems: tuple[str, ...], index: int, near: frozenset[str] | None, purpose: bool) -> Unit:
        known = self.vocabulary
        names = self._names_at(stems, index, near)
        length = len(names[0].stems) if names else 0
        for run, concept in known.runs.get(stems[index], ()):
            if len(run) <= length:
                break
            if stems[index : index + len(run)] == run:
                return self._run(text[index : index + len(run)], concept, purpose)
        if names:
            links = tuple(dict.fromkeys(alias.link for alias in names))
            return Unit(text[index : index + length], links[0].concept, links, purpose=purpose)
        word, root = text[index], stems[index]
        concept_of = known.concepts.get(word) or known.concepts.get(root)
        if concept_of:
            return Unit((word,), concept_of, purpose=purpose)
        if word in known.fillers or root in known.fillers:
            return Unit((word,))
        return Unit((word,), root, known=False, purpose=purpose)

    @staticmethod
    def _run(run: tuple[str, ...], concept: str, purpose: bool) -> Unit:
        if concept.startswith(CLASS_MARK):
            return Unit(run, None, class_=concept[len(CLASS_MARK) :], purpose=purpose)
        return Unit(run, concept, purpose=purpose)

    def _names_at(self, stems: tuple[str, ...], index: int, near: frozenset[str] | None) -> list[Alias]:
        """The longest aliases that begin here; several where one name means several things."""
        found: list[Alias] = []
        for alias in self.vocabulary.aliases.get(stems[index], ()):
            if found and len(alias.stems) < len(found[0].stems):
                break
            if stems[index : index + len(alias.stems)] == alias.stems and self._vouched(alias, stems, index, near):
                found.append(alias)
        return found

    @staticmethod
    def _vouched(alias: Alias, stems: tuple[str, ...], index: int, near: frozenset[str] | None) -> bool:
        if not alias.cues:
            return True
        if near is None:
            return False
        behind = index > 0 and stems[index - 1] in ("aws", "amazon")
        return behind or any(cue in near and cue not in alias.stems for cue in alias.cues if cue != "aws")

    def concepts(self, text: tuple[str, ...]) -> tuple[str, ...]:
        """The distinct concepts of one of the knowledge's own phrases."""
        return tuple(dict.fromkeys(unit.concept for unit in self.read(text, phrase=True) if unit.concept))


def is_service(concept: str) -> bool:
    """True for the concept of a named service."""
    return concept.startswith(SERVICE_MARK)
