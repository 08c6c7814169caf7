"""Readings of a question, and whether they are answered, offered or refused."""

from bot.answering.decide import decide
from bot.answering.readings import by_owner, places, readings
from bot.engine import Engine
from bot.parsing.phrases import Match
from bot.parsing.question import Question
from bot.parsing.second import Opinion
from bot.parsing.vocabulary import Link

APPLY, WINDOW, CARRY = "patching/apply_patches", "patching/choose_window", "encryption/carry_out_encryption"


def asked(
    *matches: tuple[str, float],
    second: tuple[tuple[str, float], ...] = (),
    links: tuple[Link, ...] = (Link("rds"),),
    listed: bool = False,
) -> Question:
    """A question as the parser would hand it on, with the fits of both scorers."""
    return Question(
        text="",
        intent="who",
        links=links,
        listed=listed,
        matches=tuple(Match(target, score, 1.0, 1.0) for target, score in matches),
        opinions=tuple(Opinion(target, score) for target, score in second),
    )


def test_a_clear_fit_is_answered(engine: Engine) -> None:
    decision = decide(engine.catalog, asked((APPLY, 0.9), (WINDOW, 0.3)))
    assert (decision.act, decision.reading and decision.reading.target) == ("answer", APPLY)
    assert 0 < decision.confidence < 1


def test_readings_of_the_same_owner_need_no_choice(engine: Engine) -> None:
    assert decide(engine.catalog, asked((APPLY, 0.9), (CARRY, 0.9))).act == "answer"


def test_two_owners_that_fit_equally_are_offered(engine: Engine) -> None:
    decision = decide(engine.catalog, asked((APPLY, 0.9), (WINDOW, 0.9)))
    assert decision.act == "choose"
    assert [rival.target for rival in decision.rivals] == [WINDOW]


def test_scorers_that_name_different_owners_leave_a_choice(engine: Engine) -> None:
    disagreeing = asked((APPLY, 0.9), (WINDOW, 0.7), second=((WINDOW, 0.6), (APPLY, 0.4)))
    assert decide(engine.catalog, disagreeing).act == "choose"


def test_agreement_raises_confidence(engine: Engine) -> None:
    backed = decide(engine.catalog, asked((APPLY, 0.9), (WINDOW, 0.5), second=((APPLY, 0.6), (WINDOW, 0.2))))
    doubted = decide(engine.catalog, asked((APPLY, 0.9), (WINDOW, 0.4), second=((WINDOW, 0.2), (APPLY, 0.1))))
    assert (backed.act, doubted.act) == ("answer", "answer")
    assert doubted.confidence < backed.confidence


def test_a_poor_fit_is_refused(engine: Engine) -> None:
    assert decide(engine.catalog, asked((APPLY, 0.2))).act == "refuse"
    assert decide(engine.catalog, asked()).act == "refuse"


def test_variants_that_disagree_are_offered(engine: Engine) -> None:
    decision = decide(engine.catalog, asked((APPLY, 0.9), links=(Link("eks"),)))
    assert decision.act == "choose"
    assert decision.reading
    assert {holding.owner for holding in decision.reading.holdings} == {"customer", "aws"}


def test_several_services_agree_or_vary(engine: Engine) -> None:
    def owner(*services: str) -> str:
        question = asked(links=tuple(map(Link, services)), listed=True)
        return readings(engine.catalog, question, [(APPLY, 1.0)])[0].owner

    assert owner("rds", "lambda") == "aws"
    assert owner("rds", "ec2") == "varies"


def test_the_best_reading_of_each_owner(engine: Engine) -> None:
    found = readings(engine.catalog, asked(), [(APPLY, 0.9), (WINDOW, 0.8), (CARRY, 0.7)])
    assert {owner: reading.target for owner, reading in by_owner(found).items()} == {"aws": APPLY, "customer": WINDOW}


def test_places_of_a_name(engine: Engine) -> None:
    def names(link: Link) -> list[str]:
        return [variant.id if variant else service.id for service, variant in places(engine.catalog, link)]

    assert names(Link("rds")) == ["rds"]
    assert names(Link("rds", "rds-custom")) == ["rds-custom"]
    assert names(Link("eks")) == ["eks-nodes", "eks-fargate"]
