"""What each concept of a question weighs in the fit of a phrase."""

from collections.abc import Mapping
from functools import lru_cache

from bot.catalog.model import Service
from bot.parsing.focus import Heard
from bot.parsing.phrases import Part
from bot.parsing.places import Place, run_elsewhere
from bot.parsing.reader import Reader, Unit
from bot.parsing.vocabulary import CLASS_MARK, THIRD, WHOSE

PURPOSE_SHARE = 0.3
"""How much a concept inside a purpose clause counts."""
WHOSE_DEMAND = 0.15
"""How much "our" and "AWS" call for being explained: they tell readings apart, yet many questions just contain them."""
INNER_SHARE = 0.3
"""How much the words inside a service's own name count ("Key Management Service")."""
NAME = Part(1.0, 0.0)
"""What the name of a service or class weighs: it is settled by entity linking and needs no explaining."""
SIDE, SIDE_IN_PASSING = Part(1.0, WHOSE_DEMAND), Part(PURPOSE_SHARE, 0.0)
"""What "our" and "AWS" weigh, plainly said and inside a purpose clause."""
INNER, PARTY = Part(1.0, INNER_SHARE), Part(INNER_SHARE, 0.0)
"""What the words inside a name weigh, and what they do inside an official one, as the vendor where it only runs it."""
MODE = Part(0.6, 0.3)
"""How much words count that may only say how a service is run ("RDS Multi-AZ: patching the OS")."""
MODE_REACH = 3
"""How far before such words the service's name may stand ("RDS for Postgres Multi-AZ")."""


def weigh(heard: Heard, place: Place, services: Mapping[str, Service], reader: Reader) -> dict[str, Part]:
    """The concepts of a question with what each weighs.

    Args:
        heard: its units, with how much each counts.
        place: where it is about.
        services: by id.
        reader: knows the words.
    """
    asked: dict[str, Part] = {}
    modes = reader.vocabulary.modes
    named = -MODE_REACH - 1
    for number, (unit, share) in enumerate(heard):
        concept = unit.concept
        if unit.purpose and share > PURPOSE_SHARE:
            share = PURPOSE_SHARE
        if number - named <= MODE_REACH and unit.words in modes and _only_mode(heard, number, reader):
            asked.setdefault(concept or "", MODE)
            if unit.links:
                named = number
        elif unit.links:
            named = number
            _weigh_name(asked, unit, share, services, reader)
        elif unit.class_:
            asked[CLASS_MARK + unit.class_] = NAME
        elif concept is None:
            continue
        elif concept in WHOSE:
            if unit.purpose:
                asked.setdefault(concept, SIDE_IN_PASSING)
            else:
                asked[concept] = SIDE
        elif concept == THIRD and run_elsewhere(place, services):
            asked.setdefault(THIRD, PARTY)
        else:
            known = asked.get(concept)
            if known is None or known.demand < share:
                asked[concept] = _counted(share)
    return asked


def _weigh_name(
    asked: dict[str, Part], unit: Unit, share: float, services: Mapping[str, Service], reader: Reader
) -> None:
    """Adds what a name weighs: the service settles the place, and calls for being explained only as a feature."""
    feature = any(services[link.service].feature for link in unit.links)
    for link in unit.links:
        asked[link.concept] = Part(1.0, share) if feature else NAME
    for concept in reader.inner(unit):
        asked.setdefault(concept, PARTY if unit.official else INNER)


@lru_cache(maxsize=16)
def _counted(share: float) -> Part:
    """What a concept weighs that counts so much; there are few shares, and many concepts to a question."""
    return Part(max(share, PURPOSE_SHARE), share)


def _only_mode(heard: Heard, number: int, reader: Reader) -> bool:
    """Whether a mode's name a little behind a service's says how it is run, as other words say what is done."""
    return reader.tells([unit for unit, _ in heard if unit.words != heard[number][0].words])
