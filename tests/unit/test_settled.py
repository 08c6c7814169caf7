"""Whether a message says that what it takes was set up already."""

import pytest

from bot.parsing.cues import build_cues, find_cues
from bot.parsing.focus import main_of
from bot.parsing.settled import is_settled
from bot.parsing.text import plain

CUES = build_cues({"settled": ["is|are enabled|ticked", "rule exists"]})


def settled(text: str) -> bool:
    sentences = plain(text).sentences
    found = [find_cues(CUES, sentence.words) for sentence in sentences]
    return is_settled(sentences, found, main_of(sentences, found))


@pytest.mark.parametrize(
    "text",
    [
        "PITR is enabled on the table. Who makes the backups?",
        "Since rotation is ticked, who makes the new material?",
        "The rule exists. Who copies the objects from then on?",
    ],
)
def test_what_was_set_up_is_told(text: str) -> None:
    assert settled(text)


@pytest.mark.parametrize(
    "text",
    [
        "Who makes sure that MFA is enabled?",
        "Autoscaling is enabled nowhere, not even on the database. Who should have seen to it?",
        "Who makes the backups?",
        "",
    ],
)
def test_setting_it_up_is_asked_for(text: str) -> None:
    assert not settled(text)
