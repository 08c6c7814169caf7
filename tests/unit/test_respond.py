"""The form of an answer: several questions, follow-ups, categories, refusals and bad input."""

import pytest

from bot.answering.answer import KEYS, as_record
from bot.engine import Engine


def test_a_committed_answer_is_complete(engine: Engine) -> None:
    answer = engine.ask("who patches RDS?")
    assert (answer.kind, answer.owner, answer.category, answer.basis) == ("answer", "aws", "shared", "service")
    assert (answer.service, answer.topic, answer.duty) == ("rds", "patching", "apply_patches")
    assert answer.headline == "Applying patches for Amazon RDS is AWS's job."
    assert answer.explanation == "RDS patches its machines in your window."
    assert (answer.aws_does, answer.you_do) == ("AWS patches what it runs.", "Choose the window.")
    assert [source.title for source in answer.sources] == ["Maintaining a DB instance"]


def test_variants_that_disagree_are_split(engine: Engine) -> None:
    answer = engine.ask("who patches EKS?")
    assert (answer.kind, answer.owner, answer.confidence) == ("choice", None, 0.0)
    assert [(choice.label, choice.owner) for choice in answer.choices] == [
        ("Amazon EKS with nodes of your own", "customer"),
        ("Amazon EKS on Fargate", "aws"),
    ]


def test_a_choice_asks_what_it_shows(engine: Engine) -> None:
    choices = engine.ask("who patches EKS?").choices
    assert len(choices) > 1
    for choice in choices:
        assert engine.ask(choice.ask).owner == choice.owner


def test_several_questions_get_several_answers(engine: Engine) -> None:
    answer = engine.ask("Who guards the data center doors? And who enables encryption on RDS?")
    assert [(single.owner, single.topic) for single in answer.answers] == [
        ("aws", "buildings"),
        ("customer", "encryption"),
    ]
    assert answer.owner is None
    assert len(answer.sources) >= 1


def test_a_follow_up_takes_the_task_from_before(engine: Engine) -> None:
    answer = engine.ask("and on EC2?", ["who patches RDS?"])
    assert (answer.owner, answer.service, answer.duty) == ("customer", "ec2", "apply_patches")


def test_a_follow_up_takes_the_place_from_before(engine: Engine) -> None:
    answer = engine.ask("and who chooses the maintenance window?", ["who patches RDS?"])
    assert (answer.owner, answer.service, answer.duty) == ("customer", "rds", "choose_window")


def test_small_talk_between_does_not_break_the_thread(engine: Engine) -> None:
    assert engine.ask("and on EC2?", ["who patches RDS?", "hello", "🎉"]).service == "ec2"


def test_a_whole_question_does_not_look_back(engine: Engine) -> None:
    question = "who patches RDS?"
    assert engine.ask(question, ["who guards the data center doors?"]) == engine.ask(question)


@pytest.mark.parametrize(
    ("text", "category", "verdict"),
    [
        ("is patch management an inherited control?", "shared", "no"),
        ("is patch management a shared control?", "shared", "yes"),
        ("which controls are inherited?", "inherited", None),
    ],
)
def test_categories(engine: Engine, text: str, category: str, verdict: str | None) -> None:
    answer = engine.ask(text)
    assert (answer.kind, answer.category, answer.verdict) == ("category", category, verdict)


def test_a_concept_is_explained(engine: Engine) -> None:
    answer = engine.ask("what is security of the cloud?")
    assert (answer.kind, answer.owner) == ("concept", "aws")


@pytest.mark.parametrize(("text", "kind"), [("hello", "smalltalk"), ("hi there", "smalltalk"), ("help", "help")])
def test_talk(engine: Engine, text: str, kind: str) -> None:
    answer = engine.ask(text)
    assert (answer.kind, answer.owner) == (kind, None)
    assert answer.choices


def test_a_refusal_says_why(engine: Engine) -> None:
    answer = engine.ask("is it going to rain hard today?")
    assert (answer.kind, answer.owner, answer.headline) == ("unknown", None, "I know nothing of the weather.")
    assert engine.ask("who guards the data center doors in bad weather?").owner == "aws"


def test_nothing_known_is_said_plainly(engine: Engine) -> None:
    answer = engine.ask("blargh fnord")
    assert (answer.kind, answer.owner, answer.basis, answer.confidence) == ("unknown", None, None, 0.0)
    assert answer.headline


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\x00\x07\x1b[31m",
        "\u202e\u202d\u200f",
        "🎉🎉👩‍👩‍👧",
        "?!",
        "a" * 100_000,
        "who patches " * 9_000,
        "؟ من",
        "<@U1>",
        "\ud800",
    ],
    ids=[
        "empty",
        "space",
        "line",
        "control",
        "direction",
        "emoji",
        "marks",
        "one long word",
        "long",
        "arabic",
        "mention",
        "surrogate",
    ],
)
def test_bad_input_gets_a_short_honest_reply(engine: Engine, text: str) -> None:
    answer = engine.ask(text)
    assert (answer.kind, answer.owner) == ("unknown", None)
    assert 0 < len(answer.headline) < 200
    assert len(answer.explanation) < 500


def test_a_record_has_the_keys_in_their_order(engine: Engine) -> None:
    for text in (
        "who patches RDS?",
        "who patches EKS?",
        "RDS",
        "hello",
        "",
        "RDS vs EC2",
        "a? who patches RDS? who patches EC2?",
    ):
        record = as_record(engine.ask(text))
        assert tuple(record) == KEYS
        for single in record["answers"]:
            assert tuple(single) == KEYS
        for source in record["sources"]:
            assert tuple(source) == ("title", "url", "checked", "copy_of", "verified")


@pytest.mark.parametrize(
    "text", ["who patches Lambda?", "what is AWS responsible for in Lambda?", "RDS vs Lambda patching"]
)
def test_every_kind_of_answer_tells_the_status_of_its_services(engine: Engine, text: str) -> None:
    note = engine.ask(text).note or ""
    assert "AWS Lambda: Goes by another name now (renamed 1 Oct 2026). Successor: Amazon EC2." in note
