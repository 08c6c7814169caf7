"""Whether a message tells what each party does and asks of both parts together."""

from collections.abc import Sequence
from itertools import pairwise

from bot.parsing.text import Sentence

THEY = frozenset(("aws", "amazon", "they", "provider"))
WE = frozenset(("we", "customer", "customers", "i", "client", "us"))
JOINING = frozenset(("and", "while", "whereas", "but", "where", "when", "if", "as", "with"))
"""Words before the subject of a clause."""
ARTICLES = frozenset(("the", "a", "our"))
SUMMING = frozenset(
    ("whole", "overall", "total", "altogether", "together", "complete", "completely", "combined", "sum", "jointly")
)
"""Words by which a question asks of both parts as one."""
SUMMED = frozenset(
    (
        "whole", "entireti", "everything", "taken", "broad", "affair", "stack", "disciplin", "row", "altogeth",
        "combin", "sum", "view", "look", "count", "lump", "layer", "joint", "topic", "subject", "wide", "one",
    )
)  # fmt: skip
"""Concepts of the words that sum up, where they do: they say nothing of the task."""
AS_ONE = ("as", "one")
OR_BOTH = ("or", "both")
OFFERING = frozenset(("or", "and"))
"""Words behind a party that is only one to choose from ("us, AWS or the vendor")."""


def asks_of_both(sentences: Sequence[Sentence], main: int | None, kind: bool = False) -> bool:
    """Whether each party's part is told ("AWS patches the host and we the guest") and the question sums them up.

    Args:
        sentences: of the message.
        main: number of the one that asks; None where none does.
        kind: whether it asks which kind of control that is, which sums up by itself.
    """
    if main is None:
        return False
    asked = _without_offer(sentences[main].words)
    if not kind and SUMMING.isdisjoint(asked) and (AS_ONE[0] not in asked or AS_ONE not in pairwise(asked)):
        return False
    told = [subject for sentence in sentences[: main + 1] for subject in _subjects(sentence)]
    return "they" in told and "we" in told


def _without_offer(words: Sequence[str]) -> Sequence[str]:
    """The words up to "both" where that is one of several to choose from ("us, AWS or both of us together")."""
    if OR_BOTH[1] not in words:
        return words
    offered = [place for place, pair in enumerate(pairwise(words)) if pair == OR_BOTH]
    return words[: offered[-1]] if offered else words


def _subjects(sentence: Sentence) -> list[str]:
    """The parties with which clauses of a sentence begin."""
    found: list[str] = []
    words = sentence.words
    for place in range(len(words) - 1):
        party = "they" if words[place] in THEY else "we" if words[place] in WE else None
        if party is None or words[place + 1] in OFFERING:
            continue
        at = place - 1 if place and words[place - 1] in ARTICLES else place
        if at == 0 or at in sentence.breaks or words[at - 1] in JOINING:
            found.append(party)
    return found
