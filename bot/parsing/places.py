"""Where a question is about: the services that it names, a class of services, or what a generic noun hints at."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.catalog.model import ClassId, Service
from bot.parsing.entities import settle, sharpen
from bot.parsing.reader import Unit
from bot.parsing.stem import singular
from bot.parsing.text import Sentence
from bot.parsing.vocabulary import THIRD, Link, Vocabulary


class Place(NamedTuple):
    """Where a task is asked about: services or variants, or a class of services."""

    links: tuple[Link, ...] = ()
    class_: ClassId | None = None
    hinted: bool = False


def place_of(
    units: Sequence[Unit], sentences: Sequence[Sentence], services: Mapping[str, Service], vocabulary: Vocabulary
) -> Place:
    """The place that the units of a message name.

    Args:
        units: of all sentences.
        sentences: words that stand anywhere in them may tell a variant.
        services: by id.
        vocabulary: holds what generic nouns hint at.
    """
    words = [tuple(map(singular, sentence.words)) for sentence in sentences]
    links = sharpen(settle(units, services), words, vocabulary)
    class_ = next((unit.class_ for unit in units if unit.class_), None)
    if class_ and not links and any(unit.concept == THIRD for unit in units):
        links = _bought(class_, services)
    if links or class_:
        return Place(links, class_)
    hints = _hint(units, services, vocabulary)
    return Place(hints, None, bool(hints))


def run_elsewhere(place: Place, services: Mapping[str, Service]) -> bool:
    """Whether somebody else than AWS or the customer runs one of the services of a place."""
    named = [(link.variant, services[link.service].variants) for link in place.links if link.variant]
    return any(variant.id == id_ and variant.third_party for id_, variants in named for variant in variants)


def _bought(class_: ClassId, services: Mapping[str, Service]) -> tuple[Link, ...]:
    """What third parties run of a class ("SaaS of a third-party vendor, in the vendor's account")."""
    variants = ((id_, variant) for id_, service in services.items() for variant in service.variants)
    bought = [Link(id_, one.id) for id_, one in variants if one.third_party and one.class_ == class_]
    return tuple(bought[:1])


def _hint(units: Sequence[Unit], services: Mapping[str, Service], vocabulary: Vocabulary) -> tuple[Link, ...]:
    for unit in units:
        service = vocabulary.objects.get(unit.concept or "")
        if service and service in services:
            return (Link(service),)
    return ()
