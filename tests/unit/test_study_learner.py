"""Somebody who forgets as FSRS says sees missed questions sooner than known ones."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from statistics import mean

import pytest

from bot.study.practising import Reviewed, next_cards, retrievability, reviewed

DAYS = 60
FIRST = 0.5
"""The chance to answer a question right that was never seen: some of it is common sense."""
DAY = 24 * 3600.0
BEGIN = datetime(2026, 11, 30, 9, tzinfo=UTC).timestamp()
QUESTIONS = [f"q{number}" for number in range(150)]


class Learner:
    """Answers right as often as FSRS expects of the cards so far."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.cards: dict[str, Reviewed] = {}
        self.answers: list[tuple[float, str, bool]] = []

    def practise(self, a_day: int) -> None:
        """60 days, every day at about the same hour."""
        for day in range(DAYS):
            now = BEGIN + day * DAY + self.dice.uniform(-2, 2) * 3600
            for question in next_cards(self.cards, QUESTIONS, now, a_day, "U1"):
                self.answer(question, now)

    def answer(self, question: str, now: float) -> None:
        """One answer."""
        card = self.cards.get(question)
        right = self.dice.random() < (retrievability(card.state, now) if card else FIRST)
        self.cards[question] = reviewed(card.state if card else None, right, now)
        self.answers.append((now, question, right))

    def gaps(self, right: bool) -> list[float]:
        """Days from an answer that was right, or was not, to the next of the same question."""
        found: list[float] = []
        last: dict[str, tuple[float, bool]] = {}
        for now, question, was_right in self.answers:
            if question in last and last[question][1] == right:
                found.append((now - last[question][0]) / DAY)
            last[question] = (now, was_right)
        return found


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("a_day", [5, 10])
def test_missed_questions_come_sooner_than_known_ones(seed: int, a_day: int) -> None:
    learner = Learner(seed)
    learner.practise(a_day)
    missed, known = learner.gaps(False), learner.gaps(True)
    assert len(missed) > 50
    assert len(known) > 50
    assert mean(missed) < 1.5
    assert mean(known) > 4 * mean(missed)
    assert max(missed) < 4, "on one of the next days"
