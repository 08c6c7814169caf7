"""Cues find word sequences with anchors, gaps and choices."""

import pytest

from bot.parsing.cues import GAP, build_cues, find_cues


@pytest.mark.parametrize(
    ("cue", "text", "stands"),
    [
        ("which service", "tell me which services", True),
        ("which service", "which aws service", False),
        ("^ which service", "which service", True),
        ("^ which service", "say which service", False),
        ("^ which service", "hey so which service", True),
        ("ours", "is it ours", True),
        ("ours", "our bucket", False),
        ("which service $", "which service", True),
        ("which service $", "which service patches", False),
        ("become a|an expert", "how to become an expert", True),
        ("become a|an expert", "become the expert", False),
        ("rain * today", "rain today", True),
        ("rain * today", "rain " + "x " * GAP + "today", True),
        ("rain * today", "rain " + "x " * (GAP + 1) + "today", False),
        ("rain * today * here", "rain a today b here", True),
    ],
)
def test_a_cue_stands_or_does_not(cue: str, text: str, stands: bool) -> None:
    assert ("label" in find_cues(build_cues({"label": [cue]}), tuple(text.split()))) is stands


def test_places_are_those_of_the_first_word() -> None:
    index = build_cues({"one": ["b c"], "two": ["c"]})
    assert find_cues(index, ("a", "b", "c")) == {"one": 1, "two": 2}


def test_no_words_hold_no_cues() -> None:
    assert find_cues(build_cues({"one": ["a"]}), ()) == {}
