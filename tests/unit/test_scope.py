"""Texts that ask about something the knowledge does not hold."""

import pytest

from bot.engine import Engine


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
