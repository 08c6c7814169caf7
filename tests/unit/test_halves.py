"""Whether a message tells what each party does and asks of both parts together."""

import pytest

from bot.parsing.halves import asks_of_both
from bot.parsing.text import plain


def asked(text: str) -> bool:
    sentences = plain(text).sentences
    return asks_of_both(sentences, len(sentences) - 1 if sentences else None)


@pytest.mark.parametrize(
    "text",
    [
        "AWS patches the hosts and we patch the guest. Who owns patching as a whole?",
        "They run the building, we run the app. Whose is resilience overall?",
        "Amazon offers encryption, and the customer switches it on: who owns that as one item?",
    ],
)
def test_parts_of_both_are_summed_up(text: str) -> None:
    assert asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "AWS patches the hosts and we patch the guest. Who patches the guest?",
        "Us, AWS or the third one?",
        "We patch it. Who owns the whole thing on AWS?",
        "",
    ],
)
def test_one_part_is_asked_for(text: str) -> None:
    assert not asked(text)


@pytest.mark.parametrize(
    ("text", "both"),
    [("AWS patches the hosts and we the guest. We all patch. Which kind?", True), ("AWS patches. Which kind?", False)],
)
def test_a_kind_of_control_sums_up_by_itself(text: str, both: bool) -> None:
    sentences = plain(text).sentences
    assert asks_of_both(sentences, len(sentences) - 1, kind=True) is both
