"""Texts that ask about something the knowledge does not hold."""

import pytest

from bot.catalog.model import Refusal
from bot.engine import Engine
from bot.parsing.scope import offers_parties, refusal_of


@pytest.mark.parametrize(
    "text",
    ["who patches fnordworks?", "patching the database of fnordworks", "who must encrypt the database on fnordworks?"],
)
def test_a_place_that_nothing_knows_is_no_reason_for_the_general_model(engine: Engine, text: str) -> None:
    assert engine.parse(text).refusal == "unknown_place"
    assert "no AWS service by that name" in engine.ask(text).headline


@pytest.mark.parametrize(
    "text", ["who patches the mainframe?", "who patches fnordworks on rds?", "fnordworks: who encrypts the database?"]
)
def test_a_word_that_phrases_happen_not_to_use_is_no_such_place(engine: Engine, text: str) -> None:
    assert engine.parse(text).refusal != "unknown_place"


@pytest.mark.parametrize(
    "text", ["rds or ec2 for a small shop?", "EC2 or RDS as our session store?", "rds, ec2 or fnordworks for orders?"]
)
def test_a_choice_between_services_is_no_question_of_whose_job(engine: Engine, text: str) -> None:
    assert engine.parse(text).refusal == "selection"
    assert "do not pick" in engine.ask(text).headline


@pytest.mark.parametrize(
    "text", ["who patches rds or ec2 for us?", "patches on rds or ec2 for compliance", "rds or ec2: who patches?"]
)
def test_a_task_beside_two_services_is_one(engine: Engine, text: str) -> None:
    assert engine.parse(text).refusal is None


def test_letters_that_are_no_words_are_refused(engine: Engine) -> None:
    assert engine.parse("qwrt zxcv patches").refusal == "strange"
    assert engine.parse("patches of the zxcv hosts").refusal != "strange"


def test_a_question_that_offers_the_parties_has_no_wrong_form() -> None:
    how_to = Refusal(id="how_to", reply="I do not know how.", cues=["^how to"], unless_parties=True)
    cues = {"refuse:how_to": 0}
    assert refusal_of(cues, [how_to], named=True) == "how_to"
    assert refusal_of(cues, [how_to], named=True, offered=True) is None


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("patching, us or AWS?", True),
        ("is it theirs or is it ours", True),
        ("patching: AWS/us", True),
        ("does AWS delete them, or is that on us?", True),
        ("is that amazon's job or mine?", True),
        ("should we use AWS Config or Inspector", False),
        ("is it S3 or EFS that we need", False),
    ],
)
def test_parties_to_choose_from(text: str, offered: bool) -> None:
    assert offers_parties(text) is offered
