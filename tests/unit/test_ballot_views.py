"""A channel's quiz question as messages: within Slack's limits, the same in words, and harmless whatever it says."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import msgspec
import pytest

from bot.catalog.lesson_model import Scenario
from bot.demo import message_problems
from bot.engine import Engine, load_engine
from bot.slack.views import Message
from bot.slack.views.ballot import (
    ballot_message,
    closed_message,
    late_message,
    not_yours,
    reveal_message,
    tally_message,
    voted_message,
    when,
)
from bot.study.ballot import Ballot, cast, unpacked_ballot, voters, votes_for
from bot.study.calendar import UnknownZoneError, zone_named
from bot.study.quizzing import right_letters
from bot.subscription import Post, Subscription

SUBSCRIPTION = Subscription(workspace="E1/T1", place="C1", person="U1", zone="Europe/Berlin", reveal=time(16))
QUIZ = Post(kind="quiz", day=date(2026, 11, 30), moment=1796025601)
"""At 09:00:01 in Berlin."""
ANSWER_AT = QUIZ.moment + 7 * 3600 + 1


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The engine over the shipped knowledge."""
    return load_engine((), Path(tmp_path_factory.mktemp("cache")))


def messages(engine: Engine, scenario: Scenario) -> list[Message]:
    """All messages on a question."""
    source, tally = engine.lessons.sources[next(iter(engine.lessons.sources))], {"A": 3, "AB": 1, "C": 7}
    return [
        ballot_message(scenario, QUIZ, SUBSCRIPTION),
        ballot_message(scenario, QUIZ, SUBSCRIPTION, 12),
        reveal_message(scenario, source, QUIZ.day, SUBSCRIPTION),
        closed_message(scenario, source, tally),
        closed_message(scenario, source, {}),
        voted_message(scenario, "AB", tally),
        tally_message(scenario, "", tally),
        late_message(scenario, source, "A"),
    ]


def test_every_question_fits_into_its_messages(engine: Engine) -> None:
    for scenario in engine.lessons.scenarios.values():
        for message in messages(engine, scenario):
            assert message_problems(list(message.blocks)) == []
            for block in message.blocks:
                shown = [block["text"]["text"]] if block["type"] == "section" else []
                shown += [one["text"] for one in block["elements"]] if block["type"] == "context" else []
                assert all(one in message.text for one in shown)


def test_the_longest_question_fits_and_mentions_nobody(engine: Engine) -> None:
    some = next(iter(engine.lessons.scenarios.values()))
    evil = "<!channel> & *bold* <@U1> "
    options = [
        msgspec.structs.replace(option, text=(evil * 9)[:150], because=(evil * 30)[:400], right=place < 2)
        for place, option in enumerate([*some.options, *some.options][:4])
    ]
    scenario = msgspec.structs.replace(some, text=(evil * 40)[:600], options=options)
    for message in messages(engine, scenario):
        assert message_problems(list(message.blocks)) == []
        assert "<!channel" not in str(message.blocks) + message.text
        assert "<@" not in str(message.blocks) + message.text


def test_an_open_question_says_when_its_answer_comes_and_nothing_of_the_votes(engine: Engine) -> None:
    scenario = next(iter(engine.lessons.scenarios.values()))
    said = ballot_message(scenario, QUIZ, SUBSCRIPTION, 1).text
    assert "1 person has voted." in said
    assert f"<!date^{ANSWER_AT}^{{date_short_pretty}} at {{time}}|on Mon 30 Nov at 16:00 (Europe/Berlin)>" in said
    assert not any(option.because in html.unescape(said) for option in scenario.options)
    assert "2026" not in ballot_message(scenario, QUIZ, SUBSCRIPTION, 0, ANSWER_AT).text
    earlier = replace(SUBSCRIPTION, reveal=time(8))
    assert f"<!date^{ANSWER_AT + 16 * 3600}^" in ballot_message(scenario, QUIZ, earlier).text, "on the next day"
    with pytest.raises(UnknownZoneError):
        ballot_message(scenario, QUIZ, replace(SUBSCRIPTION, zone="Mars/Base"))


def test_votes_are_counted_by_option_and_by_whether_all_of_it_was_right(engine: Engine) -> None:
    scenario = next(one for one in engine.lessons.scenarios.values() if len(one.right) == 2)
    right = right_letters(scenario)
    wrong = next(letter for letter in "ABCD" if letter not in right)
    tally = {right: 5, right[0]: 4, wrong: 1}
    assert voters(tally) == 10
    assert [votes_for(letter, tally) for letter in (*right, wrong)] == [9, 5, 1]
    said = tally_message(scenario, right, tally).text
    assert said.startswith("10 people voted; 5 were right.")
    assert "■■■■■■■■■ 9" in said
    assert "\n■ 1" in said
    assert f"You voted {right[0]} and {right[1]}." in said
    assert "✓" not in voted_message(scenario, right, tally).text


def test_a_vote_is_kept_in_order_once_and_of_the_options_only(engine: Engine) -> None:
    three = next(one for one in engine.lessons.scenarios.values() if len(one.options) == 3)
    assert cast("CAxAD", three) == "AC"
    assert cast("D", three) == ""


def test_who_may_reveal_is_named_unless_they_were_forgotten() -> None:
    answer = when(ANSWER_AT, zone_named("UTC"))
    assert "Only <@U1> and admins can" in not_yours("U1", answer).text
    assert "Only admins can" in not_yours("", answer).text


def test_a_ballot_comes_back_from_its_button(engine: Engine) -> None:
    ballot = Ballot("E1/T1", QUIZ.day, next(iter(engine.lessons.scenarios)))
    assert unpacked_ballot(ballot.packed(), engine.lessons) == ballot
    with pytest.raises(LookupError):
        unpacked_ballot(replace(ballot, scenario="gone").packed(), engine.lessons)
