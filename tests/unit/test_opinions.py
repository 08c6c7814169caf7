"""Who only says something in a story, and the sides in what they say."""

import pytest

from bot.engine import Built
from bot.parsing.opinions import set_aside
from bot.parsing.reader import Unit
from bot.parsing.vocabulary import WHOSE


def heard(built: Built, text: str) -> list[Unit]:
    units = [Unit((word,), word) for word in text.split()]
    return set_aside([units], built.index.vocabulary)[0]


def test_who_says_something_means_nothing(built: Built) -> None:
    assert heard(built, "our boss says patch it")[1].concept is None
    assert heard(built, "our boss patches it")[1].concept == "boss"


@pytest.mark.parametrize(
    "text", ["my boss says aws patches it", "the boss was quite sure aws patches it", "a customer says aws patches it"]
)
def test_a_side_in_what_somebody_says_is_told_in_passing(built: Built, text: str) -> None:
    assert [unit.purpose for unit in heard(built, text) if unit.concept in WHOSE] == [True]


@pytest.mark.parametrize("text", ["aws patches it", "my boss says it runs who asks aws", "saying aws patches it"])
def test_a_side_named_by_nobody_else_counts(built: Built, text: str) -> None:
    assert [unit.purpose for unit in heard(built, text) if unit.concept in WHOSE] == [False]
