"""What is said where nothing is claimed: choices, a question back, a refusal with its reason, a greeting."""

from collections.abc import Callable

from bot.answering.answer import Answer, Choice, Kind
from bot.answering.readings import Reading
from bot.answering.single import choices_of
from bot.catalog.model import Catalog
from bot.parsing.phrases import CONCEPT_MARK
from bot.parsing.question import Question

HELP = (
    "Ask whose job something is under the AWS shared responsibility model, in your own words: "
    "“who patches RDS?”, “is S3 encryption on us?”, “what is AWS responsible for in Lambda?”, “RDS vs EC2 patching”."
)
EXAMPLES = ("Who patches RDS?", "Is S3 encryption on us?", "What is AWS responsible for in Lambda?")
NOT_KNOWN = "not_known"
"""The refusal of what is in scope as far as the words tell, and fits no knowledge."""
OWN_REPLIES = {
    "too_long": "That is longer than I read. Ask again in a few sentences.",
    "selection": "I say whose job something is; I do not pick services or features.",
    "unknown_place": "I know no AWS service by that name. Try its full name, or ask without it for the general model.",
}
"""Refusals that do not come from the words file -> what is said to them."""


def unknown(catalog: Catalog, question: Question) -> Answer:
    """Says that it does not know, or why it does not answer, with the nearest topics."""
    reasons = {refusal.id: refusal.reply for refusal in catalog.words.refusals}
    reply = OWN_REPLIES.get(question.refusal or "") or reasons.get(question.refusal or "", "")
    return Answer(
        text=question.text,
        kind="unknown",
        headline=reply or "I don't know that one.",
        explanation=HELP,
        choices=() if reply else _nearest(catalog, question),
        service=_service(question),
        refusal=question.refusal or NOT_KNOWN,
    )


def _nearest(catalog: Catalog, question: Question) -> tuple[Choice, ...]:
    """Up to three topics that come closest, as questions."""
    topics: dict[str, None] = {}
    for target in [m.target for m in question.matches] + [o.target for o in question.opinions if o.score > 0.12]:
        if not target.startswith(CONCEPT_MARK):
            topics.setdefault(target.partition("/")[0])
    place = catalog.services[question.links[0].service].name if question.links else ""
    found = [catalog.topics[topic] for topic in list(topics)[:3]]
    return tuple(Choice(label=topic.name, ask=topic.name + (f" for {place}" if place else "")) for topic in found)


def choose(question: Question, offered: tuple[Reading, ...]) -> Answer:
    """Offers readings whose owners differ."""
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


def ask_back(question: Question) -> Answer:
    """Asks for the task, where the question only speaks of "it"."""
    return Answer(
        text=question.text,
        kind="choice",
        headline="Which task, and on which service?",
        explanation=HELP,
        choices=tuple(Choice(label=example, ask=example) for example in EXAMPLES),
    )


def fixed(kind: Kind, words: str) -> Callable[[Catalog, Question], Answer]:
    """The form of an answer that is the same for every question."""

    def say(_: Catalog, question: Question) -> Answer:
        examples = tuple(Choice(label=example, ask=example) for example in EXAMPLES)
        refusal = "no_question" if kind == "unknown" else None
        return Answer(
            text=question.text, kind=kind, headline=words, explanation=HELP, choices=examples, refusal=refusal
        )

    return say


def _service(question: Question) -> str | None:
    return question.links[0].service if len(question.links) == 1 else None
