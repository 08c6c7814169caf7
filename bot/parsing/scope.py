"""Whether a question is out of scope: by its form, or because too little of it was understood."""

from collections.abc import Sequence

from bot.catalog.model import Refusal
from bot.parsing.phrases import Match
from bot.parsing.reader import Unit

LEAST_EXPLAINED = 0.22
"""Share of a question with unknown words and no service that some phrase must explain."""


def refusal_of(cues: dict[str, int], refusals: Sequence[Refusal], named: bool) -> str | None:
    """Id of the refusal whose cues stand in the question, None where none does or something keeps it in scope.

    Args:
        cues: labels found in the message.
        refusals: the families of refusals.
        named: True where an AWS service was named.
    """
    for refusal in refusals:
        kept = f"unless:{refusal.id}" in cues or (refusal.unless_service and named)
        if f"refuse:{refusal.id}" in cues and not kept:
            return refusal.id
    return None


def is_strange(units: Sequence[Unit], matches: Sequence[Match], cues: dict[str, int]) -> bool:
    """True for a text without a service that only happens to use words of the field.

    "I lost my keys" speaks in the first person and does not ask whose job anything is; of "the bucket under the
    leaking sink is full" no phrase explains much, and no phrase uses some of its words.
    """
    if "first_person" in cues and "whose" not in cues:
        return True
    unknown = sum(1 for unit in units if unit.concept and not unit.known)
    if not unknown:
        return False
    explained = max((match.explained for match in matches), default=0.0)
    return explained < LEAST_EXPLAINED
