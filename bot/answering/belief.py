"""How far each owner is to be believed, by what the scorers say and what the samples say, and what that decides."""

import math
from collections.abc import Mapping

from msgspec import Struct

from bot.answering.decision import Decision, Reasons
from bot.answering.readings import Reading, hold, holder, owner_of, reading_of, whole_of
from bot.catalog.model import BeliefWeights, Catalog
from bot.catalog.resolve import resolve
from bot.parsing.question import Question

SHARPNESS = 16
"""A task votes with the exponential of its likeness times this: what is a tenth less like is heard a fifth as much."""
OPEN = frozenset(("answer", "choose", "refuse", "both"))
"""Decisions in which one owner is sought."""
UNDECIDED = frozenset(("varies", "none"))
"""Owners of readings that settle nothing."""
HALF = 0.5
"""Fit of a phrase that tells nothing either way."""
OUTRIGHT = 0.3
"""By how much more than that it fits where it names what is asked."""
WHOLE, NEARLY = 0.95, 0.9
"""Share of a phrase that stands in a question, and of the question that it explains, where it is named outright."""
ALIKE = 0.25
"""Likeness from which samples tell the topic of a question on both halves."""
BEHIND = 0.1
"""How much less alike it may be than one of its duties."""
ONE_SIDED = 0.8
"""Share of the votes from which what is asked for whole is one party's."""
ONE_ALIKE = 0.35
"""Likeness of the likest task that is needed then."""
OF_HALVES = 0.75
"""Confidence in what they tell then."""
PLAINLY_ALIKE = 0.6
"""Likeness of the likest task from which on it does not matter how strange a question sounds."""
FEW = 12
"""Words up to which a question says little."""
LIKE_OF_FEW = 0.25
"""Likeness of the likest task from which samples alone settle such a question that names no place; measured on samples
left out."""
WHOLLY = -0.5
"""How much a question must sound like asking for both parties' parts for that to be considered."""
MOST = 0.99
"""Confidence that no question is answered above."""


class Tally(Struct, frozen=True, gc=False):
    """How the tasks that a question is like vote on its owner, at the place that it names."""

    shares: dict[str, float]
    """Owner -> its share of the votes."""
    readings: dict[str, Reading]
    """Owner -> the task that speaks most for it; the whole topic, where a question sounds like asking for that."""


def tally(catalog: Catalog, question: Question) -> Tally:
    """The votes of the tasks whose samples are like a question; none where no sample is."""
    weights: dict[str, float] = {}
    asked: dict[str, Reading] = {}
    held = holder(catalog, question)
    for like in question.alike:
        holdings = held(like.target)
        owner = owner_of(holdings)
        if owner == "none":
            continue
        weight = math.exp(SHARPNESS * (like.score - 1))
        if owner in weights:
            weights[owner] += weight
        else:
            weights[owner] = weight
            asked[owner] = Reading(like.target, weight, holdings, owner)
    total = sum(weights.values()) or 1.0
    if "shared" not in asked and question.wholeness > WHOLLY:
        topics = dict.fromkeys(like.target.partition("/")[0] for like in question.alike)
        wholes = (whole_of(catalog, question, topic, 0.0) for topic in topics)
        whole = next((one for one in wholes if one.owner == "shared"), None)
        asked |= {"shared": whole} if whole else {}
    return Tally({owner: weight / total for owner, weight in weights.items()}, asked)


def candidates(votes: Tally, decision: Decision) -> list[str]:
    """The owners that may be right: those that are voted for, and the one of the scorers' best reading."""
    best = [decision.reading.owner] if decision.reading else []
    return [owner for owner in dict.fromkeys((*votes.readings, *best)) if owner not in UNDECIDED]


def evidence(question: Question, decision: Decision, shares: Mapping[str, float], owner: str) -> dict[str, float]:
    """What speaks for and against an owner: name of a weight -> how much of it there is."""
    best = decision.reading
    same = best is not None and best.owner == owner
    answered, fits = decision.act == "answer", decision.act != "refuse"
    others = [share for one, share in shares.items() if one != owner]
    found = {
        "base": 1.0,
        "share": shares.get(owner, 0.0),
        "other": max(others) if others else 0.0,
        "likeness": question.alike[0].score,
        "strange": question.bearing,
    }
    if answered:
        found["exact" if same else "against"] = _exactness(question, decision)
        if same:
            found["said"] = decision.confidence
    elif same:
        found["leaning" if fits else "trace"] = 1.0
    if not fits:
        found |= {"unfit": 1.0, "strange_unfit": question.bearing, "placed_unfit": float(_is_placed(question))}
    if owner in ("shared", "partner"):
        found[owner] = 1.0
    found["whole" if owner == "shared" else "part"] = question.wholeness
    return found


def _exactness(question: Question, decision: Decision) -> float:
    """By how much more than a half the best phrase fits of what the scorers answer; 0 where none does."""
    target = decision.reading.target if decision.reading else ""
    for match in question.matches:  # each target stands there once
        if match.target == target:
            return max(0.0, match.score - HALF)
    return 0.0


def _is_named(question: Question, decision: Decision) -> bool:
    """Whether a phrase of what the scorers answer stands in the question, which says hardly anything else."""
    targets = {decision.reading.target} if decision.reading else set()
    return any(
        match.target in targets and match.coverage >= WHOLE and match.explained >= NEARLY for match in question.matches
    )


def chance(weights: BeliefWeights, found: Mapping[str, float]) -> float:
    """How likely an owner is right, 0 to 1."""
    return 1 / (1 + math.exp(-sum([getattr(weights, name) * amount for name, amount in found.items()])))


