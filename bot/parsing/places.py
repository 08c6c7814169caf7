"""Where a question is about: the services that it names, a class of services, or what a generic noun hints at."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.catalog.model import ClassId, Service
from bot.parsing.entities import settle, sharpen
from bot.parsing.moving import hosted_on, of_now
from bot.parsing.reader import Unit
from bot.parsing.stem import singular
from bot.parsing.text import Sentence
from bot.parsing.vocabulary import THIRD, Link, Vocabulary


class Place(NamedTuple):
    """Where a task is asked about: services or variants, or a class of services."""

    links: tuple[Link, ...] = ()
    class_: ClassId | None = None
    hinted: bool = False


class Asked(NamedTuple):
    """What of a message asks: it says which of several services the question is about."""

    main: int | None = None
    """Number of the sentence that asks."""
    clause: tuple[int, int] = (0, 0)
    """Numbers of the first and behind the last unit of its clause that asks."""


def place_of(
    read: Sequence[Sequence[Unit]],
    sentences: Sequence[Sentence],
    asked: Asked,
    services: Mapping[str, Service],
    vocabulary: Vocabulary,
) -> Place:
    """The place that a message names.

    Args:
        read: the units of each sentence.
        sentences: words that stand anywhere in them may tell a variant.
        asked: what of them asks.
        services: by id.
        vocabulary: holds what generic nouns hint at.
    """
    words = [tuple(map(singular, sentence.words)) for sentence in sentences]
    asking = sentences[asked.main].words if asked.main is not None else ()
    read = [_without_hosted(units, services, vocabulary) for units in read]
    units = of_now(read, asking, asked.main)
    links = sharpen(settle(units, services), words, vocabulary)
    if len(links) > 1 and asked.main is not None:
        own = read[asked.main]
        meant = _asked_of(links, own[slice(*asked.clause)]) or _asked_of(links, own[: asked.clause[1]])
        if meant:  # "who renews the certificate on our ALB, it's from ACM"
            links = tuple(link for link in links if link in meant or services[link.service].about)
    class_ = next((unit.class_ for unit in units if unit.class_), None)
    if class_ and not links and any(unit.concept == THIRD for unit in units):
        links = _bought(class_, services)
    if links or class_:
        return Place(links, class_)
    hints = _hint(units, services, vocabulary)
    return Place(hints, None, bool(hints))


def _without_hosted(units: Sequence[Unit], services: Mapping[str, Service], vocabulary: Vocabulary) -> Sequence[Unit]:
    """The units less the names of software that runs on machines of one's own."""
    if sum(bool(unit.links) for unit in units) < 2:
        return units
    machines = {link.service for unit in units for link in unit.links if services[link.service].class_ == "infra"}
    hosted = hosted_on(units, vocabulary.software, machines)
    return [unit for number, unit in enumerate(units) if number not in hosted] if hosted else units


def _asked_of(links: tuple[Link, ...], units: Sequence[Unit]) -> tuple[Link, ...]:
    """Those of some services that some units name."""
    named = {link.service for unit in units for link in unit.links}
    return tuple(link for link in links if link.service in named)


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
