"""What the samples that are like a question say of its owner, and what that changes in a decision."""

from collections import Counter, defaultdict

from msgspec import Struct

from bot.answering.decision import Decision
from bot.answering.readings import Reading, hold, reading_of
from bot.catalog.model import OUT_OF_SCOPE, Catalog, Thresholds
from bot.parsing.question import Question
from bot.parsing.samples import Likeness

SIDES = frozenset(("aws", "customer", "partner"))
"""Owners that samples can settle on; that a thing is shared is said where a question names the whole of it."""
AGREEING = 2
"""Samples that must vote for an owner."""
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
    placed: bool
    """Whether the question names a place; a sample alone makes no other question one of whose job it is."""


def vote(catalog: Catalog, question: Question) -> Votes | None:
    """The votes of the samples that are like a question; None where the owner they lead to is none."""
    weights: dict[str, float] = defaultdict(float)
    voters: Counter[str] = Counter()
    by_task: dict[str, list[Likeness]] = defaultdict(list)
    for like in question.alike:
        by_task[like.target].append(like)
    asked: dict[str, Reading] = {}
    for target, likes in by_task.items():
        weight = sum(like.score**2 for like in likes)
        if target == OUT_OF_SCOPE:
            weights["none"] += weight
            continue
        reading = reading_of(target, weight, hold(catalog, question, target))
        weights[reading.owner] += weight
        voters[reading.owner] += len(likes)
        asked[reading.owner] = max(asked.get(reading.owner, reading), reading, key=lambda one: one.score)
    owner = max(weights, key=lambda one: (weights[one], one))
    if owner not in SIDES or voters[owner] < AGREEING:
        return None
    placed = bool((question.links and not question.hinted) or question.class_)
    return Votes(asked[owner], weights[owner] / sum(weights.values()), question.alike[0].score, placed)


def heard(decision: Decision, votes: Votes, limits: Thresholds) -> Decision:
    """What the samples make of a decision that left the question open."""
    if votes.likeness < limits.sample_like:
        return decision
    if decision.act == "refuse" and not (votes.placed and votes.likeness >= limits.sample_alone):
        return decision
    said = f"{decision.rule}; {votes.share:.0%} of the samples' votes say {votes.reading.owner}"
    best, owner = decision.reading, votes.reading.owner
    seconded = best is not None and best.owner == owner
    if votes.share < (limits.seconded if seconded else limits.outvoted):
        return decision
    reading = best if best and seconded and decision.act == "choose" else votes.reading
    return Decision("answer", reading, (), round(SAFE + votes.share / 5, 2), said)
