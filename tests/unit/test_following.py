"""What a follow-up takes from the question before it."""

import pytest

from bot.engine import Built, Engine
from bot.parsing.reader import Reader
from bot.parsing.referring import asked_elsewhere, spelled_out, things_of
from bot.parsing.text import plain


@pytest.fixture(scope="module")
def reader(built: Built) -> Reader:
    return Reader(built.index.vocabulary)


def spelled(reader: Reader, before: str, after: str) -> list[str]:
    """A follow-up with what its pronoun may stand for."""
    (sentence,) = plain(after).sentences
    things = things_of([unit for one in plain(before).sentences for unit in reader.read(one.words)], reader)
    ways = spelled_out(sentence, reader.read(sentence.words), things, reader.tells)
    return [" ".join(way.words) for way in ways]


def test_a_pronoun_stands_for_each_thing_of_before(reader: Reader) -> None:
    assert "who guards operating systems" in spelled(reader, "who patches the operating systems?", "who guards them?")


@pytest.mark.parametrize("after", ["who patches the hosts below it?", "who patches the hosts that we run?"])
def test_a_pronoun_that_says_where_stands_for_nothing(reader: Reader, after: str) -> None:
    assert spelled(reader, "who plans the backups?", after) == []


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ("who patches the hosts in the data center?", "and in our office?", "who patches the hosts in our office"),
        ("who patches the hosts?", "same for the database?", "who patches the database"),
        ("who patches the hosts?", "and who guards them?", None),
        ("the hosts are old", "and in our office?", None),
    ],
)
def test_the_same_is_asked_elsewhere(reader: Reader, before: str, after: str, asked: str | None) -> None:
    found = asked_elsewhere(plain(after).sentences, plain(before).sentences, reader)
    assert (" ".join(found.words) if found else None) == asked


def test_taking_note_of_an_answer_asks_nothing(engine: Engine) -> None:
    assert engine.parse("ok cool", ["who patches RDS?"]).intent == "nothing"
    assert engine.parse("and EC2?", ["who patches RDS?", "ok cool"]).matches


def test_what_sounds_strange_alone_is_a_follow_up_in_a_thread(engine: Engine) -> None:
    question = engine.parse("what about cameras in the data center?", ["who patches RDS?"])
    assert [link.service for link in question.links] == ["rds"]
    assert question.from_context
