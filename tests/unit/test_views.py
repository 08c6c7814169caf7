"""Answers as Slack messages: whole, escaped, and within Slack's limits whatever they hold."""

from __future__ import annotations

import string
from dataclasses import asdict
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer import Answer, Choice
from bot.catalog.model import Source
from bot.demo import message_problems
from bot.slack.views import APOLOGY, Message, answer_message
from bot.slack.views.mrkdwn import bold, escape, link, plain

SOURCE = Source(title="Maintaining a DB instance", url="https://docs.aws.amazon.com/x?a=1&b=2", checked="2026-11-23")
ANSWER = Answer(
    text="who patches <!channel> RDS?",
    kind="answer",
    headline="Patching for Amazon RDS is AWS's job.",
    owner="aws",
    category="shared",
    service="rds",
    topic="platform_engine_patching",
    place="Amazon RDS",
    subject="Patching",
    explanation="AWS installs patches & replaces hosts.",
    aws_does="Patches.",
    you_do="Choose the window.",
    note="Specific to Amazon RDS.",
    sources=(SOURCE,),
)


def changed(**changes: Any) -> Answer:
    return msgspec.structs.replace(ANSWER, **changes)


def problems(message: Message) -> list[str]:
    return message_problems(list(message.blocks)) + ([] if message.text else ["no text"])


def test_an_answer_as_people_read_it() -> None:
    assert answer_message(ANSWER).text.splitlines() == [
        "*Patching for Amazon RDS is AWS's job.*",
        "■ AWS · shared control · Amazon RDS · platform engine patching",
        "AWS installs patches &amp; replaces hosts.",
        "*AWS's side:* Patches.",
        "*Your side:* Choose the window.",
        "Source: <https://docs.aws.amazon.com/x?a=1&amp;b=2|Maintaining a DB instance>, AWS documentation, "
        "checked 23 Nov 2026",
        "Specific to Amazon RDS.",
    ]
    assert [block["type"] for block in answer_message(ANSWER).blocks] == ["section", "section", "section", "context"]


def test_what_was_typed_is_not_repeated() -> None:
    assert "channel" not in str(asdict(answer_message(ANSWER)))


def test_choices_become_buttons_that_ask() -> None:
    choices = tuple(Choice(label=f"{n} " + "x" * 100, ask=f"q{n}", owner=None) for n in range(30))
    message = answer_message(changed(kind="choice", owner=None, choices=choices))
    [block] = [block for block in message.blocks if block["type"] == "actions"]
    assert [e["value"] for e in block["elements"]] == [f"q{n}" for n in range(10)]
    assert len({e["action_id"] for e in block["elements"]}) == 10
    assert not problems(message)


def test_a_question_too_long_for_a_button_is_left_out() -> None:
    message = answer_message(changed(choices=(Choice(label="a", ask="x" * 2001), Choice(label=" ", ask="x"))))
    assert "actions" not in [block["type"] for block in message.blocks]


def test_a_split_is_a_line_for_each_owner() -> None:
    choices = (
        Choice(label="EKS on Fargate", ask="a", owner="aws"),
        Choice(label="EKS nodes", ask="b", owner="customer"),
    )
    text = answer_message(changed(kind="choice", owner=None, choices=choices)).text
    assert "■ *EKS on Fargate*: AWS\n● *EKS nodes*: you" in text


def test_several_answers_stand_one_under_the_other() -> None:
    parts = tuple(changed(text=f"part {n}", headline=f"Answer {n}.") for n in range(6))
    message = answer_message(changed(answers=parts, several=True))
    assert [f"*Answer {n}.*" in message.text for n in range(6)] == [True] * 4 + [False] * 2
    assert "the first 4 of 6" in message.text
    assert not problems(message)


def test_a_matrix_is_gathered_by_owner() -> None:
    rows = [changed(subject=f"Topic {n}", owner=o) for n, o in enumerate(["aws", "customer", "aws", "shared", None])]
    answer = changed(kind="matrix", owner=None, category=None, topic=None, answers=tuple(rows))
    lines = answer_message(answer).text.splitlines()
    assert lines[2:6] == ["*■ AWS:* Topic 0 · Topic 2", "*● you:* Topic 1", "*◆ both:* Topic 3", "*◇ depends:* Topic 4"]


def test_a_comparison_names_each_place_and_a_list_each_service() -> None:
    rows = tuple(changed(place=f"Place {n}", owner=o) for n, o in enumerate(["aws", "customer"]))
    assert "■ *Place 0*: AWS. AWS installs" in answer_message(changed(kind="compare", answers=rows)).text
    differing = answer_message(changed(kind="compare", topic=None, answers=rows)).text
    assert "*Patching*: ■ AWS on Place 0, ● you on Place 1" in differing
    many = tuple(changed(place=f"Service {n}", owner="customer") for n in range(40))
    listed = answer_message(changed(kind="list", answers=many)).text
    assert "● you: Service 0 · " in listed
    assert "and 16 more" in listed


def test_cutting_keeps_entities_whole() -> None:
    assert escape("a & b < c > d", 100) == "a &amp; b &lt; c &gt; d"
    assert escape("&" * 50, 12) == "&amp;&amp;…"
    assert escape("one two three four", 12) == "one two…"
    assert plain("x" * 80, 75) == "x" * 74 + "…"
    assert bold("a *b* c") == "*a ∗b∗ c*"
    assert link(Source(title="a|b>", url="https://x/|>", checked="2026-11-23")).startswith("<https://x/%7C%3E|a/b&gt;>")


TEXT = st.one_of(st.text(max_size=60), st.sampled_from(["", "&" * 5000, "<!channel>" * 400, "x" * 9000, "* " * 3000]))
CHOICES = st.lists(st.builds(Choice, label=TEXT, ask=TEXT, owner=st.sampled_from([None, "aws", "shared"])), max_size=30)
KINDS = ("answer", "matrix", "compare", "list", "category", "concept", "choice", "unknown", "help", "smalltalk")


@st.composite
def answers(draw: st.DrawFn, deep: bool = True) -> Answer:
    fields = {name: draw(TEXT) for name in ("text", "explanation", "aws_does", "you_do", "place", "subject", "note")}
    return changed(
        **fields,
        kind=draw(st.sampled_from(KINDS)),
        headline=draw(TEXT) or "Headline",
        owner=draw(st.sampled_from([None, "aws", "customer", "shared", "partner"])),
        category=draw(st.sampled_from([None, "inherited", "shared", "customer"])),
        choices=tuple(draw(CHOICES)),
        answers=tuple(draw(st.lists(answers(deep=False), max_size=12))) if deep else (),
        sources=(SOURCE,) * draw(st.integers(0, 9)),
    )


@given(answers())
def test_no_answer_breaks_slacks_limits(answer: Answer) -> None:
    message = answer_message(answer)
    assert not problems(message)
    assert len(message.text) < 40_000
    spoken = [b for b in message.blocks if b["type"] in ("section", "context")]
    assert "<!" not in str(spoken)


def test_the_apology_is_valid() -> None:
    assert not problems(APOLOGY)
    assert not set(APOLOGY.text) & set(string.digits)
