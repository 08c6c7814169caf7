"""What the samples that are like a question say of its owner, and what that changes in a decision."""

from collections import defaultdict

import msgspec
from msgspec import Struct

from bot.answering.decision import Decision
from bot.answering.readings import Reading, hold, reading_of
from bot.catalog.model import OUT_OF_SCOPE, Catalog, Thresholds
from bot.parsing.question import Question

CLEAR = frozenset(("aws", "customer", "partner", "shared"))
"""Owners that an answer can name."""
SIDES = frozenset(("aws", "customer", "partner"))
"""Owners that contradict each other."""
SAFE = 0.6
"""Confidence in an answer that samples alone give, with as much more as their votes agree."""


class Votes(Struct, frozen=True):
    """How samples vote on the owner, each by the square of its likeness."""

    reading: Reading
    """What most votes of the leading owner ask for."""
    share: float
    """Of all votes, those for that owner."""
    likeness: float
    """Of the nearest sample."""


def vote(catalog: Catalog, question: Question) -> Votes | None:
    """The votes of the samples that are like a question; None where the owner they lead to is none."""
    by_target: dict[str, float] = defaultdict(float)
    for like in question.alike:
        by_target[like.target] += like.score**2
    by_owner: dict[str, float] = defaultdict(float)
    leading: dict[str, tuple[float, Reading]] = {}
    for target, weight in by_target.items():
        if target == OUT_OF_SCOPE:
            by_owner["none"] += weight
            continue
        reading = reading_of(target, weight, hold(catalog, question, target))
        by_owner[reading.owner] += weight
        if reading.owner not in leading or weight > leading[reading.owner][0]:
            leading[reading.owner] = (weight, reading)
    owner = max(by_owner, key=lambda one: (by_owner[one], one))
    if owner not in CLEAR:
        return None
    return Votes(leading[owner][1], by_owner[owner] / sum(by_owner.values()), question.alike[0].score)


def heard(decision: Decision, votes: Votes, limits: Thresholds) -> Decision:
    """The decision after the samples: they may contradict an answer, which makes it a choice, or settle a choice."""
    if votes.likeness < limits.like:
        return decision
    said = f"{decision.rule}; {votes.share:.0%} of the samples' votes say {votes.reading.owner}"
    best, owner = decision.reading, votes.reading.owner
    if decision.act == "answer" and best and owner in SIDES - {best.owner} and votes.share >= limits.outvoted:
        return msgspec.structs.replace(decision, act="choose", rivals=(votes.reading,), confidence=0.0, rule=said)
    if decision.act in ("choose", "refuse"):
        seconded = best is not None and best.owner == owner
        if votes.share >= (limits.seconded if seconded else limits.outvoted):
            reading = best if best and seconded and decision.act == "choose" else votes.reading
            return Decision("answer", reading, (), round(SAFE + votes.share / 5, 2), said)
    return decision
