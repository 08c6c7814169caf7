"""What each concept of a question weighs in the fit of a phrase."""

from collections.abc import Mapping

from bot.catalog.model import Service
from bot.parsing.focus import Heard
from bot.parsing.phrases import Part
from bot.parsing.places import Place, run_elsewhere
from bot.parsing.reader import Reader
from bot.parsing.vocabulary import CLASS_MARK, THIRD, WHOSE

PURPOSE_SHARE = 0.3
"""How much a concept inside a purpose clause counts."""
WHOSE_DEMAND = 0.15
"""How much "our" and "AWS" call for being explained: they tell readings apart, yet many questions just contain them."""
INNER_SHARE = 0.3
"""How much the words inside a service's own name count ("Key Management Service")."""
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
    elsewhere = run_elsewhere(place, services)
    for number, (unit, share) in enumerate(heard):
        if unit.purpose:
            share = min(share, PURPOSE_SHARE)
        if unit.words in reader.vocabulary.modes and _only_mode(heard, number, reader):
            asked.setdefault(unit.concept or "", MODE)
        elif unit.links:
            feature = any(services[link.service].feature for link in unit.links)
            for link in unit.links:
                asked[link.concept] = Part(1.0, share if feature else 0.0)
            for concept in reader.inner(unit):
                asked.setdefault(concept, Part(INNER_SHARE, 0.0) if unit.official else Part(1.0, INNER_SHARE))
        elif unit.class_:
            asked[CLASS_MARK + unit.class_] = Part(1.0, 0.0)
        elif unit.concept == THIRD and elsewhere:
            asked.setdefault(THIRD, Part(INNER_SHARE, 0.0))
        elif unit.concept in WHOSE:
            if unit.purpose:
                asked.setdefault(unit.concept, Part(PURPOSE_SHARE, 0.0))
            else:
                asked[unit.concept] = Part(1.0, WHOSE_DEMAND)
        elif unit.concept is not None:
            known = asked.get(unit.concept)
            if known is None or known.demand < share:
                asked[unit.concept] = Part(max(share, PURPOSE_SHARE), share)
    return asked


def _only_mode(heard: Heard, number: int, reader: Reader) -> bool:
    """Whether a mode's name behind a service's says how it is run, as other words say what is done."""
    if not any(unit.links for unit, _ in heard[max(0, number - MODE_REACH) : number]):
        return False
    return reader.tells([unit for unit, _ in heard if unit.words != heard[number][0].words])
