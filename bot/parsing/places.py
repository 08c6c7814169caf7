"""Where a question is about: the services that it names, a class of services, or what a generic noun hints at."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.catalog.model import ClassId, Service
from bot.parsing.entities import settle, sharpen
from bot.parsing.focus import Tells, asking_clause
from bot.parsing.moving import DENYING, before_of, hosted_on, named_as_software, of_now, without_denied
from bot.parsing.outsiders import (
    MAKING,
    NAMING,
    SPEAKING,
    installs,
    mended_by_others,
    names_maker,
    run_by_others,
    speaks_as_seller,
)
from bot.parsing.reader import Unit
from bot.parsing.stem import singular
from bot.parsing.text import Sentence
from bot.parsing.vocabulary import THEIR_ACCOUNT, THIRD, Link, Vocabulary

OURS = frozenset(("our", "we", "us", "my", "i"))
"""Words of a question about the customer's own affairs, in which each of those offered may be meant."""
OFFERED = "or"
"""Word before what is only offered."""
LEAVING_OUT = DENYING | {OFFERED}
"""Words without which nothing that is named is left out."""
OUTSIDERS = NAMING | MAKING
"""Words by which outsiders are told who have no concept of their own."""
POINTING = frozenset(("this", "that", "these", "those", "their"))
VENDOR = "aws"
"""Concept of AWS's own names."""


class Place(NamedTuple):
    """Where a task is asked about: services or variants, or a class of services."""

    links: tuple[Link, ...] = ()
    class_: ClassId | None = None
    hinted: bool = False
    task: str | None = None
    """The one that is asked for, where what tells the place tells that too."""


def place_of(
    read: Sequence[Sequence[Unit]],
    sentences: Sequence[Sentence],
    main: int | None,
    services: Mapping[str, Service],
    vocabulary: Vocabulary,
    tells: Tells,
    heard: str | None = None,
) -> Place:
    """The place that a message names.

    Args:
        read: the units of each sentence.
        sentences: words that stand anywhere in them may tell a variant.
        main: number of the one that asks; None where all of them do.
        services: by id.
        vocabulary: holds what generic nouns hint at.
        tells: whether units name a task.
        heard: the variant, behind its service's id and a slash, of which samples say that a third party runs or makes
            what is asked about.
    """
    spoken = [sentence.words for sentence in sentences]
    said = set().union(*spoken)
    if not LEAVING_OUT.isdisjoint(said):
        read = [_without_offered(without_denied(sentence), services) for sentence in read]
    units = [unit for sentence in read for unit in sentence]
    own: Sequence[Unit] = read[main] if main is not None else ()
    clause = (0, 0)
    if len([unit for unit in units if unit.links]) > 1:
        if main is not None:
            clause = asking_clause(sentences[main], own, tells)
        outside = any(_is_third_partys(link, services) for unit in units for link in unit.links)
        read = [_without_hosted(sentence, services, vocabulary, outside) for sentence in read]
        own = read[main] if main is not None else ()
        units = of_now(read, sentences[main].words if main is not None else (), main)
    links = settle(units, services)
    if [link for link in links if link.service in vocabulary.hallmarks]:
        text = [tuple(map(singular, sentence.words)) for sentence in sentences]
        if True in [_is_third_partys(link, services) for link in links]:
            bare = {link.service for unit in units for link in unit.links if link.variant is None}
            links = tuple(
                dict.fromkeys(_told_apart(one, one.service in bare, text, services, vocabulary) for one in links)
            )
        links = sharpen(links, text, vocabulary)
    if len(links) > 1 and main is not None:
        meant = _asked_of(links, own[slice(*clause)]) or _asked_of(links, own[: clause[1]])
        if meant:  # "who renews the certificate on our ALB, it's from ACM"
            links = tuple(link for link in links if link in meant or services[link.service].about)
        else:
            links = _without_kin(links, read, services)
    classes = [unit.class_ for unit in units if unit.class_]
    class_ = classes[0] if classes else None
    if not SPEAKING.isdisjoint(said) and speaks_as_seller(spoken):  # their own product is no finished one
        class_ = None if class_ == "saas" else class_
        links = tuple(dict.fromkeys(Link(one.service) if _is_third_partys(one, services) else one for one in links))
    concepts = {unit.concept for unit in units}
    others: tuple[Link, ...] = ()
    if heard is not None or THIRD in concepts or not OUTSIDERS.isdisjoint(said):
        others = _others_place(links, read, spoken, main, services, heard)
    if {THIRD, THEIR_ACCOUNT} <= concepts:
        links = _bought("saas", services) or links
    elif others:
        links = others
    elif class_ and not links and THIRD in concepts:
        links = _bought(class_, services)
    if links or class_:
        return Place(links, class_, task=_task_of(others, services) if links == others else None)
    hints = _hint(units, services, vocabulary)
    return Place(hints, None, bool(hints))


