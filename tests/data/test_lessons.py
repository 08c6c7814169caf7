"""Tips and quiz questions say what the knowledge says, and the bot answers each quiz question as it is marked."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.catalog.files import shipped
from bot.catalog.lesson_model import Lessons, Scenario
from bot.catalog.load import load_lessons
from bot.engine import Engine

LESSONS = load_lessons([shipped()])
LETTERS = "ABCD"
WORDS = re.compile(r"[a-z0-9]+")


@pytest.fixture(scope="module")
def lessons() -> Lessons:
    """Every tip and quiz question."""
    return LESSONS


def pasted(scenario: Scenario) -> str:
    """A quiz question as somebody would paste it."""
    options = [f"{letter}. {option.text}" for letter, option in zip(LETTERS, scenario.options, strict=False)]
    return "\n".join([scenario.text, *options])


@pytest.mark.parametrize("scenario", LESSONS.scenarios.values(), ids=lambda scenario: scenario.id)
def test_the_bot_contradicts_no_quiz_question(shipped_engine: Engine, scenario: Scenario) -> None:
    answer = shipped_engine.ask(pasted(scenario))
    picked = set(answer.subject.split(", ")) & set(LETTERS) if answer.kind == "exam" else set()
    right = {LETTERS[place] for place in scenario.right}
    assert not picked or picked == right, answer.headline


def test_the_bot_picks_the_right_option_of_most(shipped_engine: Engine, lessons: Lessons) -> None:
    kinds = Counter(shipped_engine.ask(pasted(scenario)).kind for scenario in lessons.scenarios.values())
    assert kinds["exam"] >= 0.7 * kinds.total(), kinds


def test_a_multiple_response_question_says_how_many(lessons: Lessons) -> None:
    number = {2: "two", 3: "three"}
    for scenario in lessons.scenarios.values():
        many = len(scenario.right)
        told = re.search(r"\b(choose|select|which) (two|three)\b", scenario.text.lower())
        assert (told and told[2]) == number.get(many), scenario.id


def test_no_two_lessons_say_the_same(lessons: Lessons) -> None:
    for texts in (
        {tip.id: tip.fact for tip in lessons.tips.values()},
        {scenario.id: scenario.text for scenario in lessons.scenarios.values()},
    ):
        seen: dict[frozenset[str], str] = {}
        for name, text in texts.items():
            words = frozenset(word for word in WORDS.findall(text.lower()) if len(word) > 3)
            assert seen.setdefault(words, name) == name, f"{name} repeats {seen[words]}"


def test_right_options_stand_anywhere(lessons: Lessons) -> None:
    places = Counter(place for scenario in lessons.scenarios.values() for place in scenario.right)
    most = max(places.values())
    assert most <= 0.45 * places.total(), places
    longest = sum(
        max(scenario.options, key=lambda option: len(option.text)).right for scenario in lessons.scenarios.values()
    )
    assert longest <= 0.5 * len(lessons.scenarios), "the longest option is right too often"
