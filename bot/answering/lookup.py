"""Answers to what was picked rather than asked: one task at one place, or a form of overview that was named."""

from typing import Literal

import msgspec

from bot.answering.answer import Answer
from bot.answering.explaining import explained
from bot.answering.overview import compare_places, list_services, matrix_of
from bot.answering.readings import hold, reading_of
from bot.answering.respond import with_status
from bot.answering.single import answer_reading, split_by_place
from bot.catalog.model import Catalog
from bot.parsing.phrases import CONCEPT_MARK, Match
from bot.parsing.question import Question
from bot.parsing.vocabulary import Link

Form = Literal["matrix", "compare", "list"]
FORMS = {"matrix": matrix_of, "compare": compare_places, "list": list_services}
FORM_WORDS: dict[str, Form] = {"matrix": "matrix", "compare": "compare", "list": "list"}
"""First word of a text -> the form of overview that it orders, where the rest names enough for it."""
LOOKED_UP = 0.95
"""Confidence in an answer to what was picked: nothing was guessed of the question, only the rule can be stale."""


def place_name(catalog: Catalog, link: Link) -> str:
    """The name of a service or variant as people read it.

    Raises:
        LookupError: there is none of that id.
    """
    service = catalog.services.get(link.service)
    if service is None:
        raise LookupError(f"no service {link.service}")
    if link.variant is None:
        return service.name
    for variant in service.variants:
        if variant.id == link.variant:
            return variant.name
    raise LookupError(f"{link.service} has no variant {link.variant}")


def task_name(catalog: Catalog, target: str) -> str:
    """The name of a topic or duty as people read it.

    Raises:
        LookupError: there is none of that id.
    """
    topic, _, duty = target.partition("/")
    known = catalog.topics.get(topic)
    names = {"": known.name, **{one.id: one.name for one in known.duties}} if known else {}
    if duty not in names:
        raise LookupError(f"no topic or duty {target}")
    return names[duty]


def look_up(catalog: Catalog, link: Link | None, target: str) -> Answer:
    """The answer on a topic (`guest_os_patching`) or duty (`guest_os_patching/apply_os_patches`) at a place.

    Without a place it is the general model's.

    Raises:
        LookupError: there is no such service, variant, topic or duty.
    """
    name = task_name(catalog, target)
    place = place_name(catalog, link) if link else ""
    text = f"{name} for {place}" if place else name
    question = Question(text=text, intent="who", links=(link,) if link else ())
    reading = reading_of(target, 1.0, hold(catalog, question, target))
    if reading.owner == "none":
        return Answer(
            text=question.text,
            kind="unknown",
            headline=f"{name} does not exist for {place or 'the general model'}.",
            refusal="no_such_task",
            service=link.service if link else None,
            topic=target.partition("/")[0],
        )
    if reading.owner == "varies":
        return with_status(catalog, split_by_place(question, reading))
    confidence = LOOKED_UP - (0.1 if any(holding.source.unverified for holding in reading.holdings) else 0.0)
    return with_status(catalog, answer_reading(question, reading, confidence))


def explain(catalog: Catalog, concept: str) -> Answer:
    """An explanation of knowledge/concepts.

    Raises:
        LookupError: there is none of that id.
    """
    found = catalog.concepts[concept]
    return explained(catalog, Question(text=found.name, intent="concept"), found, "concept")


def list_for(catalog: Catalog, target: str) -> Answer:
    """The services that leave a topic or duty to the customer.

    Raises:
        LookupError: there is none of that id.
    """
    text = f"list {task_name(catalog, target)}"
    match = Match(target=target, score=1.0, coverage=1.0, explained=1.0)
    return list_services(catalog, Question(text=text, intent="list", matches=(match,)))


def matrix_for(catalog: Catalog, link: Link) -> Answer:
    """The whole picture of a service or variant.

    Raises:
        LookupError: there is none of that id.
    """
    text = f"matrix {place_name(catalog, link)}"
    return with_status(catalog, matrix_of(catalog, Question(text=text, intent="matrix", links=(link,))))


def overview(catalog: Catalog, question: Question, form: Form) -> Answer | None:
    """A parsed text as a form of overview; None where it is out of scope or does not name what that form needs."""
    if question.refusal or question.parts or question.intent in ("category", "concept"):
        return None
    wanted = msgspec.structs.replace(question, intent=form)
    tasks = [match for match in question.matches if not match.target.startswith(CONCEPT_MARK)]
    enough = {"matrix": len(question.links) == 1, "compare": len(question.links) > 1, "list": bool(tasks)}
    return with_status(catalog, FORMS[form](catalog, wanted)) if enough[form] else None
