"""Whether a question is about responsibility at all: its form first, then how much of it was understood."""

from collections.abc import Sequence

from bot.parsing.phrases import PhraseIndex
from bot.parsing.question import Question
from bot.parsing.reader import Unit, is_service

LEAST_EXPLAINED = 0.34
"""Least share of the question's weight that the best reading must cover."""


def refusal_of(
    question: Question, units: Sequence[Unit], stems: tuple[str, ...], cues: dict[str, int], index: PhraseIndex
) -> str | None:
    """Id of the refusal that applies, or None for a question in scope."""
    for label in cues:
        kind, _, name = label.partition(":")
        if kind == "refuse" and f"unless:{name}" not in cues:
            return name
    return None
