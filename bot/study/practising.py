"""Which questions a person sees again, and when: FSRS over the answers they gave."""

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import fsrs

from bot.study.choosing import next_lesson

NIGHT = timedelta(hours=8)
"""What is due in a day is so 8 hours before: whoever practised at five is reminded at nine, and who was quick once need
not be slow the next day. A review 16 hours after the last counts as one of the next day."""
STEP = timedelta(days=1)
"""A question that was missed comes back the next day, also one that was known for months.

FSRS's own steps of minutes are for an hour over flash cards. Here people answer five questions a day and are shown the
reasons at once: asked again ten minutes later, they would recall the page, not the rule.
"""
LONGEST = timedelta(days=365)
"""Knowledge changes, and exams are taken within a year."""

SCHEDULER = fsrs.Scheduler(
    learning_steps=(STEP,), relearning_steps=(STEP,), maximum_interval=LONGEST.days, enable_fuzzing=False
)
"""The published weights of FSRS-6 for a retention of 90 %. Not fuzzed: the same answers make the same dates."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A card after an answer."""

    due: float
    """When the question is to be asked again, in seconds since the epoch."""
    state: str
    """FSRS's card as JSON."""


class Kept(Protocol):
    """A card as it is kept for a person and question."""

    @property
    def due(self) -> float:
        """When the question is to be asked again, in seconds since the epoch."""

    @property
    def state(self) -> str:
        """FSRS's card as JSON."""


def reviewed(state: str | None, right: bool, now: float) -> Reviewed:
    """The card after an answer. A state that cannot be read, of another FSRS, is begun anew.

    Args:
        state: the card as kept; None for a question that was never answered.
        right: whether the answer was.
        now: seconds since the epoch.
    """
    card = _card(state) if state is not None else None
    rating = fsrs.Rating.Good if right else fsrs.Rating.Again
    # Without an id the card would make one of the clock, and wait a millisecond over it.
    card, _ = SCHEDULER.review_card(card or fsrs.Card(card_id=0), rating, datetime.fromtimestamp(now, UTC))
    card.due -= NIGHT
    card.last_review = datetime.fromtimestamp(now, UTC) - NIGHT
    return Reviewed(card.due.timestamp(), card.to_json())


def retrievability(state: str, now: float) -> float:
    """The chance, 0 to 1, that the person would answer right now; 0 for a state that cannot be read."""
    card = _card(state)
    return SCHEDULER.get_card_retrievability(card, datetime.fromtimestamp(now, UTC)) if card else 0.0


def stability(state: str) -> float:
    """For how many days that chance stays above 90 %; 0 for a state that cannot be read."""
    card = _card(state)
    return card.stability or 0.0 if card else 0.0


def due(cards: Mapping[str, Kept], now: float) -> tuple[str, ...]:
    """Ids of the questions that are due, those that are least likely to be remembered first.

    Args:
        cards: of a person, by question.
        now: seconds since the epoch.
    """
    late = (one for one, card in cards.items() if card.due <= now)
    return tuple(sorted(late, key=lambda one: (retrievability(cards[one].state, now), cards[one].due, one)))


def next_cards(
    cards: Mapping[str, Kept], scenarios: Collection[str], now: float, count: int, person: str
) -> tuple[str, ...]:
    """Ids of the questions to practise now: those that are due, then new ones; fewer where there are no more.

    Args:
        cards: of the person, by question.
        scenarios: ids of the questions that there are.
        now: seconds since the epoch.
        count: how many at most.
        person: names the person; each has an order of new ones.
    """
    chosen = [one for one in due(cards, now) if one in scenarios][:count]
    new = {one for one in scenarios if one not in cards}
    while new and len(chosen) < count:
        chosen.append(next_lesson(person, new, ()))
        new.remove(chosen[-1])
    return tuple(chosen)


def _card(state: str) -> fsrs.Card | None:
    """The card of a state; None where FSRS could not go on from it."""
    try:
        card = fsrs.Card.from_dict(json.loads(state))
        numbers = [one for one in (card.stability, card.difficulty) if one is not None]
        begun = card.last_review is not None and len(numbers) == 2  # no card is kept before its first answer
        stepped = card.state is fsrs.State.Review or (isinstance(card.step, int) and card.step >= 0)
        sound = all(math.isfinite(one) and one > 0 for one in numbers)
        zoned = card.due.tzinfo is not None and card.last_review is not None and card.last_review.tzinfo is not None
    except (ValueError, TypeError, LookupError, OverflowError):
        return None
    return card if begun and stepped and sound and zoned else None
