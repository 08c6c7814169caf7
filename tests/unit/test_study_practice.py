"""What comes again when somebody practises: missed questions soon, known ones late, whatever the card was."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.practising import LONGEST, Reviewed, due, next_cards, retrievability, reviewed, stability

HOUR = 3600.0
DAY = 24 * HOUR
NINE = datetime(2026, 11, 30, 9, 10, tzinfo=UTC).timestamp()
NAMES = [f"q{number}" for number in range(9)]


def after(answers: str, gap: float = DAY, begin: float = NINE) -> Reviewed:
    """The card after answers such as `+-+`, each a gap after the last."""
    card = None
    for number, sign in enumerate(answers):
        card = reviewed(card.state if card else None, sign == "+", begin + number * gap)
    assert card is not None
    return card


def test_what_was_missed_comes_the_next_day_and_what_was_right_later() -> None:
    assert (after("-").due - NINE) / HOUR == 16
    assert (after("+").due - NINE) / HOUR == 40
    assert (after("++", 2 * DAY).due - NINE) / DAY > 8


def test_it_is_due_when_the_next_days_practice_begins_a_little_earlier() -> None:
    early = NINE + DAY - 30 * 60
    assert after("-").due < early
    again = reviewed(after("-").state, True, early)
    assert stability(again.state) == stability(after("-+").state), "a day is not 24 hours to the minute"


def test_a_second_answer_on_the_same_day_teaches_less() -> None:
    assert stability(after("++", HOUR).state) < stability(after("++", DAY).state)


def test_also_what_was_known_for_long_comes_the_next_day_once_missed() -> None:
    card = after("+++++", 20 * DAY)
    missed = reviewed(card.state, False, card.due)
    assert (missed.due - card.due) / HOUR == 16
    assert stability(missed.state) < stability(card.state) / 4


def test_nothing_is_put_off_for_more_than_a_year() -> None:
    card = after("++++++++++", 200 * DAY)
    assert card.due - (NINE + 9 * 200 * DAY) <= LONGEST.total_seconds()


def test_the_same_answers_make_the_same_card() -> None:
    assert after("+-+-+") == after("+-+-+")


def test_the_chance_to_remember_falls() -> None:
    card = after("++", 2 * DAY)
    chances = [retrievability(card.state, NINE + days * DAY) for days in (2, 5, 20, 100)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == 1.0
    assert retrievability(card.state, card.due + 8 * HOUR) == pytest.approx(0.9, abs=0.01)


OLD = json.loads(after("+-+").state)


@pytest.mark.parametrize("state", ["", "{}", "[]", "null", "7", '"text"', "{", '{"card_id": 0}', "NaN"])
def test_a_state_that_cannot_be_read_is_begun_anew(state: str) -> None:
    assert reviewed(state, True, NINE) == after("+")
    assert reviewed(state, False, NINE) == after("-")
    assert retrievability(state, NINE) == stability(state) == 0.0


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 5), st.floats(), st.text(max_size=5), st.just("2026-11-30T09:00:00")
)


@given(st.dictionaries(st.sampled_from([*OLD, "extra"]), ODD), st.sets(st.sampled_from(sorted(OLD))), st.booleans())
def test_no_state_makes_an_error(changed: dict[str, object], gone: set[str], right: bool) -> None:
    state = json.dumps({key: value for key, value in (OLD | changed).items() if key not in gone})
    now = NINE + 9 * DAY
    card = reviewed(state, right, now)
    assert now < card.due <= now + LONGEST.total_seconds()
    assert 0 <= retrievability(state, now) <= 1
    assert due({"q": Reviewed(0.0, state)}, now) == ("q",)
    assert reviewed(card.state, right, card.due).due > card.due


def test_a_clock_that_went_back_makes_no_error() -> None:
    assert reviewed(after("+++").state, True, NINE - 90 * DAY).due > NINE - 90 * DAY
    assert retrievability(after("+").state, NINE - DAY) == 1.0


def test_due_ones_come_first_those_least_remembered_before_the_others() -> None:
    cards = {"steady": after("+++++", 10 * DAY, NINE - 200 * DAY), "shaky": after("-", begin=NINE - 2 * DAY)}
    cards["fresh"] = after("+", begin=NINE - HOUR)
    cards["gone"] = after("-", begin=NINE - 9 * DAY)
    assert cards["steady"].due < cards["shaky"].due, "it has been due for longer"
    assert due(cards, NINE) == ("gone", "shaky", "steady")
    everything = {*NAMES, "steady", "shaky", "fresh"}
    chosen = next_cards(cards, everything, NINE, 5, "U1")
    assert chosen[:2] == ("shaky", "steady")
    assert len(set(chosen)) == 5
    assert not {"gone", "fresh"} & set(chosen)
    assert next_cards(cards, everything, NINE, 1, "U1") == ("shaky",)


def test_new_ones_have_an_order_of_their_own_for_each_person() -> None:
    assert next_cards({}, NAMES, NINE, 99, "U1") != next_cards({}, NAMES, NINE, 99, "U2")
    assert set(next_cards({}, NAMES, NINE, 99, "U1")) == set(NAMES)


def test_nothing_is_practised_where_nothing_is_due_or_new() -> None:
    assert next_cards({}, (), NINE, 5, "U1") == ()
    assert next_cards({"q1": after("+")}, ["q1"], NINE, 5, "U1") == ()
