"""Words around a question that are no part of it."""

import pytest

from bot.parsing.framing import unframed
from bot.parsing.text import plain


def words(text: str) -> list[str]:
    """The sentences of a text without their frame."""
    return [" ".join(sentence.words) for sentence in unframed(plain(text).sentences)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Under the AWS shared responsibility model, patching hosts belongs to", "patching hosts belongs to"),
        ("According to the shared responsibility model, who patches hosts?", "who patches hosts"),
        ("Who patches the guest under the shared responsibility model?", "who patches the guest"),
    ],
)
def test_the_model_that_a_question_is_asked_under_is_left_out(text: str, kept: str) -> None:
    assert words(text) == [kept]


@pytest.mark.parametrize("text", ["What is the shared responsibility model?", "Under the shared responsibility model?"])
def test_the_model_itself_can_be_asked_about(text: str) -> None:
    assert words(text) == [" ".join(plain(text).sentences[0].words)]


def test_breaks_keep_their_places() -> None:
    (sentence,) = unframed(
        plain("In our account, under the shared responsibility model, keys rotate, right?").sentences
    )
    assert [sentence.words[place] for place in sentence.breaks] == ["keys", "right"]


def test_a_tag_ends_the_statement_before_it() -> None:
    (sentence,) = unframed(plain("AWS patches the host. Correct?").sentences)
    assert (sentence.words[-1], sentence.asks) == ("correct", True)


@pytest.mark.parametrize("text", ["Who patches the host? Right?", "AWS patches the host. Who says so?"])
def test_what_asks_for_itself_is_joined_to_nothing(text: str) -> None:
    assert len(words(text)) == 2
