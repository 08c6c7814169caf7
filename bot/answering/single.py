"""The answer on one task: a committed one, or the split and the readings to pick from."""

from collections.abc import Iterable, Sequence

from bot.answering.answer import Answer, Choice
from bot.answering.readings import Reading
from bot.answering.wording import headline, lead, rests_on, yes_or_no
from bot.catalog.model import Source
from bot.catalog.resolve import Holding, by_scope, committed
from bot.parsing.question import Question


def answer_reading(
    question: Question,
    reading: Reading,
    confidence: float,
    claim_counts: bool = True,
    same: Sequence[Reading] = (),
) -> Answer:
    """A committed answer; where several places agree, the first one's words with all places named.

    Args:
        question: what was asked.
        reading: the reading that answers.
        confidence: 0 to 1.
        claim_counts: False where yes and no are decided elsewhere.
        same: other readings that fit as well and have the same owner; the answer names them.
    """
    holdings = [holding for holding in reading.holdings if holding.owner != "none"]
    holding = holdings[0]
    owner = committed(holding.owner) or "shared"
    claim = question.claim if claim_counts else None
    verdict = yes_or_no(owner, claim, question.negated, question.exclusive)
    place = _places(holdings)
    notes = [rests_on(holding)]
    if holding.exceptions:
        notes.append(f"Different on {', '.join(holding.exceptions)}.")
    if same:
        notes.append(f"The same goes for: {'; '.join(other.holdings[0].name.lower() for other in same)}.")
    single = len(holdings) == 1 or len({h.service.id for h in holdings if h.service}) == 1
    return Answer(
        text=question.text,
        kind="answer",
        headline=headline(holding.name, place, owner, lead(verdict, owner, claim)),
        owner=owner,
        category=holding.category,
        verdict=verdict,
        service=holding.service.id if holding.service and single else None,
        variant=holding.variant.id if holding.variant and len(holdings) == 1 else None,
        topic=holding.topic.id,
        topic_name=holding.topic.name,
        duty=holding.duty_id,
        confidence=confidence,
        basis=holding.basis,
        explanation=holding.because,
        aws_does=holding.aws,
        you_do=holding.you,
        sources=_sources(holdings),
        place=place,
        subject=holding.name,
        note=" ".join(notes),
    )


def both_halves(question: Question, aws: Reading, customer: Reading, confidence: float) -> Answer:
    """The answer where each party's part was asked about: shared, with both parts named."""
    theirs, yours = aws.holdings[0], customer.holdings[0]
    place = _places([theirs])
    where = f" for {place}" if place else ""
    return Answer(
        text=question.text,
        kind="answer",
        headline=f"Both, each a part{where}: {_lower(theirs.name)} is AWS's job, {_lower(yours.name)} is yours.",
        owner="shared",
        category="shared",
        service=theirs.service.id if theirs.service else None,
        topic=yours.topic.id,
        topic_name=yours.topic.name,
        confidence=confidence,
        basis=theirs.basis,
        explanation=f"{yours.topic.name} has a part on each side, and the question is about both.",
        aws_does=f"{theirs.name}. {theirs.because}",
        you_do=f"{yours.name}. {yours.because}",
        sources=tuple(dict.fromkeys((theirs.source, yours.source))),
        place=place,
        subject=yours.topic.name,
    )


def _sources(holdings: list[Holding]) -> tuple[Source, ...]:
    """The pages that the first few rest on."""
    return tuple(dict.fromkeys([holding.source for holding in holdings[:3]])) if holdings[1:] else (holdings[0].source,)


def _lower(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _places(holdings: list[Holding]) -> str:
    if len(holdings) == 1:
        return holdings[0].place
    names = list(dict.fromkeys(holding.place for holding in holdings if holding.place))
    if len(names) > 3 and holdings[0].service:
        return holdings[0].service.name
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def split_by_place(question: Question, reading: Reading) -> Answer:
    """Every place with its owner, where they differ; no single owner is claimed."""
    holdings = [holding for holding in reading.holdings if holding.owner not in ("none", "varies")]
    first = reading.holdings[0]
    if not holdings:
        return depends(question, first)
    return Answer(
        text=question.text,
        kind="choice",
        headline=f"{first.name} depends on how you run {first.service.name if first.service else 'it'}.",
        category=first.category,
        service=first.service.id if first.service else None,
        topic=first.topic.id,
        topic_name=first.topic.name,
        duty=first.duty_id,
        explanation=by_scope(first.topic.because, "default"),
        sources=_sources(holdings),
        choices=tuple(Choice(label=h.place, ask=f"{h.name} for {h.place}", owner=committed(h.owner)) for h in holdings),
        subject=first.name,
        place=first.service.name if first.service else "",
    )


def depends(question: Question, holding: Holding) -> Answer:
    """A question back: the owner differs by service and none was named."""
    return Answer(
        text=question.text,
        kind="choice",
        headline=f"{holding.name} depends on the service. Which one do you mean?",
        category=holding.category,
        topic=holding.topic.id,
        topic_name=holding.topic.name,
        duty=holding.duty_id,
        service=holding.service.id if holding.service else None,
        explanation=holding.because,
        aws_does=holding.aws,
        you_do=holding.you,
        sources=(holding.source,),
        choices=tuple(
            Choice(label=f"On {place}", ask=f"{holding.name} on {place}")
            for place in ("Amazon EC2", "Amazon RDS", "AWS Lambda")
        ),
        subject=holding.name,
    )


def choices_of(readings: Iterable[Reading]) -> tuple[Choice, ...]:
    """Up to three readings as things to pick."""
    found = []
    for reading in list(readings)[:3]:
        holding = reading.holdings[0]
        ask = holding.name + (f" for {holding.place}" if holding.place else "")
        found.append(Choice(label=holding.name, ask=ask, owner=committed(reading.owner)))
    return tuple(found)
