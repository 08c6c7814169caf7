"""How far an owner is believed, and what the samples that are like a question change in a decision."""

import pytest

from bot.answering.belief import chance, evidence
from bot.answering.decide import decide
from bot.answering.decision import Decision
from bot.catalog.model import BeliefWeights
from bot.engine import Engine
from bot.parsing.phrases import Match
from bot.parsing.question import Question
from bot.parsing.samples import Likeness
from bot.parsing.vocabulary import Link

APPLY, WINDOW = "patching/apply_patches", "patching/choose_window"
"""AWS's and the customer's for RDS."""
TIED = {APPLY: 0.9, WINDOW: 0.9}
STRANGE, FAMILIAR = 0.5, -1.2
"""How a message sounds that is out of scope, and how one does that asks whose job something is."""


def asked(
    fits: dict[str, float],
    *alike: tuple[str, float],
    links: tuple[Link, ...] = (Link("rds"),),
    bearing: float = FAMILIAR,
    whole: bool = False,
    bare: bool = False,
) -> Question:
    """A question on RDS as the parser would hand it on."""
    return Question(
        text="",
        intent="who",
        links=links,
        matches=tuple(Match(target, fit, 0.9, 0.5) for target, fit in fits.items()),
        alike=tuple(Likeness(target, score) for target, score in alike),
        bearing=bearing,
        whole=whole,
        bare=bare,
    )


def outcome(engine: Engine, question: Question) -> tuple[str, str | None]:
    """What was decided, and the task that is answered."""
    decision = decide(engine.catalog, question)
    return decision.act, decision.reading.target if decision.act == "answer" and decision.reading else None


def test_samples_settle_a_tie(engine: Engine) -> None:
    for task in (APPLY, WINDOW):
        tied = asked(TIED, (task, 0.6))
        assert outcome(engine, tied) == ("answer", task)
        assert "samples" in decide(engine.catalog, tied).rule


def test_samples_of_two_minds_settle_nothing(engine: Engine) -> None:
    assert outcome(engine, asked(TIED, (WINDOW, 0.5), (APPLY, 0.5))) == ("choose", None)


def test_an_answer_that_they_contradict_becomes_a_choice(engine: Engine) -> None:
    question = asked({APPLY: 0.7}, (WINDOW, 0.45), (APPLY, 0.4), bearing=0.0)
    alone = decide(engine.catalog, asked({APPLY: 0.7}))
    decision = decide(engine.catalog, question)
    assert (alone.act, decision.act) == ("answer", "choose")
    assert {decision.reading and decision.reading.owner, *(one.owner for one in decision.rivals)} == {"aws", "customer"}


def test_an_answer_that_they_are_sure_against_is_overruled(engine: Engine) -> None:
    question = asked({APPLY: 0.45}, (WINDOW, 0.7))
    assert outcome(engine, asked({APPLY: 0.45})) == ("answer", APPLY)
    assert outcome(engine, question) == ("answer", WINDOW)


def test_what_a_phrase_names_outright_they_do_not_take_back(engine: Engine) -> None:
    assert outcome(engine, asked({APPLY: 0.95}, (WINDOW, 0.9))) == ("answer", APPLY)


def test_an_answer_that_they_share_is_believed_more(engine: Engine) -> None:
    shared, alone = asked({APPLY: 0.6}, (APPLY, 0.6)), asked({APPLY: 0.6}, (APPLY, 0.4), (WINDOW, 0.4))
    assert decide(engine.catalog, shared).confidence > decide(engine.catalog, alone).confidence


def test_what_asks_of_both_halves_is_not_settled_by_samples(engine: Engine) -> None:
    plain, whole = asked(TIED, (WINDOW, 0.6)), asked(TIED, (WINDOW, 0.6), whole=True)
    assert decide(engine.catalog, plain).act != decide(engine.catalog, whole).act


def test_what_phrases_hardly_name_is_answered_by_its_samples(engine: Engine) -> None:
    assert outcome(engine, asked({APPLY: 0.2}, (APPLY, 0.6))) == ("answer", APPLY)


def test_what_phrases_hardly_name_and_sounds_strange_is_not(engine: Engine) -> None:
    assert outcome(engine, asked({APPLY: 0.2}, (APPLY, 0.5), bearing=STRANGE, links=())) == ("refuse", None)


def test_few_words_that_are_nowhere_need_samples_that_are_like_them(engine: Engine) -> None:
    assert outcome(engine, asked({APPLY: 0.2}, (APPLY, 0.2), links=())) == ("refuse", None)
    assert outcome(engine, asked({APPLY: 0.2}, (APPLY, 0.5), links=())) == ("answer", APPLY)


def test_what_names_neither_task_nor_place_is_believed_by_no_sample(engine: Engine) -> None:
    assert outcome(engine, asked({APPLY: 0.2}, (APPLY, 0.9), links=(), bare=True)) == ("refuse", None)
    assert outcome(engine, asked({APPLY: 0.2}, (APPLY, 0.9), bare=True)) == ("answer", APPLY)


@pytest.mark.parametrize(
    ("name", "up"), [("share", True), ("said", True), ("other", False), ("exact", True), ("against", False)]
)
def test_each_sign_moves_the_chance_the_right_way(name: str, up: bool) -> None:
    weights = BeliefWeights()
    less, more = chance(weights, {"base": 1.0, name: 0.2}), chance(weights, {"base": 1.0, name: 0.8})
    assert (more > less) is up


def test_what_speaks_for_an_owner_has_a_weight() -> None:
    found = evidence(asked({}, (APPLY, 0.5)), Decision("refuse", None, (), 0.0), {"aws": 1.0}, "shared")
    assert found.keys() <= set(BeliefWeights.__struct_fields__)


def test_what_fits_nothing_at_all_is_settled_by_no_sample(engine: Engine) -> None:
    assert outcome(engine, asked({}, (APPLY, 0.9))) == ("refuse", None)
