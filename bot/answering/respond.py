"""Question to answer: picks the form that the question's intent calls for."""

from collections.abc import Callable

import msgspec

from bot.answering.answer import Answer, Choice, Kind
from bot.answering.decide import decide
from bot.answering.exam import pick_options
from bot.answering.overview import compare_places, list_services, matrix_of
from bot.answering.readings import Reading, readings
from bot.answering.single import answer_reading, both_halves, choices_of, depends, split_by_place
from bot.answering.wording import status_note
from bot.catalog.model import Catalog, Concept
from bot.catalog.resolve import split_target
from bot.parsing.intent import TASKED
from bot.parsing.phrases import CONCEPT_MARK
from bot.parsing.question import Intent, Question

HELP = (
    "Ask whose job something is under the AWS shared responsibility model, in your own words: "
    "“who patches RDS?”, “is S3 encryption on us?”, “what is AWS responsible for in Lambda?”, “RDS vs EC2 patching”."
)
PLACES = 4
"""Rows of an answer whose services' status is told; more would drown the answer."""
NAMED = 0.9
"""Share of an explanation's phrase that must stand in a question on categories."""
LEAST_SURE = 0.6
"""Confidence in a category on which all readings agree, though their owners differ."""
EXAMPLES = ("Who patches RDS?", "Is S3 encryption on us?", "What is AWS responsible for in Lambda?")


def respond(catalog: Catalog, question: Question) -> Answer:
    """The answer to a parsed question. Never raises for any question that the parser returns."""
    if question.parts and question.exam is None:
        return _several(catalog, question)
    return _with_status(catalog, FORMS[question.intent](catalog, question))


def _with_status(catalog: Catalog, answer: Answer) -> Answer:
    """The answer with a word on each service in it that has been renamed, closed or ended, and on its successor."""
    spoken = dict.fromkeys(one.service for one in (answer, *answer.answers[:PLACES]) if one.service)
    told = []
    for service in map(catalog.services.__getitem__, spoken):
        if service.status and answer.kind not in ("list", "unknown"):
            follows = catalog.services.get(service.status.successor or "")
            told.append(status_note(service.name, service.status, follows.name if follows else ""))
    return _replace(answer, note=" ".join(filter(None, (answer.note, *told)))) if told else answer


def _several(catalog: Catalog, question: Question) -> Answer:
    answers = tuple(respond(catalog, part) for part in question.parts)
    owners = {answer.owner for answer in answers}
    first = answers[0]
    known: list[Kind] = [answer.kind for answer in answers if answer.kind != "unknown"]
    return Answer(
        text=question.text,
        kind="unknown" if not known else "answer" if "answer" in known else known[0],
        headline=" ".join(answer.headline for answer in answers),
        owner=first.owner if len(owners) == 1 else None,
        category=first.category if len({answer.category for answer in answers}) == 1 else None,
        service=first.service if len({answer.service for answer in answers}) == 1 else None,
        confidence=min(answer.confidence for answer in answers),
        explanation=" ".join(answer.explanation for answer in answers),
        sources=tuple(dict.fromkeys(source for answer in answers for source in answer.sources)),
        answers=answers,
        several=True,
    )


def _who(catalog: Catalog, question: Question) -> Answer:
    decision = decide(catalog, question)
    reading = decision.reading
    if reading is None or decision.act == "refuse":
        return _ask_back(question) if question.pronoun and not question.matches else _unknown(catalog, question)
    if decision.act == "both":
        return both_halves(question, reading, decision.rivals[0], decision.confidence)
    if question.pronoun and reading.owner == "shared" and isinstance(reading.holdings[0].topic.owner, dict):
        return depends(question, reading.holdings[0])
    if decision.act == "answer":
        return answer_reading(question, reading, decision.confidence, same=decision.same)
    if reading.owner == "varies":
        return split_by_place(question, reading)
    return _choose(question, (reading, *decision.rivals))


def _ask_back(question: Question) -> Answer:
    return Answer(
        text=question.text,
        kind="choice",
        headline="Which task, and on which service?",
        explanation=HELP,
        choices=tuple(Choice(label=example, ask=example) for example in EXAMPLES),
    )


def _choose(question: Question, offered: tuple[Reading, ...]) -> Answer:
    place = offered[0].holdings[0].place
    return Answer(
        text=question.text,
        kind="choice",
        headline="That can be read in more than one way, and the owner differs.",
        explanation="Pick the one you mean.",
        place=place,
        choices=choices_of(offered),
        service=_service(question),
    )


def _concept(catalog: Catalog, question: Question) -> Answer:
    match = next((match for match in question.matches if match.target.startswith(CONCEPT_MARK)), None)
    if match:
        concept = catalog.concepts[match.target.removeprefix(CONCEPT_MARK)]
    else:
        concept = next(concept for concept in catalog.concepts.values() if concept.category == question.category)
    return _explain(catalog, question, concept, "concept")


