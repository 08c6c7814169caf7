"""Which services a message speaks of, settled from the names found in it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from bot.catalog.model import Service
from bot.parsing.moving import before_of
from bot.parsing.reader import Unit
from bot.parsing.vocabulary import Link, Vocabulary

OFF = frozenset(("off", "disabled", "without", "not", "no", "non"))
"""Words beside a mode's name that say it is not in use ("managed updates switched off", "plain RDS, not Custom")."""
SPREAD = 3
"""Other words that may stand among those which tell a mode."""


def sharpen(links: tuple[Link, ...], text: Sequence[Sequence[str]], vocabulary: Vocabulary) -> tuple[Link, ...]:
    """Turns a service into its variant where the words that tell the variant stand elsewhere in the text.

    Args:
        links: what was named.
        text: the words of each sentence, in the singular.
        vocabulary: holds the hallmarks of variants.
    """
    return tuple([link if link.variant else _variant_told(link, text, vocabulary) for link in links])


def _variant_told(link: Link, text: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Link:
    said = frozenset().union(*text)
    for marks, variant in vocabulary.hallmarks.get(link.service, ()):
        if marks <= said and any(_stand_together(marks, sentence) for sentence in text):
            return Link(link.service, variant)
    return link


def _stand_together(marks: frozenset[str], sentence: Sequence[str]) -> bool:
    """Whether a sentence has all of some words close to one another, and does not deny them."""
    if not marks.issubset(sentence):
        return False
    places = [place for place, word in enumerate(sentence) if word in marks]
    for start, place in enumerate(places):
        near = [other for other in places[start:] if other < place + len(marks) + SPREAD]
        if {sentence[other] for other in near} == marks:
            around = {*sentence[max(0, place - 1) : place], *sentence[near[-1] + 1 : near[-1] + 4]}
            return OFF.isdisjoint(around)
    return False


LINKING = frozenset(("and", "or", "vs", "versus", "with", "to", "aws", "amazon"))
"""Words between services that make a row of them."""


def listed(units: Sequence[Unit]) -> bool:
    """True where two services stand in a row ("RDS and EC2", "DynamoDB, S3, Lambda: …")."""
    last: int | None = None
    for number, unit in enumerate(units):
        if unit.links:
            row = last is not None and all(between.words[0] in LINKING for between in units[last + 1 : number])
            if row and unit.links != units[last or 0].links and not _says_how(unit, units[last or 0]):
                return True
            last = number
    return False


def _says_how(unit: Unit, before: Unit) -> bool:
    """Whether a variant only says how the service before it is run ("from ACM and validated by DNS")."""
    bare = all(link.variant is None for link in before.links)
    return bare and {link.service for link in before.links} == {link.service for link in unit.links}


def settle(units: Sequence[Unit], services: Mapping[str, Service]) -> tuple[Link, ...]:
    """The services and variants meant, in order of mention.

    A variant wins over its own service named beside it ("EKS on Fargate"); features of other services (security
    groups, KMS, IAM) give way to the service they serve.
    """
    names = [unit for unit in units if unit.links]
    if len(names) < 2:  # one name has nothing beside it that could change what it means
        return tuple([_choose(unit.links, {}) for unit in names])
    units = _without_comparisons(units)
    named = {link.service for unit in units for link in unit.links if link.variant is None and len(unit.links) == 1}
    named |= {unit.links[0].service for unit in units if unit.links}
    naming = Counter(service for unit in units for service in {link.service for link in unit.links})
    layers = _layers(units, services)
    chosen = (_choose(unit.links, naming) for unit in units if unit.links)
    meant = dict.fromkeys(link for link in chosen if link not in layers)
    with_variant = {link.service for link in meant if link.variant}
    inner = [link for link in meant if link.variant or link.service not in with_variant]
    absorbed = {unit_link.service for link in inner if link.variant for unit_link in _twins(link, units)}
    inner = [link for link in inner if link.variant or link.service not in absorbed]
    solid = [link for link in inner if not services[link.service].feature]
    return tuple(solid or inner)


LIKE = frozenset(("like", "unlike", "than", "normal", "ordinary", "regular", "usual", "opposite", "compared"))
"""Words before a service that only serves to compare ("like normal RDS", "compared with a NAT gateway")."""
CHOSEN = frozenset(("chose", "chosen", "picked", "preferred", "prefer", "selected", "took"))
"""Words some way before "over" and a service that was not chosen ("we picked ROSA over EKS")."""
CHOSEN_REACH = 8
"""Units between the two."""
DENIED = frozenset(("no", "not", "without"))
"""Words right before a service that is said not to be used ("no Outposts", "not the managed directory")."""


def _without_comparisons(units: Sequence[Unit]) -> Sequence[Unit]:
    """The units less the services that another one is compared to, or that are said not to be used."""
    named = sum(bool(unit.links) for unit in units)
    kept: list[Unit] = []
    for number, unit in enumerate(units):
        if unit.links and named > 1:
            before = {one.words[-1] for one in units[max(0, number - 3) : number]}
            denied = before_of(units, number) in DENIED or _not_used(units, number)
            if denied or not LIKE.isdisjoint(before) or _passed_over(units, number):
                named -= 1
                continue
        kept.append(unit)
    return kept


def _passed_over(units: Sequence[Unit], number: int) -> bool:
    """Whether another service was chosen over one ("we picked ROSA over EKS")."""
    chosen = any(not CHOSEN.isdisjoint(unit.words) for unit in units[max(0, number - CHOSEN_REACH) : number])
    return chosen and before_of(units, number) == "over"


USED = frozenset(("use", "using", "have", "run", "want"))


def _not_used(units: Sequence[Unit], number: int) -> bool:
    """Whether a sentence says that a service is not used ("we do not use Auto Mode")."""
    before = [unit.words[-1] for unit in units[max(0, number - 3) : number]]
    used = next((place for place, word in enumerate(before) if word in USED), 0)
    return used > 0 and before[used - 1] in DENIED


BENEATH = frozenset(("behind", "under", "beneath", "underneath", "below", "powering", "hosting"))
"""Words between a layer and the service that it carries."""


def _layers(units: Sequence[Unit], services: Mapping[str, Service]) -> Collection[Link]:
    """Infrastructure named only as a layer of another service ("the EC2 instances behind RDS").

    What stands behind something of the network (a load balancer) is no layer of it.
    """
    found: set[Link] = set()
    last: tuple[Link, ...] = ()
    beneath = False
    for unit in units:
        if unit.links:
            if beneath and services[unit.links[0].service].group != "network":
                found.update(link for link in last if services[link.service].class_ == "infra")
            last, beneath = unit.links, False
        elif unit.words[-1] in BENEATH:
            beneath = bool(last)
    return found


def _choose(links: tuple[Link, ...], naming: Mapping[str, int]) -> Link:
    """One meaning of a name: a variant of a service named elsewhere, else a service of its own, else the first.

    Args:
        links: what the name may mean.
        naming: how many units name each service, this one among them.
    """
    if len(links) == 1:
        return links[0]
    for link in links:
        if link.variant and naming.get(link.service, 0) > 1:
            return link
    return next((link for link in links if link.variant is None), links[0])


def _twins(chosen: Link, units: Sequence[Unit]) -> list[Link]:
    """Services that share the name by which a variant was chosen ("Fargate" in "EKS on Fargate")."""
    return [link for unit in units if chosen in unit.links for link in unit.links if link.variant is None]
