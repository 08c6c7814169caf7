"""Exam questions pasted whole."""

import pytest

from bot.engine import Engine
from bot.parsing.exam import cloud_side, exam_of

TASKS = "A) Guarding the building\nB) Choosing the maintenance window\nC) Applying patches\nD) Enabling encryption"


@pytest.mark.parametrize(
    ("text", "letters", "wanted"),
    [
        ("Which one?\nA) red\nB) green\nC) blue", "ABC", 1),
        ("Choose TWO: A. red B. green C. blue", "ABC", 2),
        ("Which two tasks are ours? (a) red (b) green", "AB", 2),
        ("Select THREE. [A] red [B] green [C] blue [D] white", "ABCD", 3),
        ("Who does it? 1 - red, 2 - green, 3 - blue", "123", 1),
        ("After an outage of two hours, which one?\na) red\nb) green", "AB", 1),
    ],
)
def test_options_are_found_in_many_layouts(text: str, letters: str, wanted: int) -> None:
    exam = exam_of(text)
    assert exam is not None
    assert "".join(letter for letter, _ in exam.options) == letters
    assert exam.wanted == wanted


@pytest.mark.parametrize("text", ["who patches RDS?", "A) only one", "see section A. and B. of it: who patches?", ""])
def test_other_texts_have_no_options(text: str) -> None:
    exam = exam_of(text)
    assert exam is None or all(option for _, option in exam.options)


def test_of_and_in_the_cloud_name_a_side() -> None:
    assert cloud_side("which is security OF the cloud?") == "aws"
    assert cloud_side("which is security 'in' the cloud?") == "customer"
    assert cloud_side("security in the cloud or of the cloud?") is None


@pytest.mark.parametrize(
    ("stem", "picked"),
    [
        ("Which is AWS's responsibility on RDS?", "A, C"),
        ("Which TWO are the customer's responsibility on Amazon RDS?", "B, D"),
        ("Which TWO are NOT the customer's responsibility on Amazon RDS?", "A, C"),
    ],
)
def test_the_options_of_the_asked_side_are_picked(engine: Engine, stem: str, picked: str) -> None:
    answer = engine.ask(f"{stem} (Choose two)\n{TASKS}")
    assert (answer.kind, answer.subject) == ("exam", picked)


def test_a_party_is_picked_where_the_stem_asks_who(engine: Engine) -> None:
    answer = engine.ask("Who applies the patches of RDS?\nA. The customer\nB. AWS\nC. An auditor")
    assert (answer.kind, answer.subject, answer.owner) == ("exam", "B", "aws")


def test_no_word_of_an_option_is_repeated(engine: Engine) -> None:
    answer = engine.ask("Which is AWS's job on RDS?\nA) applying patches <!channel>\nB) choosing the window <!here>")
    shown = " ".join((answer.headline, answer.explanation, answer.note))
    assert "channel" not in shown
    assert "here" not in shown.split()
