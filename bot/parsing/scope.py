"""Whether a question is out of scope: by its form, or because too little of it was understood."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from bot.catalog.model import Refusal
from bot.parsing.phrases import Match
from bot.parsing.reader import Unit

LEAST_EXPLAINED = 0.22
"""Share of a question with unknown words and no service that some phrase must explain."""
LEAST_IF_WHOSE = 0.16
"""The same where it plainly asks whose job something is."""
HEARD = 4
"""Words from which on a text has a sound of its own."""
MUMBLED = 2
"""Words of no language from which on a text may be none."""


_US = r"(?:us|we|ours?|me|mine|yours?|the customers?|customers?)(?: side| job| task| problem)?"
_THEM = r"(?:aws|amazon|theirs?|them|they|the provider)(?:'?s)?(?: side| job| task| problem)?"
_BETWEEN = (
    r"(?:\s*[,/?]\s*|\s+(?:vs\.?|versus)\s+"
    r"|[\s,?]+or[\s,]+(?:(?:is|are|does|do|it|it'?s|that|on|for|the|rather|just)\s+){0,3})"
)
_OR_US = (
    r"or[\s,]+(?:(?:is|are)\s+(?:it|that|this|they|those)\s+)?(?:still\s+)?"
    r"(?:(?:up\s+to|on)\s+(?:us|me|you)|ours|theirs|mine|us\s*(?=[?.!]|$)|must\s+(?:we|i)|do\s+(?:we|i)\s+(?:have|need)\s+to)"
)
_OFFER = re.compile(rf"\b(?:{_US}{_BETWEEN}{_THEM}|{_THEM}{_BETWEEN}{_US}|{_OR_US})\b", re.IGNORECASE)
"""The two parties to choose from: "us or AWS", "is it theirs or ours", "AWS/us?"."""


RESPONSIBLE = frozenset(("responsible", "responsibility", "accountable", "accountability"))
"""Words that leave no doubt what is asked for."""
IN_CHARGE = ("in", "charge")


def asks_outright(words: Sequence[str]) -> bool:
    """Whether words ask who is responsible, whatever else they speak of."""
    return not RESPONSIBLE.isdisjoint(words) or ("charge" in words and IN_CHARGE in pairwise(words))


def offers_parties(text: str) -> bool:
    """True for a text that lets one choose between AWS and the customer, whatever the form of its question."""
    return _OFFER.search(text) is not None


def refusal_of(
    cues: dict[str, int], refusals: Sequence[Refusal], named: bool, offered: bool = False, of_category: bool = False
) -> str | None:
    """Id of the refusal whose cues stand in the question, None where none does or something keeps it in scope.

    Args:
        cues: labels found in the message.
        refusals: the families of refusals.
        named: True where an AWS service was named.
        offered: True where the message lets one choose between the parties.
        of_category: True where it asks which kind of control something is.
    """
    for refusal in refusals:
        kept = (
            f"unless:{refusal.id}" in cues
            or (refusal.unless_service and named)
            or (refusal.unless_parties and offered)
            or (refusal.unless_category and of_category)
        )
        if f"refuse:{refusal.id}" in cues and not kept:
            return refusal.id
    return None


def is_strange(
    units: Sequence[Unit], matches: Sequence[Match], cues: dict[str, int], is_english: Callable[[str], bool]
) -> bool:
    """True for a text without a service that only happens to use words of the field.

    "I lost my keys" speaks in the first person and does not ask whose job anything is; of "the bucket under the
    leaking sink is full" no phrase explains much, and no phrase uses some of its words; "qwrt qwrt" is no language.

    Args:
        units: of the message, which names no service.
        matches: what its words fit, best first.
        cues: labels found in it.
        is_english: tells an ordinary word from letters.
    """
    if "first_person" in cues and "whose" not in cues:
        return True
    unknown = [unit for unit in units if unit.concept and not unit.known]
    if not unknown:
        return False
    known = sum(1 for unit in units if unit.concept and unit.known)
    if len(unknown) >= max(known, MUMBLED) and not any(is_english(unit.words[-1]) for unit in unknown):
        return True
    explained = max((match.explained for match in matches), default=0.0)
    return explained < (LEAST_IF_WHOSE if "whose" in cues else LEAST_EXPLAINED)


def says_little(units: Sequence[Unit]) -> bool:
    """True for a text of a few words, or mostly of words that nothing knows: how it sounds as a whole says nothing."""
    unknown = sum(1 for unit in units if unit.concept and not unit.known)
    return len(units) < HEARD or 2 * unknown >= len(units)


OF_MODEL = RESPONSIBLE | {"control", "controls", "model", "aws", "amazon", "cloud", "shared", "security"}
"""Words with which one speaks of the model."""


def speaks_of_other_things(units: Sequence[Unit]) -> bool:
    """Whether a text has a word that nothing knows, and none of those with which one speaks of the model."""
    unknown = any(unit.concept and not unit.known for unit in units)
    return unknown and all(OF_MODEL.isdisjoint(unit.words) for unit in units)


CHOSEN_FOR = frozenset(("for", "as"))
"""Words behind two services that say what one of them is to be chosen for."""


BETWEEN = frozenset(("or", "vs", "versus"))
"""Words between two services to choose from."""


def is_selection(units: Sequence[Unit], cues: dict[str, int]) -> bool:
    """True for a choice between services, with nothing asked of them before ("EKS or ECS for 12 microservices?").

    Names that nothing knows may be among them ("OpenSearch, CloudWatch or Datadog for logs?").
    """
    if "whose" in cues:
        return False
    first = next((number for number, unit in enumerate(units) if unit.concept), len(units))
    if not units[first:] or not units[first].links:
        return False
    offered, at = 0, first
    chosen = False
    while at < len(units) and _may_be_service(units[at]):
        offered += 1
        at += 1
        if at < len(units) and units[at].words[0] in BETWEEN:
            chosen = True
            at += 1
    return chosen and offered > 1 and at < len(units) and units[at].words[0] in CHOSEN_FOR


def _may_be_service(unit: Unit) -> bool:
    return bool(unit.links or (unit.concept and not unit.known)) and unit.words[0] not in CHOSEN_FOR


PLACING = frozenset(("on", "in", "for", "of", "under", "behind", "with"))
"""Words behind which a question names where its task is."""
BRIEF = 2
"""Concepts of a question so short that a name at its end is its object ("who backs up OpsWorks?")."""


def is_unknown_place(asked: Sequence[Unit], is_english: Callable[[str], bool]) -> bool:
    """True where the place that a question ends with is a name that nothing knows ("backups on OpsWorks").

    The general model's answer would pass for one about that product.

    Args:
        asked: units of the sentence that asks, which names no known service.
        is_english: tells a name from a word that phrases happen not to use.
    """
    last = range(len(asked) - 1, -1, -1)
    end = next((place for place in last if asked[place].concept), -1)  # "please" ends no question
    if end < 0 or asked[end].known or is_english(asked[end].words[-1]):
        return False
    others = [unit for unit in asked[:end] if unit.concept]
    before = next((unit.words[-1] for unit in reversed(asked[:end]) if unit.words[-1] not in ("the", "our", "aws")), "")
    return before in PLACING or 0 < len(others) <= BRIEF
