"""Which options of a pasted exam question are right, and why each is or is not."""

from typing import NamedTuple

import msgspec

from bot.answering.answer import Answer
from bot.answering.decide import decide
from bot.answering.silence import unknown
from bot.answering.single import answer_reading, both_halves, split_by_place
from bot.answering.wording import OWNER_IS
from bot.catalog.model import Catalog
from bot.catalog.resolve import committed
from bot.parsing.exam import Exam
from bot.parsing.question import Question

OTHER = {"aws": "customer", "customer": "aws"}
SURE = 0.85
"""Confidence where exactly as many options fit as are asked for."""
CLEAR = 2
"""Words by which an option must lead another that names the same party, to be picked."""
UNSURE = 0.6
"""Confidence where the best ones had to be picked from more, or by leaving out the others."""


class Option(NamedTuple):
    """One option with what is known of it."""

    letter: str
    owner: str | None
    category: str | None
    sure: float
    answer: Answer | None


def pick_options(catalog: Catalog, question: Question) -> Answer:
    """Picks the options that are the asked side's, of the asked control category, or that name the owner."""
    exam = question.exam
    if exam is None:
        return unknown(catalog, question)
    if exam.parties:
        return _party(catalog, question, exam)
    options = [_option(catalog, letter, part) for (letter, _), part in zip(exam.options, question.parts, strict=True)]
    wanted = _wanted(question)
    # "customer" is the name of a side and of a kind of control.
    fitting = [option for option in options if wanted == (option.category if question.category else option.owner)]
    if len(fitting) == exam.wanted:
        return _picked(question, options, fitting, wanted, SURE)
    return _picked(question, options, _nearest(options, fitting, wanted, exam.wanted), wanted, UNSURE)


def _picked(question: Question, options: list[Option], fitting: list[Option], wanted: str, sure: float) -> Answer:
    """The answer that picks some options; it repeats none of their words, which somebody typed."""
    told = " ".join(f"{option.letter}: {_whose(option)}." for option in options)
    answers = tuple(option.answer for option in options if option.answer)
    if not fitting:
        return Answer(
            text=question.text,
            kind="exam",
            headline="I cannot tell which option is meant; this is whose job each one is.",
            explanation=told,
            answers=answers,
        )
    known = [option.answer for option in fitting if option.answer]
    first = known[0] if known else None
    named = (option.letter + (f": {option.answer.subject}" if option.answer else "") for option in fitting)
    return Answer(
        text=question.text,
        kind="exam",
        headline="; ".join(named) + ".",
        owner=committed(wanted) or (first.owner if first else None),
        category=first.category if first else None,
        service=question.links[0].service if len(question.links) == 1 else None,
        confidence=sure,
        basis=first.basis if first else None,
        explanation=" ".join(answer.explanation for answer in known[:2]),
        sources=tuple(dict.fromkeys(source for answer in known for source in answer.sources)),
        answers=answers,
        subject=", ".join(option.letter for option in fitting),
        note=told,
    )


def _party(catalog: Catalog, question: Question, exam: Exam) -> Answer:
    """Answers the stem, and picks the option that names its owner."""
    (asked,) = question.parts
    decision = decide(catalog, asked)
    reading = decision.reading
    if reading is None or decision.act == "refuse":
        return unknown(catalog, question)
    if decision.act == "both":
        answer = both_halves(asked, reading, decision.rivals[0], decision.confidence)
    elif committed(reading.owner) is None:
        return split_by_place(asked, reading)
    else:
        answer = answer_reading(asked, reading, decision.confidence or UNSURE, claim_counts=False)
    naming = [
        (letter, option)
        for (letter, option), party in zip(exam.options, exam.parties, strict=True)
        if party is not None and party == (answer.category if asked.intent == "category" else answer.owner)
    ]
    if not naming:
        return msgspec.structs.replace(answer, text=question.text)
    outright = [letter for (letter, _), plainly in zip(exam.options, exam.outright, strict=False) if plainly]
    plainly = [(letter, option) for letter, option in naming if letter in outright]
    letters = _likest(answer, plainly if len(plainly) == 1 else naming)
    return msgspec.structs.replace(
        answer,
        text=question.text,
        kind="exam",
        headline=f"{' or '.join(letters)}: {answer.headline}",
        subject=letters[0] if len(letters) == 1 else "",
        confidence=answer.confidence if len(naming) == 1 else min(answer.confidence, UNSURE),
    )


def _likest(answer: Answer, naming: list[tuple[str, str]]) -> list[str]:
    """Of several options that name the right party, the one that speaks of what the answer does, if one does."""
    said = {word for word in f"{answer.explanation} {answer.you_do} {answer.subject}".lower().split() if len(word) > 3}
    alike = sorted(((len(said & set(option.lower().split())), letter) for letter, option in naming), reverse=True)
    if len(alike) > 1 and alike[0][0] - alike[1][0] < CLEAR:
        return sorted(letter for _, letter in alike)
    return [alike[0][1]]


def _wanted(question: Question) -> str:
    """The owner or the control category that is asked for."""
    if question.category:
        return question.category
    side = question.claim or "customer"
    return OTHER[side] if question.negated else side


def _option(catalog: Catalog, letter: str, part: Question) -> Option:
    decision = decide(catalog, part)
    reading = decision.reading
    if reading is None or committed(reading.owner) is None:
        return Option(letter, None, None, 0.0, None)
    answer = answer_reading(part, reading, decision.confidence, claim_counts=False)
    return Option(letter, answer.owner, answer.category, decision.confidence or reading.score / 4, answer)


def _nearest(options: list[Option], fitting: list[Option], wanted: str, many: int) -> list[Option]:
    """The likeliest where too many or too few fit; none where nothing tells."""
    if len(fitting) > many:
        return sorted(sorted(fitting, key=lambda option: -option.sure)[:many])
    unlike = OTHER.get(wanted)
    open_ = [option for option in options if option not in fitting and option.owner != unlike]
    return sorted([*fitting, *open_]) if unlike and len(fitting) + len(open_) == many else []


def _whose(option: Option) -> str:
    if option.owner is None:
        return "not known"
    return OWNER_IS[option.owner]
