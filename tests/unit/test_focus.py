"""Which part of a message asks."""

import pytest

from bot.engine import Engine
from bot.parsing.focus import asking_of, without_bare_sides
from bot.parsing.text import plain


def first(engine: Engine, text: str) -> str:
    """The target that fits a text best."""
    return engine.parse(text).matches[0].target


@pytest.mark.parametrize(
    "text",
    [
        "The building is guarded and the window is on Sunday, the team wants to know who applies these patches",
        "Somebody guards the building. The window is on Sunday. Who applies the patches?",
        "RDS shows new patches in the console. Our window is on Sunday. Whose job is it to apply them?",
        "who applies the patches, us or AWS?",
        "Applying the patches: AWS, us or the vendor?",
    ],
)
def test_the_clause_that_asks_decides(engine: Engine, text: str) -> None:
    assert first(engine, text) == "patching/apply_patches"


def test_a_question_that_refers_back_takes_its_task_from_before(engine: Engine) -> None:
    assert first(engine, "The cameras in the data center broke. Whose job is that?") == "buildings/guard_sites"


def test_parties_alone_make_a_question_of_the_sentence_before() -> None:
    sentences = without_bare_sides(plain("Patching the hosts. us? aws??").sentences)
    assert [(sentence.words, sentence.asks) for sentence in sentences] == [(("patching", "the", "hosts"), True)]
    assert len(without_bare_sides(plain("The queue is open. Ours?").sentences)) == 2


def test_an_exclamation_is_no_question_of_its_own() -> None:
    asking = asking_of(plain("I thought ACM renews by itself?! Who renews it?").sentences)
    assert [sentence.words[0] for sentence in asking] == ["who"]


def test_two_questions_are_answered_at_the_place_that_the_message_names(engine: Engine) -> None:
    question = engine.parse("About RDS: who applies the patches? who chooses the maintenance window?")
    assert [[link.service for link in part.links] for part in question.parts] == [["rds"], ["rds"]]


def test_what_is_pointed_at_and_named_refers_to_nothing_before(engine: Engine) -> None:
    assert first(engine, "The building is guarded. Who applies those patches to the hosts?") == "patching/apply_patches"


def test_an_asker_at_the_end_asks_of_its_own_clause(engine: Engine) -> None:
    text = "The hosts got their patches, fine, but watching the cameras of the data center is whose job?"
    assert first(engine, text) == "buildings/guard_sites"


def test_what_a_story_turns_from_is_not_asked(engine: Engine) -> None:
    text = "The cameras of the data center are watched. But the hosts lack patches. Who handles that?"
    assert first(engine, text) == "patching/apply_patches"


def test_a_question_without_a_task_beside_one_with_a_task_is_none(engine: Engine) -> None:
    assert not engine.parse("What colour is the bus? And who applies the patches on RDS?").parts