def _without_offered(units: Sequence[Unit], services: Mapping[str, Service]) -> Sequence[Unit]:
    """The units less a third party that is only offered beside AWS ("between Regions: AWS or a telecom carrier?")."""
    if OFFERED not in [unit.words[-1] for unit in units] or any(not OURS.isdisjoint(unit.words) for unit in units):
        return units
    offered = [
        number
        for number, unit in enumerate(units)
        if any(_is_third_partys(link, services) for link in unit.links) and before_of(units, number) == OFFERED
    ]
    return [unit for number, unit in enumerate(units) if number not in offered] if offered else units


def _without_hosted(
    units: Sequence[Unit], services: Mapping[str, Service], vocabulary: Vocabulary, outside: bool
) -> Sequence[Unit]:
    """The units less the names of software that runs on machines of one's own, or in a product of a third party.

    Args:
        units: of one sentence.
        services: by id.
        vocabulary: holds the names of software.
        outside: whether the message names such a product.
    """
    if sum(bool(unit.links) for unit in units) < 2 and not outside:
        return units
    if all(" ".join(map(singular, unit.words)) not in vocabulary.software for unit in units if unit.links):
        return units
    links = [link for unit in units for link in unit.links]
    machines = {link.service for link in links if services[link.service].class_ == "infra"}
    hosted = named_as_software(units, vocabulary.software) if outside else set()
    hosted |= hosted_on(units, vocabulary.software, machines)
    return [unit for number, unit in enumerate(units) if number not in hosted] if hosted else units


def _without_kin(
    links: tuple[Link, ...], read: Sequence[Sequence[Unit]], services: Mapping[str, Service]
) -> tuple[Link, ...]:
    """The links less services of which a story on their namesake only speaks ("we took RDS Custom. He says RDS …")."""
    apart = [{link.service for unit in sentence for link in unit.links} for sentence in read]

    def is_kin(link: Link) -> bool:
        name = f"{services[link.service].name} "
        longer = {one.service for one in links if services[one.service].name.startswith(name)}
        return bool(longer) and not any(link.service in named and longer & named for named in apart)

    return tuple(link for link in links if not is_kin(link))


def _asked_of(links: tuple[Link, ...], units: Sequence[Unit]) -> tuple[Link, ...]:
    """Those of some services that some units name."""
    named = {link.service for unit in units for link in unit.links}
    return tuple(link for link in links if link.service in named)


def run_elsewhere(place: Place, services: Mapping[str, Service]) -> bool:
    """Whether somebody else than AWS or the customer runs one of the services of a place."""
    return True in [_is_third_partys(link, services) for link in place.links]


def _is_third_partys(link: Link, services: Mapping[str, Service]) -> bool:
    if not link.variant:
        return False
    return any(variant.id == link.variant and variant.third_party for variant in services[link.service].variants)


