"""What samples that are like a question settle where its decision is open."""

import pytest

from bot.answering.decide import decide
from bot.catalog.model import OUT_OF_SCOPE
from bot.engine import Engine
from bot.parsing.phrases import Match
from bot.parsing.question import Question
from bot.parsing.samples import Likeness
from bot.parsing.vocabulary import Link

APPLY, WINDOW = "patching/apply_patches", "patching/choose_window"
"""AWS's and the customer's for RDS."""
TIED = {APPLY: 0.9, WINDOW: 0.9}


def asked(fits: dict[str, float], *alike: tuple[str, float], links: tuple[Link, ...] = (Link("rds"),)) -> Question:
    """A question on RDS as the parser would hand it on."""
    return Question(
        text="",
        intent="who",
        links=links,
        matches=tuple(Match(target, fit, 1.0, 1.0, ()) for target, fit in fits.items()),
        alike=tuple(Likeness(target, score) for target, score in alike),
    )


def outcome(engine: Engine, question: Question) -> tuple[str, str | None]:
    """What was decided, and the task that is answered."""
    decision = decide(engine.catalog, question)
    return decision.act, decision.reading.target if decision.act == "answer" and decision.reading else None


def test_samples_settle_a_tie_for_the_best_reading(engine: Engine) -> None:
    tied = asked(TIED, (APPLY, 0.5), (APPLY, 0.4), (WINDOW, 0.4))
    assert outcome(engine, tied) == ("answer", APPLY)
    assert "samples" in decide(engine.catalog, tied).rule


def test_for_another_owner_they_must_be_nearly_of_one_mind(engine: Engine) -> None:
    assert outcome(engine, asked(TIED, (WINDOW, 0.5), (WINDOW, 0.4), (APPLY, 0.4))) == ("choose", None)
    assert outcome(engine, asked(TIED, (WINDOW, 0.5), (WINDOW, 0.4))) == ("answer", WINDOW)


def test_an_answer_stands_whatever_they_say(engine: Engine) -> None:
    alone = decide(engine.catalog, asked({APPLY: 0.9}))
    assert decide(engine.catalog, asked({APPLY: 0.9}, (WINDOW, 0.6), (WINDOW, 0.5))) == alone


@pytest.mark.parametrize(
    "alike",
    [((WINDOW, 0.2), (WINDOW, 0.2)), ((WINDOW, 0.9),), ((OUT_OF_SCOPE, 0.6), (WINDOW, 0.3), (WINDOW, 0.3))],
    ids=["hardly like it", "one alone", "more like what is nobody's job"],
)
def test_samples_that_say_little_change_nothing(engine: Engine, alike: tuple[tuple[str, float], ...]) -> None:
    assert outcome(engine, asked(TIED, *alike)) == ("choose", None)
    assert outcome(engine, asked({}, *alike)) == ("refuse", None)


def test_what_no_phrase_names_is_answered_by_its_samples(engine: Engine) -> None:
    question = asked({}, (APPLY, 0.5), (APPLY, 0.5))
    assert outcome(engine, question) == ("answer", APPLY)
    assert decide(engine.catalog, question).confidence < 0.9


def test_without_a_place_samples_alone_answer_nothing(engine: Engine) -> None:
    assert outcome(engine, asked({}, (APPLY, 0.5), (APPLY, 0.5), links=())) == ("refuse", None)
