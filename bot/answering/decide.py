"""Answer, offer readings, or say no: the decision over the readings of one question."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.answering.belief import MOST, believed
from bot.answering.decision import Decision
from bot.answering.readings import Reading, by_owner, readings, whole_of
from bot.catalog.model import Catalog
from bot.parsing.phrases import CONCEPT_MARK
from bot.parsing.question import Question
from bot.parsing.vocabulary import WHOSE, Link

HALVES = 0.8
"""Confidence in an answer that names both parties' halves."""
SUMMED_LEAST = 0.7
"""Share of the least joint score that does where both halves are asked about: a sum of parts is like none of them."""
CONSIDERED = 6
"""Readings that are weighed, best first."""
TIED = 4
"""Further ones that may score the same as the last of them, by hundredths."""


def decide(catalog: Catalog, question: Question) -> Decision:
    """Weighs the readings by both scorers together, and then hears the samples that are like the question."""
    decision = weighed(catalog, question)
    return believed(catalog, question, decision)


def weighed(catalog: Catalog, question: Question) -> Decision:
    """Weighs the readings by both scorers together, and asks whether each alone names the same owner."""
    limits = catalog.framework.thresholds
    second_share, specific = limits.second_share, limits.specific
    fits = {match.target: match.score for match in question.matches if CONCEPT_MARK not in match.target}
    heard = {opinion.target: opinion.score for opinion in question.opinions}
    joint = fits.copy()
    for target, score in heard.items():
        joint[target] = second_share * score + joint[target] if target in joint else second_share * score
    order = _order(catalog, question.links[0]) if question.links else {}
    if order:
        for target in joint:
            if target in order:
                joint[target] += specific
    last = len(order)
    nearest = sorted(joint, key=joint.__getitem__, reverse=True)[: CONSIDERED + TIED]
    # By hundredths, and of those that score the same by the order of the service's file.
    ranked = sorted([(int(joint[target] * -100 - 0.5), order.get(target, last), target) for target in nearest])
    found = readings(catalog, question, [(target, joint[target]) for _, _, target in ranked[:CONSIDERED]])
    if not found:
        return Decision("refuse", None, (), 0.0, (("no phrase fits",),))
    best = found[0]
    summed = question.whole and question.intent != "category"
    least = SUMMED_LEAST * limits.least if summed else limits.least
    if best.score < least:
        return Decision("refuse", best, (), 0.0, (("joint score {:.2f} is below {}", best.score, least),))
    near = limits.near * best.score
    leading = by_owner(found)
    rivals = tuple([one for owner, one in leading.items() if owner != best.owner and one.score >= near])
    if question.whole:
        halves = _halves(catalog, question, found, limits.half * best.score)
        if halves:
            return halves
    if best.owner == "varies":
        settled = next((reading for reading in found if reading.owner != "varies"), None)
        if settled and settled.score >= limits.settled * best.score:
            best = settled
    if best.owner == "varies":
        return Decision("choose", best, rivals, 0.0, (("the owner depends on the variant or class",),))
    others = [one for owner, one in leading.items() if owner != best.owner and owner != "shared"]
    rival = others[0] if others else None
    lead = best.score - (rival.score if rival else 0.0)
    agree = _owner_of_best(found, fits) == best.owner
    if best.target not in _rare(catalog):
        agree = agree and _owner_of_best(found, heard) == best.owner
    why = ("joint score {:.2f}, lead {:.2f} over {}", best.score, lead, rival.owner if rival else "nobody")
    if lead < limits.tie or (lead < limits.lead and not agree):
        whole = _topic_meant(question, found, best)
        if whole:
            return Decision(
                "answer", whole, rivals, _confidence(whole, lead, agree), (why, ("the whole topic is meant",))
            )
        both = _both_named(catalog, question, best, rivals)
        said = "too close" if lead < limits.tie else "the scorers disagree"
        return both or Decision("choose", best, rivals, 0.0, (why, (said,)))
    confidence = _confidence(best, lead, agree)
    if confidence < limits.confident:
        doubt = ("confidence {} is below {}", confidence, limits.confident)
        return Decision("choose", best, rivals, 0.0, (why, doubt))
    said = "both scorers agree" if agree else "the scorers disagree on the owner"
    equal, topic = limits.equal * best.score, best.target.partition("/")[0]
    same = tuple(
        [
            reading
            for reading in found[1:4]
            if reading.score >= equal and reading.owner == best.owner and reading.target.partition("/")[0] != topic
        ]
    )
    return Decision("answer", best, rivals, confidence, (why, (said,)), same[:1])