def _told_apart(
    link: Link, named: bool, text: Sequence[Sequence[str]], services: Mapping[str, Service], vocabulary: Vocabulary
) -> Link:
    """A third party's variant, or another third party's where words tell that one ("the carrier's line to Equinix").

    Args:
        link: the variant, or anything else that is named.
        named: whether its service is named as well; else those words speak of other things.
        text: the words of each sentence, in the singular.
        services: by id.
        vocabulary: holds the hallmarks of variants.
    """
    if not _is_third_partys(link, services) or not named:
        return link
    (told,) = sharpen((Link(link.service),), text, vocabulary)
    return told if _is_third_partys(told, services) else link


def _others_place(
    links: tuple[Link, ...],
    read: Sequence[Sequence[Unit]],
    said: Sequence[Sequence[str]],
    main: int | None,
    services: Mapping[str, Service],
    heard: str | None,
) -> tuple[Link, ...]:
    """What outsiders run elsewhere or make for the customer, if a message asks about that and about no service.

    Args:
        links: the services that it names.
        read: the units of each sentence.
        said: the words of each.
        main: number of the one that asks; None where all of them do.
        services: by id.
        heard: the variant of which samples say so.
    """
    asked = main if main is not None else len(said) - 1
    elsewhere = any(_is_third_partys(link, services) for link in links)
    infra = all(services[link.service].class_ == "infra" for link in links)
    if (infra or not elsewhere) and mended_by_others(said[asked]) and names_maker(said, read):
        return _brought(services)
    if elsewhere:
        return ()
    hosted = run_by_others(said, read)
    if any(hosted) and (hosted[asked] or not _names_service(read[asked], services)):
        return _bought("saas", services)
    if heard is None or speaks_as_seller(said):
        return ()
    if _names_service(read[asked], services) and not names_maker(said, read):
        return ()  # "who patches Red Hat OpenShift Service on AWS?"
    told = (Link(*heard.split("/")),)
    if any(unit.concept == VENDOR for unit in read[asked]) and any(link.service == told[0].service for link in links):
        return ()  # "the AWS router at the Direct Connect location"
    # What a maker mends, somebody else installs, and samples tell the two hardly apart.
    return () if told == _brought(services) and (installs(said[asked]) or not names_maker(said, read)) else told


def _names_service(units: Sequence[Unit], services: Mapping[str, Service]) -> bool:
    """Whether a sentence names a service, no feature and nothing pointed back at ("those edge servers")."""
    return any(
        not all(services[link.service].feature for link in unit.links)
        and not (number and units[number - 1].words[-1] in POINTING)
        for number, unit in enumerate(units)
        if unit.links
    )


def _bought(class_: ClassId, services: Mapping[str, Service]) -> tuple[Link, ...]:
    """What third parties run of a class ("SaaS of a third-party vendor, in the vendor's account")."""
    variants = ((id_, variant) for id_, service in services.items() for variant in service.variants)
    bought = [Link(id_, one.id) for id_, one in variants if one.third_party and one.class_ == class_]
    return tuple(bought[:1])


def _task_of(links: tuple[Link, ...], services: Mapping[str, Service]) -> str | None:
    """What a third party does that makes something for the customer's machines: the first of its variant's rules."""
    found = [one for link in links for one in services[link.service].variants if one.id == link.variant]
    return next(iter(found[0].rules)) if found and links == _brought(services) else None


def without_makers(links: tuple[Link, ...], services: Mapping[str, Service]) -> tuple[Link, ...]:
    """The links, with machines instead of what a third party makes for them."""
    made = _brought(services)
    return tuple(Link(link.service) if link in made else link for link in links)


def _brought(services: Mapping[str, Service]) -> tuple[Link, ...]:
    """What third parties make that runs on the customer's own machines."""
    machines = ((id_, one) for id_, one in services.items() if one.class_ == "infra" and not one.feature)
    brought = [Link(id_, one.id) for id_, service in machines for one in service.variants if one.third_party]
    return tuple(brought[:1])


def _hint(units: Sequence[Unit], services: Mapping[str, Service], vocabulary: Vocabulary) -> tuple[Link, ...]:
    named = {unit.concept for unit in units}
    told = (service for noun, service in vocabulary.objects.items() if noun in named and service in services)
    return tuple([Link(service) for service in told][:1])