def believed(catalog: Catalog, question: Question, decision: Decision) -> Decision:
    """The decision once the samples are heard beside the scorers; as it is where no sample is like the question."""
    best = decision.reading
    if question.whole and decision.act in ("choose", "refuse"):
        return _whole_of(catalog, question) or decision
    if question.whole and question.alike and decision.act in ("answer", "both"):
        return _half_of(catalog, question, decision) or decision
    names_nothing = question.bare and not question.links  # "who made it" is like many a sample, and like none
    if decision.act not in OPEN or not question.alike or names_nothing:
        return decision
    limits = catalog.framework.thresholds
    if decision.act == "refuse" and (best is None or best.score < limits.trace):
        return decision  # "who frobnicates the quux on EC2?" is a little like many a sample
    if decision.act == "answer" and _asks_of_whole(question, decision):
        return decision
    if (
        decision.act == "refuse"
        and not _is_placed(question)
        and len(question.units) < FEW
        and question.alike[0].score < LIKE_OF_FEW
    ):
        return decision  # of what is nowhere on AWS, few words are a little like many a sample
    votes = tally(catalog, question)
    weights = catalog.framework.belief
    if decision.act == "answer" and best is not None and best.owner not in UNDECIDED:
        own = chance(weights, evidence(question, decision, votes.shares, best.owner))
        # What stands needs no other's chance, and what a phrase names outright, no sample takes back.
        if own >= limits.stands or _exactness(question, decision) >= OUTRIGHT:
            confidence = _confidence(own, limits.stands)
            said = _with_samples(decision, best.owner, confidence)
            return Decision("answer", best, decision.rivals, confidence, said, decision.same)
    owners = candidates(votes, decision)
    if not owners:
        return decision
    chances = {owner: chance(weights, evidence(question, decision, votes.shares, owner)) for owner in owners}
    order = sorted(chances, key=lambda owner: (-chances[owner], owner))
    owner = order[0]
    confidence = _confidence(chances[owner], limits.stands)
    said = _with_samples(decision, owner, confidence)
    # What the scorers leave open, samples settle at less than what those answer.
    overruled = decision.act == "answer" and best is not None and best.owner != owner
    least = limits.overruled if overruled else limits.sure if decision.act == "both" else limits.believed
    strange = question.bearing > limits.strange and question.alike[0].score < PLAINLY_ALIKE
    if chances[owner] < least or strange:
        return _left_open(decision, votes, order, said)
    offered = [] if decision.act == "refuse" or best is None else [best, *decision.rivals]
    leaning = next((reading for reading in offered if reading.owner == owner), None) or votes.readings[owner]
    return Decision("answer", leaning, (), confidence, said)


def _confidence(chance: float, stands: float) -> float:
    """The confidence in an answer; what is answered at all is not told with less than what lets an answer stand."""
    return round(min(MOST, max(chance, stands)), 2)


def _with_samples(decision: Decision, owner: str, confidence: float) -> Reasons:
    """What decided once the samples are heard."""
    return *decision.reasons, ("with the samples {} is right by {:.0%}", owner, confidence)


def _is_placed(question: Question) -> bool:
    """Whether a question names where it is about."""
    return bool((question.links and not question.hinted) or question.class_)


def _whole_of(catalog: Catalog, question: Question) -> Decision | None:
    """The shared topic as a whole whose samples a question on both halves is most like, None where it is like none."""
    topics = [like for like in question.alike if "/" not in like.target and like.score >= ALIKE]
    for like in topics[:1]:
        whole = reading_of(like.target, like.score, hold(catalog, question, like.target))
        if whole.owner == "shared" and question.alike[0].score - like.score < BEHIND:
            return Decision(
                "answer", whole, (), OF_HALVES, (("both halves are asked about, and samples tell of what",),)
            )
    return None


def _half_of(catalog: Catalog, question: Question, decision: Decision) -> Decision | None:
    """One party's task that samples say is asked for whole ("the fabric: cables, routers, all of it"), if any.

    What AWS's model shares is asked for as a whole in earnest.
    """
    votes = tally(catalog, question)
    owner = max(votes.shares, key=votes.shares.__getitem__, default="shared")
    shared = decision.act == "both" or (decision.reading is not None and decision.reading.owner == "shared")
    if (
        question.wholeness > 0
        or not shared
        or votes.shares.get(owner, 0.0) < ONE_SIDED
        or question.alike[0].score < ONE_ALIKE
    ):
        return None
    topic, _, duty = question.alike[0].target.partition("/")
    here = reading_of(topic, 0.0, hold(catalog, question, topic))
    if not duty or here.owner == "shared" or resolve(catalog, topic).owner != owner:
        return None
    return Decision(
        "answer", votes.readings[owner], (), OF_HALVES, (("samples tell of a whole task of {} alone", owner),)
    )


def _asks_of_whole(question: Question, decision: Decision) -> bool:
    """Whether a topic is named as a whole: that samples rather ask for one of its duties is no doubt of it."""
    target = decision.reading.target if decision.reading else ""
    return question.alike[0].target.startswith(f"{target}/") and _is_named(question, decision)


def _left_open(decision: Decision, votes: Tally, order: list[str], said: Reasons) -> Decision:
    """Choices instead of an answer that is believed too little; what was open stays so."""
    best = decision.reading
    if decision.act != "answer" or best is None:
        return decision
    rivals = tuple(votes.readings[owner] for owner in order[:2] if owner != best.owner and owner in votes.readings)
    return Decision("choose", best, rivals or decision.rivals, 0.0, (*said, ("too little",)))