@lru_cache(maxsize=4)
def _rare(catalog: Catalog) -> frozenset[str]:
    """The tasks that exist at a few places only, of which the second scorer says nothing."""
    duties = ((topic.id, duty) for topic in catalog.topics.values() for duty in topic.duties)
    return frozenset(f"{topic}/{duty.id}" for topic, duty in duties if duty.rare)


@lru_cache(maxsize=1_000)
def _order(catalog: Catalog, link: Link) -> Mapping[str, int]:
    """Place of each target among the rules of a service: its file has what is meant most first.

    The rules on what a third party runs at it come before those.
    """
    service = catalog.services[link.service]
    bought = next((one for one in service.variants if one.id == link.variant and one.third_party), None)
    rules = [*(bought.rules if bought else ()), *service.rules]
    return {target: place for place, target in enumerate(dict.fromkeys(rules))}


def _topic_meant(question: Question, found: Sequence[Reading], best: Reading) -> Reading | None:
    """The topic as a whole, where the question names it and its duties pull apart ("is S3 encryption on us?")."""
    topic = best.target.partition("/")[0]
    named = any(
        match.target == topic and match.coverage >= 0.9 and match.explained >= 0.8 for match in question.matches
    )
    if not named:
        return None
    # "Training our employees" names the topic too, and says whose part of it is meant.
    ours = any(match.target == best.target and not WHOSE.isdisjoint(match.phrase) for match in question.matches)
    return None if ours else next((reading for reading in found if reading.target == topic), None)


def _both_named(catalog: Catalog, question: Question, best: Reading, rivals: Sequence[Reading]) -> Decision | None:
    """Both parties' duties of a shared control, each named by words that the other does not explain."""
    named = {match.target: set(match.phrase) for match in question.matches if match.coverage >= 0.99}
    mine = named.get(best.target)
    topic = best.target.partition("/")[0]
    if catalog.topics[topic].owner != "shared":
        return None
    for rival in rivals:
        other = named.get(rival.target)
        if {best.owner, rival.owner} != {"aws", "customer"} or not rival.target.startswith(f"{topic}/"):
            continue
        if mine and other and mine - other - WHOSE and other - mine - WHOSE:
            aws, customer = (best, rival) if best.owner == "aws" else (rival, best)
            return Decision(
                "both", aws, (customer,), HALVES, (("two duties of one topic are named, one of each party",),)
            )
    return None


def _halves(catalog: Catalog, question: Question, found: Sequence[Reading], least: float) -> Decision | None:
    """The answer to what asks of both parties' parts at once: a shared topic, or each party's best reading."""
    near = [reading for reading in found if reading.score >= least]
    topics = ((reading.target.partition("/")[0], reading.score) for reading in near)
    wholes = (whole_of(catalog, question, topic, score) for topic, score in topics)
    shared = next((whole for whole in wholes if whole.owner == "shared"), None)
    if shared:
        return Decision("answer", shared, (), HALVES, (("both halves are asked about: the whole topic is shared",),))
    best = by_owner(near)
    if "aws" in best and "customer" in best:
        why = ("both halves are asked about: each has its owner",)
        return Decision("both", best["aws"], (best["customer"],), HALVES, (why,))
    return None


def _owner_of_best(found: Sequence[Reading], scores: Mapping[str, float]) -> str | None:
    """The owner that one scorer alone would name."""
    best, owner = -1.0, None
    for reading in found:
        if scores.get(reading.target, best) > best:
            best, owner = scores[reading.target], reading.owner
    return owner


def _confidence(best: Reading, lead: float, agree: bool) -> float:
    value = 0.65 if agree else 0.5
    value += 0.2 * best.score / 1.5 if best.score < 1.5 else 0.2
    value += 0.15 * lead / 0.6 if lead < 0.6 else 0.15
    holding = best.holdings[0]
    if holding.basis in ("class", "model"):
        value -= 0.05
    if holding.source.unverified:
        value -= 0.1
    elif holding.source.copy_of:
        value -= 0.03
    return round(min(MOST, value), 2)
