"""Explained answers: what a word of the model means, and which kind of control something is."""

from collections.abc import Sequence

import msgspec

from bot.answering.answer import Answer, Kind
from bot.answering.decide import decide
from bot.answering.decision import Decision
from bot.answering.readings import Reading, readings
from bot.answering.silence import choose, unknown
from bot.answering.single import answer_reading
from bot.answering.wording import Verdict
from bot.catalog.model import Catalog, Concept
from bot.catalog.resolve import split_target
from bot.parsing.intent import TASKED
from bot.parsing.phrases import CONCEPT_MARK, Match
from bot.parsing.question import Question

NAMED = 0.9
"""Share of a phrase that must stand in a question on categories for it to name the control."""
SURE = 0.8
"""Confidence in what the scorers take it for from which on that counts more than what a phrase names."""
LEAST_SURE = 0.6
"""Confidence in a category on which all readings agree, though their owners differ."""


def concept_answer(catalog: Catalog, question: Question) -> Answer:
    """The explanation that a question asks for."""
    match = next((match for match in question.matches if match.target.startswith(CONCEPT_MARK)), None)
    if match:
        return explained(catalog, question, _concept(catalog, match), "concept")
    return _kind_explained(catalog, question, "concept")


def category_answer(catalog: Catalog, question: Question) -> Answer:
    """Which kind of control something is; where no control is named, what the kind that is named means."""
    first = question.matches[0] if question.matches else None
    if first and first.target.startswith(CONCEPT_MARK) and first.coverage >= NAMED:
        concept = _concept(catalog, first)
        if concept.category:
            answer = explained(catalog, question, concept, "category")
            return msgspec.structs.replace(answer, verdict=_verdict(question, concept.category))
    if question.whole and question.category is None:  # each party's part was told: that is what a shared control is
        return _kind_explained(catalog, msgspec.structs.replace(question, category="shared"), "category")
    decision = decide(catalog, question)
    control = _control_named(catalog, question) or _control_decided(question, decision)
    sure = decision.act == "answer" and decision.confidence >= SURE
    if control and sure and decision.reading and control.owner != decision.reading.owner:
        control = decision.reading  # a phrase of few words stands whole in many a question
    if control is None:
        return _kind_explained(catalog, question, "category")
    categories = {one.holdings[0].category for one in (control, *decision.rivals)}
    if decision.act == "choose" and control is decision.reading and len(categories) > 1:
        return choose(question, (control, *decision.rivals))
    return _of_its_kind(catalog, question, control, decision.confidence or LEAST_SURE)


def _of_its_kind(catalog: Catalog, question: Question, control: Reading, confidence: float) -> Answer:
    topic, _ = split_target(catalog, control.target)
    answer = answer_reading(question, control, confidence, claim_counts=False)
    kind = catalog.framework.categories[answer.category].name if answer.category else ""
    verdict = _verdict(question, answer.category)
    begin = "" if verdict is None else f"{verdict.capitalize()}. "
    article = "an" if kind[:1] in "aeiou" else "a"
    return msgspec.structs.replace(
        answer,
        kind="category",
        verdict=verdict,
        headline=f"{begin}{topic.aws_term or topic.name} is {article} {kind}.",
    )


def _verdict(question: Question, category: str | None) -> Verdict | None:
    """Yes or no to "is it of that kind"."""
    if not question.yes_no or not question.category:
        return None
    return "yes" if category == question.category else "no"


def _control_named(catalog: Catalog, question: Question) -> Reading | None:
    """What a question names whole, whatever else it says: a topic before one of its duties."""
    whole = [m for m in question.matches if m.coverage >= NAMED and not m.target.startswith(CONCEPT_MARK)]
    if question.bare or not whole:
        return None
    best = max(whole, key=lambda match: match.explained)
    topic = next((m for m in whole if "/" not in m.target and m.explained >= NAMED * best.explained), best)
    found: Sequence[Reading] = readings(catalog, question, [(topic.target, topic.score)])
    return found[0] if found else None


def _control_decided(question: Question, decision: Decision) -> Reading | None:
    """What the scorers take it for, where that is more than a trace beside the name of a kind."""
    weak = question.category and (not question.matches or question.matches[0].score < TASKED)
    return None if question.bare or weak or decision.act == "refuse" or not question.matches else decision.reading


def _kind_explained(catalog: Catalog, question: Question, kind: Kind) -> Answer:
    """What the kind of control means that a question names."""
    named = (concept for concept in catalog.concepts.values() if concept.category == question.category)
    concept = next(named, None) if question.category else None
    return explained(catalog, question, concept, kind) if concept else unknown(catalog, question)


def _concept(catalog: Catalog, match: Match) -> Concept:
    return catalog.concepts[match.target.removeprefix(CONCEPT_MARK)]


def explained(catalog: Catalog, question: Question, concept: Concept, kind: Kind) -> Answer:
    """What knowledge/concepts says of one idea."""
    return Answer(
        text=question.text,
        kind=kind,
        headline=concept.name + ".",
        owner=concept.owner,
        category=concept.category,
        confidence=0.9,
        basis="model",
        explanation=concept.explanation,
        aws_does=concept.aws or "",
        you_do=concept.you or "",
        sources=(catalog.concept_sources[concept.id],),
        subject=concept.name,
    )
