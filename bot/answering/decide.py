"""Answer, offer readings, or say no: the decision over the readings of one question."""

from typing import Literal

from msgspec import Struct

from bot.answering.readings import Reading, by_owner, readings
from bot.catalog.model import Catalog
from bot.parsing.phrases import CONCEPT_MARK
from bot.parsing.question import Question


class Thresholds(Struct, frozen=True):
    """Where answering ends; measured on labelled questions with tests/bench/thresholds.py."""

    least: float = 0.42
    """Fit below which nothing is answered."""
    sure: float = 0.62
    """Fit from which the phrases alone suffice, whatever the second opinion."""
    margin: float = 0.05
    """Lead over the best reading of another owner that is needed without the second opinion's help."""
    tie: float = 0.015
    """Lead below which not even the second opinion decides."""
    near: float = 0.8
    """Readings with this share of the best fit are candidates."""
    heard: float = 0.22
    """Cosine from which the second opinion counts."""


THRESHOLDS = Thresholds()


class Decision(Struct, frozen=True):
    """What to do with a question, and why."""

    act: Literal["answer", "choose", "refuse"]
    reading: Reading | None
    rivals: tuple[Reading, ...]
    """The best reading of every other owner."""
    confidence: float
    rule: str
    """The rule that decided, in words, for --explain."""


def decide(catalog: Catalog, question: Question, limits: Thresholds = THRESHOLDS) -> Decision:
    """Weighs the phrase matches against each other and against the second opinion."""
    targets = [(m.target, m.score) for m in question.matches if not m.target.startswith(CONCEPT_MARK)]
    found = readings(catalog, question, targets)
    heard = readings(
        catalog, question, [(opinion.target, opinion.score) for opinion in question.opinions if opinion.score >= limits.heard]
    )
    second = heard[0].owner if heard else None
    if not found:
        return Decision("refuse", None, (), 0.0, "no phrase fits")
    best = found[0]
    near = [reading for reading in found if reading.score >= limits.near * best.score]
    rivals = tuple(r for owner, r in by_owner(near).items() if owner not in (best.owner, "shared") or best.owner == "varies")
    rival = next((r for r in rivals if r.owner != best.owner), None)
    lead = best.score - (rival.score if rival else 0.0)
    agrees = second == best.owner
    confidence = _confidence(best, lead, agrees, second)
    if best.score < limits.least and not (agrees and best.score >= limits.least * 0.8):
        return Decision("refuse", best, rivals, 0.0, f"best fit {best.score:.2f} is below {limits.least}")
    if best.owner == "varies":
        return Decision("choose", best, rivals, 0.0, "the owner depends on the variant or class")
    if rival and lead < limits.tie and not agrees:
        return Decision("choose", best, rivals, 0.0, "two owners fit equally well")
    if rival and lead < limits.margin and not agrees:
        return Decision("choose", best, rivals, 0.0, f"lead {lead:.2f} over another owner, and the second opinion differs")
    if second and not agrees and best.score < limits.sure and second != "shared" and best.owner != "shared":
        return Decision("choose", best, rivals or tuple(heard[:1]), 0.0, "the second opinion names another owner")
    return Decision("answer", best, rivals, confidence, f"fit {best.score:.2f}, lead {lead:.2f}, second opinion {second}")


def _confidence(best: Reading, lead: float, agrees: bool, second: str | None) -> float:
    value = 0.45 + 0.35 * min(1.0, best.score) + 0.1 * min(1.0, lead / 0.3)
    value += 0.1 if agrees else -0.1 if second else 0.0
    holding = best.holdings[0]
    if holding.basis in ("class", "model"):
        value -= 0.07
    if holding.source.unverified:
        value -= 0.1
    return round(max(0.05, min(0.99, value)), 2)
