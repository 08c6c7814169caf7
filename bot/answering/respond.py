"""Question to answer: picks the form that the question's intent calls for."""

from collections.abc import Callable

import msgspec

from bot.answering.answer import Answer, Kind
from bot.answering.decide import decide
from bot.answering.exam import pick_options
from bot.answering.explaining import category_answer, concept_answer
from bot.answering.overview import compare_places, list_services, matrix_of
from bot.answering.silence import ask_back, choose, fixed, unknown
from bot.answering.single import answer_reading, both_halves, depends, split_by_place
from bot.answering.wording import status_note
from bot.catalog.model import Catalog, Service, Variant
from bot.parsing.question import Intent, Question

PLACES = 4
"""Rows of an answer whose services' status is told; more would drown the answer."""

SAYING_LITTLE = frozenset((None, "strange"))
"""Why a question of several may be unknown and still silence no other; one that is out of scope silences all."""


def respond(catalog: Catalog, question: Question) -> Answer:
    """The answer to a parsed question. Never raises for any question that the parser returns."""
    if question.parts and question.exam is None:
        return _several(catalog, question)
    return with_status(catalog, FORMS[question.intent](catalog, question))


def with_status(catalog: Catalog, answer: Answer) -> Answer:
    """The answer with a word on all in it that has been renamed, closed or ended, and on its successor."""
    if answer.kind in ("list", "unknown"):
        return answer
    told: dict[str, None] = {}
    for one in (answer, *answer.answers[:PLACES]):
        if one.service is None:
            continue
        service = catalog.services[one.service]
        places: list[Service | Variant] = [service]
        if one.variant:
            places += (variant for variant in service.variants if variant.id == one.variant)
        for place in places:
            if place.status:
                follows = catalog.services.get(place.status.successor or "")
                told[status_note(place.name, place.status, follows.name if follows else "")] = None
    return _replace(answer, note=" ".join(filter(None, (answer.note, *told)))) if told else answer


def _several(catalog: Catalog, question: Question) -> Answer:
    answers = tuple(respond(catalog, part) for part in question.parts)
    pairs = zip(answers, question.parts, strict=True)
    understood = [answer for answer, part in pairs if answer.kind != "unknown" or part.refusal not in SAYING_LITTLE]
    understood = understood or list(answers)
    owners = {answer.owner for answer in understood}
    first = understood[0]
    if first.topic and len({(answer.topic, answer.duty, answer.service, answer.variant) for answer in answers}) == 1:
        return _replace(first, text=question.text)  # one task in two ways
    known: list[Kind] = [answer.kind for answer in answers if answer.kind != "unknown"]
    return Answer(
        text=question.text,
        kind="unknown" if not known else "answer" if "answer" in known else known[0],
        headline=" ".join(answer.headline for answer in answers),
        owner=first.owner if len(owners) == 1 else None,
        category=first.category if len({answer.category for answer in understood}) == 1 else None,
        service=first.service if len({answer.service for answer in understood}) == 1 else None,
        confidence=min(answer.confidence for answer in understood),
        explanation=" ".join(answer.explanation for answer in answers),
        sources=tuple(dict.fromkeys(source for answer in answers for source in answer.sources)),
        answers=answers,
        several=True,
        refusal=None if known else first.refusal,
    )


def _who(catalog: Catalog, question: Question) -> Answer:
    decision = decide(catalog, question)
    reading = decision.reading
    if reading is None or decision.act == "refuse":
        return ask_back(question) if question.pronoun and not question.matches else unknown(catalog, question)
    if decision.act == "both":
        return both_halves(question, reading, decision.rivals[0], decision.confidence)
    if (
        question.pronoun
        and not question.whole
        and reading.owner == "shared"
        and isinstance(reading.holdings[0].topic.owner, dict)
    ):
        return depends(question, reading.holdings[0])
    if decision.act == "answer":
        return answer_reading(question, reading, decision.confidence, same=decision.same)
    if reading.owner == "varies":
        return split_by_place(question, reading)
    return choose(question, (reading, *decision.rivals))


def _replace(answer: Answer, **changes: object) -> Answer:
    return msgspec.structs.replace(answer, **changes)


FORMS: dict[Intent, Callable[[Catalog, Question], Answer]] = {
    "who": _who,
    "concept": concept_answer,
    "category": category_answer,
    "matrix": matrix_of,
    "compare": compare_places,
    "list": list_services,
    "exam": pick_options,
    "refuse": unknown,
    "nothing": fixed("unknown", "I found no question in that."),
    "help": fixed("help", "I say whose job it is: AWS's, yours, or both."),
    "smalltalk": fixed("smalltalk", "At your service. I say whose job something is on AWS."),
}
