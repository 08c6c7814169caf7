"""Which of the services in a story have been left for others, and which of them a question is about."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from bot.parsing.reader import Unit
from bot.parsing.stem import singular
from bot.parsing.vocabulary import VENDOR, Link

TOWARDS = frozenset(("to", "onto", "into", "back"))
MOVING = frozenset(
    (
        "move", "moves", "moved", "moving",
        "migrate", "migrates", "migrated", "migrating", "migration",
        "switched", "went",
    )
)  # fmt: skip
"""Verbs behind which a service is where something comes from, where another follows that it goes to."""
CHOOSING = frozenset(("for", "with"))
"""Words right behind such a verb that make it a choice ("we went for ROSA")."""
LEFT = frozenset(("from", "off"))
"""Words right before a service that is left, behind a verb of moving ("moved off MSK")."""
REACH = 6
"""Words between "from" and a service that is left."""
FORMER = (("before", "that"), ("no", "longer"), ("instead", "of"), ("rather", "than"))
"""Words a little before a service that something does not run on any more, or that is not chosen."""
FORMER_REACH = 5
USED = ("used", "to")
RAN = frozenset(("ran", "was", "were", "lived", "sat"))
"""Verbs before "on" and a service on which something stood, where another is named behind `NOW`."""
NOW = frozenset(("now", "today", "since", "nowadays", "currently", "went", "moved", "migrated"))
TRADED = frozenset(("replace", "replaced", "replacing", "swapped", "traded", "exchanged"))
GIVEN_UP = frozenset(("gave", "given", "dropped", "abandoned", "ditched", "retired", "decommissioned"))
"""Verbs before a service that is left, where another follows that it goes to."""
TRADED_FOR = frozenset(("with", "by", "for"))
"""What stands between the service that was replaced and the one in its place."""
EARLIER = frozenset(("previously", "formerly", "beforehand", "originally"))
"""Words by which a question asks about the time before a move."""
EARLIER_RUNS = (("back", "then"), ("until", "then"), ("at", "that", "time"))
BEFORE = "before"
CHANGE = frozenset(("move", "moving", "moved", "migration", "migrating", "migrated", "switch", "that", "it", "we"))
"""What follows "before" where that is a time of the story, and no deadline."""
DENYING = frozenset(("not", "no"))
"""Words right before a service on which something is said not to run."""
ARTICLES = frozenset(("the", "a", "an", "our", "my", "plain", *VENDOR))


def without_denied(units: Sequence[Unit]) -> Sequence[Unit]:
    """The units less the services and classes that a sentence rules out ("not RDS", "not the serverless one")."""
    places = [number for number, unit in enumerate(units) if unit.links or unit.class_]
    denied = [number for number in places if before_of(units, number) in DENYING]
    return [unit for number, unit in enumerate(units) if number not in denied] if denied else units


def of_now(read: Sequence[Sequence[Unit]], asked: Sequence[str], main: int | None) -> list[Unit]:
    """The units of a message less the services that a story has left, or less those it went to, if asked of before.

    Args:
        read: the units of each sentence.
        asked: words of the sentence that asks.
        main: its number.
    """
    units = [unit for sentence in read for unit in sentence]
    if len(_named(units)) < 2:
        return units
    left = [set(_left(sentence)) for sentence in read]
    if any(not NOW.isdisjoint(unit.words) for unit in units):
        for sentence, numbers in zip(read, left, strict=True):
            numbers.update(_stood_on(sentence))
    gone = _named(sentence[number] for sentence, numbers in zip(read, left, strict=True) for number in numbers)
    if main is not None:  # "it ran on RDS before. Who patched RDS?"
        asks = enumerate(read[main])
        gone -= _named(unit for number, unit in asks if unit.links and number not in left[main])
    if not gone:
        return units
    now = [unit for unit in units if not unit.links or not gone.issuperset(_named([unit]))]
    if not any(unit.links for unit in now):
        return units
    return [unit for unit in units if unit not in now or not unit.links] if _asks_of_before(asked) else now


def _named(units: Iterable[Unit]) -> set[Link]:
    return {link for unit in units for link in unit.links}


def _left(units: Sequence[Unit]) -> Iterator[int]:
    """Numbers of the units that name services which one sentence says are left."""
    words = [unit.words[-1] for unit in units]
    places = [number for number, unit in enumerate(units) if unit.links]
    last = places[-1] if places else 0
    towards = max((number for number, word in enumerate(words[:last]) if word in TOWARDS), default=-1)
    firsts = [unit.words[0] for unit in units]
    moved = next(
        (at for at, word in enumerate(firsts) if word in MOVING and CHOOSING.isdisjoint(firsts[at + 1 : at + 2])),
        len(firsts),
    )
    given_up = _first(firsts, GIVEN_UP)
    traded = _first(firsts, TRADED)
    for number in places:
        before = before_of(units, number)
        come_from = "from" in words[max(0, number - REACH) : number] and before != "to" and towards - number < REACH
        if number < towards:
            goes = min(moved, given_up) < towards and "from" not in words[number:towards]
            left = before == "from" or come_from or (goes and (min(moved, given_up) < number or before == "on"))
        else:
            left = moved < number and before in LEFT and towards < number
        if traded < number < last:
            left = left or not TRADED_FOR.isdisjoint(words[number:last])
        if left or any(pair in FORMER for pair in pairwise(words[max(0, number - FORMER_REACH) : number])):
            yield number


def _first(words: Sequence[str], some: Collection[str]) -> int:
    return next((number for number, word in enumerate(words) if word in some), len(words))


def _stood_on(units: Sequence[Unit]) -> Iterator[int]:
    """Numbers of the units on which something stood by the words of its clause ("our queue was on EC2")."""
    stood = False
    for number, unit in enumerate(units):
        if not NOW.isdisjoint(unit.words):
            stood = False
        elif not RAN.isdisjoint(unit.words) or (number and (units[number - 1].words[-1], unit.words[0]) == USED):
            stood = True
        elif unit.links and stood and before_of(units, number) == "on":
            stood = False
            yield number


def _asks_of_before(asked: Sequence[str]) -> bool:
    if not EARLIER.isdisjoint(asked) or (asked[-1:] == ("then",) and any(word.endswith("ed") for word in asked)):
        return True  # "who patched it then?"
    for run in EARLIER_RUNS:
        if any(tuple(asked[start : start + len(run)]) == run for start in range(len(asked))):
            return True
    at = max((number for number, word in enumerate(asked) if word == BEFORE), default=-1)
    return at >= 0 and (at == len(asked) - 1 or not CHANGE.isdisjoint(asked[at + 1 : at + 3]))


def before_of(units: Sequence[Unit], number: int) -> str:
    """The word before a unit, articles and the vendor's name aside."""
    for place in range(number - 1, -1, -1):
        word = units[place].words[-1]
        if word not in ARTICLES:
            return word
    return ""


def named_as_software(units: Sequence[Unit], software: Collection[str]) -> set[int]:
    """Numbers of the units that name a service by software which others host as well."""
    return {number for number, unit in enumerate(units) if unit.links and _as_software(unit) in software}


def _as_software(unit: Unit) -> str:
    return " ".join(map(singular, unit.words))


def hosted_on(units: Sequence[Unit], software: Collection[str], infra: Collection[str]) -> set[int]:
    """Numbers of the units that name software which runs on machines of one's own ("Kafka on our EC2 instances").

    Args:
        units: of one sentence.
        software: names that are a service's only where nothing else hosts it.
        infra: ids of the services that give bare machines.
    """
    found: set[int] = set()
    for number, unit in enumerate(units):
        if not unit.links or _as_software(unit) not in software:
            continue
        following = units[number + 1 : number + 1 + FORMER_REACH]
        host = next((place for place, one in enumerate(following) if one.links), None)
        if host is None or following[host].links[0].service not in infra:
            continue
        if any(one.words[-1] in ("on", "in", "to", "onto") for one in following[:host]):
            found.add(number)
    return found
