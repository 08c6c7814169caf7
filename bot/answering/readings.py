"""The readings of a question: each target it may mean, resolved for each place it names."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from bot.catalog.model import Catalog, ClassId, Service, Variant
from bot.catalog.resolve import Holding, resolve
from bot.parsing.question import Question
from bot.parsing.remembered import Remembered
from bot.parsing.vocabulary import Link

PLACES, TARGETS = 300, 400
"""Places of which it is kept what holds there, and targets of each."""


class Reading(Struct, frozen=True, gc=False):
    """One target with what holds for it at every place that the question names."""

    target: str
    score: float
    holdings: tuple[Holding, ...]
    owner: str
    """The owner on which all places agree; `varies` where they do not; `none` where the task exists nowhere."""


def reading_of(target: str, score: float, holdings: tuple[Holding, ...]) -> Reading:
    """A reading with the owner that its holdings have in common."""
    return Reading(target, score, holdings, owner_of(holdings))


def owner_of(holdings: tuple[Holding, ...]) -> str:
    """The owner that holdings have in common; `varies` where they have none, `none` where the task exists nowhere."""
    if len(holdings) == 1:
        return holdings[0].owner
    owners = {holding.owner for holding in holdings if holding.owner != "none"}
    return "none" if not owners else owners.pop() if len(owners) == 1 else "varies"


def places(catalog: Catalog, link: Link, class_: ClassId | None = None) -> list[tuple[Service, Variant | None]]:
    """What a name stands for: one variant, the service, or every mode of a service that is only its modes.

    A class named beside the service narrows its modes ("self-managed EKS nodes"). Modes outside AWS's sites count only
    when they are named: they would split every question on buildings and hardware.
    """
    service = catalog.services[link.service]
    if link.variant:
        return [(service, next(v for v in service.variants if v.id == link.variant))]
    of_class = [variant for variant in service.variants if class_ and variant.class_ == class_]
    if of_class:
        return [(service, variant) for variant in of_class]
    if service.modes and service.variants:
        inside = [variant for variant in service.variants if variant.class_ != "hybrid"]
        return [(service, variant) for variant in inside or service.variants]
    return [(service, None)]


def hold(catalog: Catalog, question: Question, target: str) -> tuple[Holding, ...]:
    """What holds for a target at every place of the question, or in the general model."""
    return holder(catalog, question)(target)


def holder(catalog: Catalog, question: Question) -> Callable[[str], tuple[Holding, ...]]:
    """What holds at every place of a question, by target."""
    held, links, class_ = _held(catalog), question.links, question.class_
    if len(links) < 2:
        return held[links[0] if links else None, class_].__getitem__
    there = [held[link, class_] for link in links]

    def at_all(target: str) -> tuple[Holding, ...]:
        found = [holding for place in there for holding in place[target]]
        return tuple(found) if question.intent == "compare" or question.listed else _in_point(found)

    return at_all


@lru_cache(maxsize=4)
def _held(catalog: Catalog) -> Remembered[tuple[Link | None, ClassId | None], Remembered[str, tuple[Holding, ...]]]:
    """What holds at one place or in the general model, by place and class, and then by target."""

    def at(place: tuple[Link | None, ClassId | None]) -> Remembered[str, tuple[Holding, ...]]:
        link, class_ = place
        if link is None:
            return Remembered(lambda target: (resolve(catalog, target, class_=class_),), TARGETS)
        service = catalog.services[link.service]

        def held(target: str) -> tuple[Holding, ...]:
            if link.variant is None and not class_ and _holds_in_every_mode(service, target):
                return (resolve(catalog, target, service),)
            return tuple(resolve(catalog, target, *one) for one in places(catalog, link, class_))

        return Remembered(held, TARGETS)

    return Remembered(at, PLACES)


def _in_point(found: list[Holding]) -> tuple[Holding, ...]:
    """Of several places named, those whose own rules speak of the task ("ACM certificates on our load balancer").

    Of one service's variants so do those that say more than the service ("the cross connect in the colocation hall").
    """
    services = {holding.service.id for holding in found if holding.service}
    speaking = {holding.service.id for holding in found if holding.service and holding.rule}
    if len(services) < 2:
        return tuple([holding for holding in found if holding.basis == "variant"] or found)
    if not speaking:
        return tuple(found)
    told = [holding for holding in found if holding.service and holding.service.id in speaking]
    return tuple([holding for holding in told if _is_its_business(holding)] or told)


def _is_its_business(holding: Holding) -> bool:
    """Whether a target belongs to the topic that a service is there for, as renewing certificates does to ACM."""
    about = (holding.service and holding.service.about) or ""
    return about.partition("/")[0] == holding.topic.id


def _holds_in_every_mode(service: Service, target: str) -> bool:
    """True where the service itself settles a target and none of its modes says otherwise."""
    rule = service.rules.get(target)
    return bool(service.modes and rule and rule.owner) and not any(
        target in variant.rules or target in variant.by_class for variant in service.variants
    )


def readings(catalog: Catalog, question: Question, targets: Iterable[tuple[str, float]]) -> list[Reading]:
    """Readings in the order of their scores; those whose task does not exist at the place are left out."""
    held = holder(catalog, question)
    there = [(target, score, held(target)) for target, score in targets]
    found = [
        Reading(target, score, here, here[0].owner if len(here) == 1 else owner_of(here))
        for target, score, here in there
    ]
    return [reading for reading in found if reading.owner != "none"]


def by_owner(found: Sequence[Reading]) -> dict[str, Reading]:
    """The best reading of each owner."""
    best: dict[str, Reading] = {}
    for reading in found:
        best.setdefault(reading.owner, reading)
    return best


def whole_of(catalog: Catalog, question: Question, topic: str, score: float) -> Reading:
    """A topic as a whole at the place, or by its class or in general where that is shared and the place tells of one
    layer.
    """
    here = reading_of(topic, score, hold(catalog, question, topic))
    if here.owner == "shared":
        return here
    of_class = resolve(catalog, topic, class_=_class_of(catalog, question))
    general = resolve(catalog, topic)
    wider = [of_class] if here.owner == "aws" else [of_class, general]
    return next((reading_of(topic, score, (one,)) for one in wider if one.owner == "shared"), here)


def _class_of(catalog: Catalog, question: Question) -> ClassId | None:
    """The class of what a question names first."""
    if not question.links:
        return question.class_
    service = catalog.services[question.links[0].service]
    variants = (one.class_ for one in service.variants if one.id == question.links[0].variant)
    return next(variants, None) or service.class_
