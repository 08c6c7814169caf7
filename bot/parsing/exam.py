"""Multiple-choice questions pasted whole: their stem, their options, and whose tasks they ask for."""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from bot.parsing.reader import Unit
from bot.parsing.vocabulary import THIRD, VENDOR

FEWEST = 2
"""Options of a question to choose from."""
MOST = 8
_OPTION = re.compile(r"(?:^|[\n\r]|(?<=[\s?.:,;]))[ \t]*(?:[-*•][ \t]*)?[(\[]?([A-Ha-h1-8])(?:[).:\]]| -)[ \t]+")
_SECOND = re.compile(r"[Bb2](?:[).:\]]| -)[ \t]")
"""Mark of a second option, without which there are none to choose from; it is looked for in a tenth of the time."""
_COUNT = {"two": 2, "three": 3, "2": 2, "3": 3}
_HOW_MANY = re.compile(
    r"\b(?:choose|select|pick|name|mark|which)\s+(?:any\s+|the\s+)?(two|three|2|3)\b|"
    r"\b(two|three)\s+(?:tasks|duties|things|controls|options|answers|statements|actions|rows|of)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\bnot\b|\bexcept\b|\bn't\b", re.IGNORECASE)
OWN = frozenset(
    (
        "customer", "customers", "company", "client", "user", "users", "organization", "organisation", "we", "you",
        "i", "enterprise", "startup", "bank", "agency", "studio", "hospital", "group", "retailer", "firm", "business",
        "team", "developer", "developers", "administrator", "administrators", "engineer", "engineers", "helpdesk",
        "university", "owner", "department", "tenant", "account", "subscriber",
    )
)  # fmt: skip
"""Words for the customer in exam questions."""
TOGETHER = frozenset(("both", "share", "shared", "each", "split", "divided", "jointly", "together", "and", "while"))
"""Words by which a statement that names both parties gives a part to each."""
NOBODY = frozenset(("nobody", "neither", "none"))
HEAD = 3
"""Words of a clause that can be nothing but who: what follows it only says how and why."""
LEADS = frozenset(("and", "while", "the", "or", "but"))
"""Words before a clause's subject."""
AGAINST = frozenset(("than", "instead", "not", "versus", "vs"))
Side = Literal["aws", "customer"]
Party = Literal["aws", "customer", "shared", "partner"]
_OF_THE_CLOUD = re.compile(r"\b(of|in)\b\W{0,3}the\W{0,3}cloud\b", re.IGNORECASE)


class Exam(Struct, frozen=True):
    """A question with options to choose from."""

    stem: str
    options: tuple[tuple[str, str], ...]
    """Letter and text of each."""
    wanted: int
    """How many are to be chosen."""
    negated: bool
    """True where it asks for what is not somebody's."""
    parties: tuple[str | None, ...] = ()
    """For each option the party or control category that it names, where the stem asks for one; no option is a task."""
    outright: tuple[bool, ...] = ()
    """For each option whether it names the party by nothing else, or as the one that the stem tells of."""


def exam_of(text: str) -> Exam | None:
    """Takes a pasted question apart; None where a text has no options that follow one another."""
    if text[:-1].replace(" ", "").isalnum() or not _SECOND.search(text):
        return None  # most texts hold no mark at all
    marks = _marks(list(_OPTION.finditer(text)))
    if len(marks) < FEWEST:
        return None
    stem = text[: marks[0].start()].strip()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    options = tuple(
        (mark.group(1).upper(), text[mark.end() : end].strip().split("\n")[0].strip())
        for mark, end in zip(marks, ends, strict=True)
    )
    if not stem or not all(option for _, option in options) or all(option.endswith("?") for _, option in options):
        return None  # questions that are only numbered are several of one message
    many = next((count for match in _HOW_MANY.finditer(stem) for count in match.groups() if count), "")
    wanted = _COUNT.get(many.lower(), 1)
    return Exam(stem, options, min(wanted, len(options)), bool(_NOT.search(stem)))