def _explain(catalog: Catalog, question: Question, concept: Concept, kind: Kind) -> Answer:
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


def _category(catalog: Catalog, question: Question) -> Answer:
    """Is this control of that kind? Or, with no control named, what that kind is."""
    named = next((match for match in question.matches[:1] if match.target.startswith(CONCEPT_MARK)), None)
    if named and named.coverage >= NAMED:
        concept = catalog.concepts[named.target.removeprefix(CONCEPT_MARK)]
        if concept.category:
            return _explain(catalog, question, concept, "category")
    decision = decide(catalog, question)
    reading = decision.reading
    topic_named = _named_topic(catalog, question)
    reading = topic_named or reading
    weak = question.category and question.matches and question.matches[0].score < TASKED and not topic_named
    vague = question.bare or not question.matches or weak
    if vague or reading is None or (decision.act == "refuse" and not topic_named):
        concept = next(
            (c for c in catalog.concepts.values() if question.category and c.category == question.category), None
        )
        return _explain(catalog, question, concept, "category") if concept else _unknown(catalog, question)
    categories = {one.holdings[0].category for one in (reading, *decision.rivals)}
    if decision.act == "choose" and len(categories) > 1 and not topic_named:
        return _choose(question, (reading, *decision.rivals))
    topic, _ = split_target(catalog, reading.target)
    answer = answer_reading(question, reading, decision.confidence or LEAST_SURE, claim_counts=False)
    name = catalog.framework.categories[answer.category].name if answer.category else ""
    verdict = None
    if question.yes_no and question.category:
        verdict = "yes" if answer.category == question.category else "no"
    begin = "" if verdict is None else "Yes. " if verdict == "yes" else "No. "
    return _replace(
        answer, kind="category", verdict=verdict, headline=f"{begin}{topic.aws_term or topic.name} is {_article(name)}."
    )


def _named_topic(catalog: Catalog, question: Question) -> Reading | None:
    """What a question on categories names whole, whatever else it says: a topic before one of its duties."""
    whole = [m for m in question.matches if m.coverage >= NAMED and not m.target.startswith(CONCEPT_MARK)]
    if not whole:
        return None
    best = max(whole, key=lambda match: match.explained)
    topic = next((m for m in whole if "/" not in m.target and m.explained >= NAMED * best.explained), best)
    found = readings(catalog, question, [(topic.target, topic.score)])
    return found[0] if found else None


def _article(name: str) -> str:
    return f"an {name}" if name[:1] in "aeiou" else f"a {name}"


def _unknown(catalog: Catalog, question: Question) -> Answer:
    reasons = {refusal.id: refusal.reply for refusal in catalog.words.refusals}
    reply = OWN_REPLIES.get(question.refusal or "") or reasons.get(question.refusal or "", "")
    return Answer(
        text=question.text,
        kind="unknown",
        headline=reply or "I don't know that one.",
        explanation=HELP,
        choices=() if reply else _nearest(catalog, question),
        service=_service(question),
    )


OWN_REPLIES = {
    "too_long": "That is longer than I read. Ask again in a few sentences.",
    "unknown_place": "I know no AWS service by that name. Try its full name, or ask without it for the general model.",
}
"""Refusals that do not come from the words file -> what is said to them."""


def _nearest(catalog: Catalog, question: Question) -> tuple[Choice, ...]:
    """Up to three topics that come closest, as questions."""
    topics: dict[str, None] = {}
    for target in [m.target for m in question.matches] + [o.target for o in question.opinions if o.score > 0.12]:
        if not target.startswith(CONCEPT_MARK):
            topics.setdefault(target.partition("/")[0])
    place = catalog.services[question.links[0].service].name if question.links else ""
    found = [catalog.topics[topic] for topic in list(topics)[:3]]
    return tuple(Choice(label=topic.name, ask=topic.name + (f" for {place}" if place else "")) for topic in found)


def _fixed(kind: Kind, words: str) -> Callable[[Catalog, Question], Answer]:
    def say(_: Catalog, question: Question) -> Answer:
        examples = tuple(Choice(label=example, ask=example) for example in EXAMPLES)
        return Answer(text=question.text, kind=kind, headline=words, explanation=HELP, choices=examples)

    return say


def _service(question: Question) -> str | None:
    return question.links[0].service if len(question.links) == 1 else None


def _replace(answer: Answer, **changes: object) -> Answer:
    return msgspec.structs.replace(answer, **changes)


FORMS: dict[Intent, Callable[[Catalog, Question], Answer]] = {
    "who": _who,
    "concept": _concept,
    "category": _category,
    "matrix": matrix_of,
    "compare": compare_places,
    "list": list_services,
    "exam": pick_options,
    "refuse": _unknown,
    "nothing": _fixed("unknown", "I found no question in that."),
    "help": _fixed("help", "I say whose job it is: AWS's, yours, or both."),
    "smalltalk": _fixed("smalltalk", "Hello! I say whose job something is on AWS."),
}
