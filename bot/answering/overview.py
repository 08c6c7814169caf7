"""Answers that show many tasks at once: a service's matrix, a comparison, a list of services."""

from collections.abc import Sequence

from bot.answering.answer import Answer
from bot.answering.readings import hold, places, readings
from bot.answering.wording import OWNER_IS
from bot.catalog.model import Catalog, Service, Variant
from bot.catalog.resolve import Holding, committed, resolve
from bot.parsing.phrases import CONCEPT_MARK
from bot.parsing.question import Question
from bot.parsing.vocabulary import Link

MOST_LINES = 20
"""Rows of a comparison that its explanation says in words; the rows themselves are all there."""
MOST_NAMED = 5
"""Places that a comparison's headline names."""


def matrix(catalog: Catalog, service: Service, variant: Variant | None = None) -> list[Holding]:
    """What holds for every topic that exists for a service, in the order of the topics' files."""
    found = [resolve(catalog, topic, service, variant) for topic in catalog.topics]
    return [holding for holding in found if holding.owner != "none"]


def matrix_of(catalog: Catalog, question: Question) -> Answer:
    """The whole picture of the service that was named."""
    service, variant = places(catalog, question.links[0])[0]
    if len(places(catalog, question.links[0])) > 1:
        variant = None
    rows = matrix(catalog, service, variant)
    place = variant.name if variant else service.name

    def mine(owner: str) -> str:
        return "; ".join(row.topic.name for row in rows if row.owner == owner) or "nothing of its own"

    return Answer(
        text=question.text,
        kind="matrix",
        headline=f"Who does what for {place}.",
        service=service.id,
        variant=variant.id if variant else None,
        confidence=0.9,
        basis="service",
        explanation=catalog.framework.classes[service.class_].definition,
        aws_does=mine("aws") + ".",
        you_do=mine("customer") + ".",
        sources=tuple(dict.fromkeys(row.source for row in rows if row.basis in ("service", "variant")))[:3],
        answers=tuple(_row(question, holding) for holding in rows),
        place=place,
    )


def _row(question: Question, holding: Holding) -> Answer:
    owner = committed(holding.owner)
    return Answer(
        text=question.text,
        kind="answer" if owner else "choice",
        headline=f"{holding.topic.name}: {OWNER_IS[owner] if owner else 'depends on the variant'}",
        owner=owner,
        category=holding.category,
        service=holding.service.id if holding.service else None,
        variant=holding.variant.id if holding.variant else None,
        topic=holding.topic.id,
        topic_name=holding.topic.name,
        duty=holding.duty_id,
        confidence=0.9 if holding.basis in ("service", "variant") else 0.8,
        basis=holding.basis,
        explanation=holding.because,
        aws_does=holding.aws,
        you_do=holding.you,
        sources=(holding.source,),
        place=holding.place,
        group=holding.service.group if holding.service else "",
        subject=holding.name,
    )


def compare_places(catalog: Catalog, question: Question) -> Answer:
    """The same task on each service that was named; without a task, their matrices' differences."""
    targets = [
        (m.target, m.score) for m in question.matches if not m.target.startswith(CONCEPT_MARK) and m.score >= 0.3
    ]
    found = readings(catalog, question, targets)
    rows = [h for h in found[0].holdings if h.owner != "none"] if found else _differences(catalog, question)
    subject = found[0].holdings[0].name if found else "Responsibility"
    names = listed([h.place for h in rows]) if found else _names(catalog, question)
    lines = [
        f"{h.place}{'' if found else ', ' + h.topic.name}: {OWNER_IS.get(h.owner, 'depends on the variant')}."
        for h in rows
    ]
    owners = {h.owner for h in rows}
    return Answer(
        text=question.text,
        kind="compare",
        headline=f"{subject}: {names}.",
        owner=committed(owners.pop()) if found and len(owners) == 1 else None,
        category=rows[0].category if found else None,
        topic=rows[0].topic.id if found else None,
        topic_name=rows[0].topic.name if found else "",
        duty=rows[0].duty_id if found else None,
        confidence=0.85,
        basis=rows[0].basis if rows else None,
        explanation=" ".join(lines[:MOST_LINES]) or "They do not differ.",
        sources=tuple(dict.fromkeys(h.source for h in rows))[:4],
        answers=tuple(_row(question, holding) for holding in rows),
        subject=subject,
    )


def _names(catalog: Catalog, question: Question) -> str:
    return listed([catalog.services[link.service].name for link in question.links])


def listed(names: Sequence[str]) -> str:
    """Names as a headline has them: `A, B and C`, of many the first and a count."""
    names = list(dict.fromkeys(names))
    shown = names if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _differences(catalog: Catalog, question: Question) -> list[Holding]:
    """Holdings of the topics whose owner differs between the places."""
    found: list[Holding] = []
    for topic in catalog.topics:
        holdings = hold(catalog, question, topic)
        if len({holding.owner for holding in holdings}) > 1:
            found += [holding for holding in holdings if holding.owner != "none"]
    return found


def list_services(catalog: Catalog, question: Question) -> Answer:
    """Which services leave the task to whom."""
    targets = [m.target for m in question.matches if not m.target.startswith(CONCEPT_MARK)]
    if not targets:
        return Answer(
            text=question.text,
            kind="unknown",
            headline="Name the task, and I list the services.",
            explanation="For example: “which services do we have to patch?”",
            refusal="no_task",
        )
    side = "aws" if question.claim == "aws" or _asks_aws(question) else "customer"
    rows = []
    for service in catalog.services.values():
        if not service.feature and service.class_ != "tools":
            for _, variant in places(catalog, Link(service.id)):
                holding = resolve(catalog, targets[0], service, variant)
                if holding.owner == side:
                    rows.append(holding)
    names = ", ".join(dict.fromkeys(row.place for row in rows))
    general = resolve(catalog, targets[0])
    whose = "AWS does it" if side == "aws" else "it is yours"
    return Answer(
        text=question.text,
        kind="list",
        headline=f"{general.name}: {whose} on {len(rows)} of the services I know.",
        category=general.category,
        topic=general.topic.id,
        topic_name=general.topic.name,
        duty=general.duty_id,
        confidence=0.85,
        basis="class",
        explanation=names + "." if names else "None.",
        aws_does=general.aws,
        you_do=general.you,
        sources=(general.source,),
        answers=tuple(_row(question, row) for row in rows),
        subject=general.name,
    )


def _asks_aws(question: Question) -> bool:
    words = {word for unit in question.units for word in unit.words}
    return "does" in words and "aws" in words
