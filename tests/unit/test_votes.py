"""What samples that are like a question change in its decision."""

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


def asked(fits: dict[str, float], *alike: tuple[str, float]) -> Question:
    """A question on RDS as the parser would hand it on."""
    return Question(
        text="",
        intent="who",
        links=(Link("rds"),),
        matches=tuple(Match(target, fit, 1.0, 1.0, ()) for target, fit in fits.items()),
        alike=tuple(Likeness(target, score) for target, score in alike),
    )


def test_samples_settle_a_tie_for_the_best_reading(engine: Engine) -> None:
    decision = decide(engine.catalog, asked(TIED, (APPLY, 0.5), (APPLY, 0.4), (WINDOW, 0.4)))
    assert (decision.act, decision.reading and decision.reading.target) == ("answer", APPLY)
    assert "samples" in decision.rule


def test_for_another_owner_they_must_be_nearly_of_one_mind(engine: Engine) -> None:
    split = decide(engine.catalog, asked(TIED, (WINDOW, 0.5), (WINDOW, 0.4), (APPLY, 0.4)))
    clear = decide(engine.catalog, asked(TIED, (WINDOW, 0.5), (WINDOW, 0.4)))
    assert split.act == "choose"
    assert (clear.act, clear.reading and clear.reading.target) == ("answer", WINDOW)


def test_an_answer_that_they_contradict_becomes_a_choice(engine: Engine) -> None:
    decision = decide(engine.catalog, asked({APPLY: 0.9}, (WINDOW, 0.6), (WINDOW, 0.5)))
    assert decision.act == "choose"
    assert decision.reading
    assert decision.reading.target == APPLY
    assert [rival.target for rival in decision.rivals] == [WINDOW]


def test_an_answer_that_they_share_stands(engine: Engine) -> None:
    alone = decide(engine.catalog, asked({APPLY: 0.9}))
    assert decide(engine.catalog, asked({APPLY: 0.9}, (APPLY, 0.6))) == alone


@pytest.mark.parametrize(
    "alike",
    [((WINDOW, 0.1),), ((OUT_OF_SCOPE, 0.6), (WINDOW, 0.3))],
    ids=["hardly like it", "more like what is nobody's job"],
)
def test_samples_that_say_little_change_nothing(engine: Engine, alike: tuple[tuple[str, float], ...]) -> None:
    assert decide(engine.catalog, asked(TIED, *alike)) == decide(engine.catalog, asked(TIED))
    assert decide(engine.catalog, asked({}, *alike)).act == "refuse"


def test_what_no_phrase_names_is_answered_by_its_samples(engine: Engine) -> None:
    decision = decide(engine.catalog, asked({}, (APPLY, 0.5), (APPLY, 0.5)))
    assert (decision.act, decision.reading and decision.reading.target) == ("answer", APPLY)
    assert decision.confidence < 0.9
