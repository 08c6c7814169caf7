"""Who only says something in a story ("my boss says Amazon patches it"), and the sides in what they say."""

from collections.abc import Sequence

import msgspec

from bot.parsing.focus import ASKERS
from bot.parsing.reader import Unit
from bot.parsing.vocabulary import WHOSE, Vocabulary

NEAR = 3
"""Words from a speaker to the verb ("the consultant was still sure")."""


def set_aside(read: list[list[Unit]], vocabulary: Vocabulary) -> list[list[Unit]]:
    """The units where speakers mean nothing, and the sides that they name are told only in passing.

    The auditor who believes that AWS does it asks about no auditor, and does not say that AWS's part is meant.
    """
    return [_heard_of(sentence, vocabulary) for sentence in read]


def _heard_of(units: list[Unit], vocabulary: Vocabulary) -> list[Unit]:
    if vocabulary.saying.isdisjoint([unit.words[-1] for unit in units]):
        return units
    heard = list(units)
    said = False
    for number, unit in enumerate(units):
        pair = _said_by(units, number, vocabulary)
        if pair is not None:
            heard[pair] = Unit(units[pair].words)
            said = True
        elif not ASKERS.isdisjoint(unit.words):
            said = False
        elif said and unit.concept in WHOSE:
            heard[number] = msgspec.structs.replace(unit, purpose=True)
    return heard


def _said_by(units: Sequence[Unit], number: int, vocabulary: Vocabulary) -> int | None:
    """Number of the unit that names who says it, where a verb of saying stands; None where none does."""
    if units[number].words[-1] not in vocabulary.saying:
        return None
    nouns = (place for place in range(number - 1, max(-1, number - 1 - NEAR), -1))
    return next((place for place in nouns if units[place].words[-1] in vocabulary.speakers), None)