def _marks(found: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The longest run of marks that count up from the first letter or number."""
    runs: list[list[re.Match[str]]] = []
    for mark in found:
        letter = mark.group(1).upper()
        if letter in "A1":
            runs.append([mark])
        elif runs and ord(letter) == ord(runs[-1][-1].group(1).upper()) + 1:
            runs[-1].append(mark)
    return max(runs, key=len, default=[])[:MOST]


def cloud_side(stem: str) -> Side | None:
    """The side whose security a stem asks for by "of the cloud" or "in the cloud", if by one alone."""
    said = {match.group(1).lower() for match in _OF_THE_CLOUD.finditer(stem)}
    return None if len(said) != 1 else "aws" if said == {"of"} else "customer"


def actors_of(stem: Sequence[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    """Whom a stem tells of: one or two words after the "a" with which a sentence begins ("A shop chain …")."""
    found = [
        words[start:end] for words in stem if words[:1] in (("a",), ("an",)) for start, end in ((1, 2), (1, 3), (2, 3))
    ]
    return frozenset(tuple(words) for words in found if words)


def is_outright(clause: Sequence[Unit], actors: frozenset[tuple[str, ...]]) -> bool:
    """Whether a clause is nothing but a party ("The company"), or begins with the one that the stem tells of."""
    words = tuple(word for unit in clause for word in unit.words if word not in ("the", "a", "an", "of"))
    named = any(words[: len(actor)] == actor for actor in actors)
    return named or (len(words) == 1 and (words[0] in VENDOR or words[0] in OWN))


def party_of_option(clauses: Sequence[Sequence[Unit]], actors: frozenset[tuple[str, ...]]) -> Party | None:
    """The party that an option names, one of those that answer "who": it stands first, before how and why.

    Args:
        clauses: the option's units between its breaks.
        actors: whom the stem tells of, who are the customer.
    """
    for number, clause in enumerate(clauses):
        words = [word for unit in clause for word in unit.words]
        party = party_named(clause, actors)
        if party or len(words) <= HEAD or not NOBODY.isdisjoint(words[:1]):
            other = _subject(clauses[number + 1], actors) if len(words) > HEAD and len(clauses) > number + 1 else None
            return "shared" if {party, other} == {"aws", "customer"} else party
    return None


def _subject(clause: Sequence[Unit], actors: frozenset[tuple[str, ...]]) -> Party | None:
    """The party with which a clause begins, that does something of its own ("…, and the company deploys it")."""
    first = next((number for number, unit in enumerate(clause) if unit.words[-1] not in LEADS), len(clause))
    return party_named(clause[: first + 1], actors)


def _is_actor(words: tuple[str, ...], actors: frozenset[tuple[str, ...]]) -> bool:
    """Whether an actor stands at the beginning, or after "and"."""
    told = tuple(word for word in words if word not in ("the", "a", "an"))
    starts = [0, *(place + 1 for place, word in enumerate(told) if word == "and")]
    return any(told[start : start + len(actor)] == actor for actor in actors for start in starts)


def party_stated(units: Sequence[Unit], actors: frozenset[tuple[str, ...]]) -> Party | None:
    """The party to which a statement gives a task; where it only mentions the other one, that it begins with."""
    party = party_named(units, actors)
    if party != "shared" or any(not TOGETHER.isdisjoint(unit.words) for unit in units):
        return party
    return next((one for unit in units if (one := party_named([unit], actors))), party)


def party_named(units: Sequence[Unit], actors: frozenset[tuple[str, ...]] = frozenset()) -> Party | None:
    """The party that some words name: both where they name both."""
    words = tuple(word for unit in units for word in unit.words)
    linked = next((number for number, unit in enumerate(units) if unit.links), len(units))
    # "The Shield Response Team" is no team of the customer's, nor is a support team.
    ours = _is_actor(words, actors) or any(
        unit.concept == "customer" or unit.words[-1] in OWN
        for number, unit in enumerate(units[:linked])
        if not (number and units[number - 1].words[-1] == "support")
    )
    third = any(unit.concept == THIRD for unit in units)
    vendor = any(
        unit.words[-1] in VENDOR and not unit.links and not _only_a_place(units, number)
        for number, unit in enumerate(units)
    )
    if third:
        return "partner"
    return "shared" if vendor and ours else "aws" if vendor else "customer" if ours else None


def side_asked(units: Sequence[Unit]) -> Side | None:
    """Whose tasks the asking sentence of a stem asks for.

    The side named last ("which responsibility shifts from the customer to AWS"), unless the other is only set against
    it ("which is AWS responsible for, rather than the customer").
    """
    named: list[tuple[int, Side]] = []
    for number, unit in enumerate(units):
        if unit.words[-1] in VENDOR and not unit.links and not _only_a_place(units, number):
            named.append((number, "aws"))
        elif unit.concept == "customer" or unit.words[-1] in OWN:
            named.append((number, "customer"))
    if not named:
        return None
    first, last = named[0], named[-1]
    against = any(unit.words[-1] in AGAINST for unit in units[first[0] : last[0]])
    return first[1] if against and first[1] != last[1] else last[1]


def _only_a_place(units: Sequence[Unit], number: int) -> bool:
    """True for "on AWS", "the AWS Cloud", "AWS's shared responsibility model" and the vendor before a service."""
    if number and units[number - 1].words[-1] in ("on", "in", "within", "using"):
        return True
    following = units[number + 1 : number + 2]
    return any(bool(unit.links) or unit.words[0] in ("shared", "cloud") for unit in following)
