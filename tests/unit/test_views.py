"""Answers as Slack messages: whole, escaped, and within Slack's limits whatever they hold."""

from __future__ import annotations

import string
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer import Answer, Choice
from bot.catalog.model import Source
from bot.demo import message_problems, view_problems
from bot.slack.asked import Asked, StaleButtonError, unpacked
from bot.slack.views import APOLOGY, Audience, Message, answer_message
from bot.slack.views.actions import SHARE, without
from bot.slack.views.answer import DIFFERING
from bot.slack.views.ask import answer_modal
from bot.slack.views.fixed import HELP, SHARE_REFUSALS, THANKS, USAGE, forgotten, refused_share, usage
from bot.slack.views.mrkdwn import bold, escape, link, plain
from bot.slack.views.reasons import reasons_modal
from bot.slack.views.told import thanked

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
    topic_name="Engine, runtime and control-plane patching",
    explanation="AWS installs patches & replaces hosts.",
    aws_does="Patches.",
    you_do="Choose the window.",
    note="Specific to Amazon RDS.",
    sources=(SOURCE,),
)


def changed(**changes: Any) -> Answer:
    return msgspec.structs.replace(ANSWER, **changes)


def shown(answer: Answer, audience: Audience = Audience.CHANNEL, text: str = "who patches RDS?") -> Message:
    return answer_message(answer, audience, Asked(text))


def buttons(message: Message) -> dict[str, str]:
    elements = [e for block in message.blocks if block["type"] == "actions" for e in block["elements"]]
    return {element["action_id"]: element["value"] for element in elements}


def problems(message: Message) -> list[str]:
    return message_problems(list(message.blocks)) + ([] if message.text else ["no text"])


def test_an_answer_as_people_read_it() -> None:
    assert shown(ANSWER).text.splitlines() == [
        "*Patching for Amazon RDS is AWS's job.*",
        "■ AWS · shared control · Amazon RDS · Engine, runtime and control-plane patching",
        "AWS installs patches &amp; replaces hosts.",
        "*AWS's side:* Patches.",
        "*Your side:* Choose the window.",
        "Source: <https://docs.aws.amazon.com/x?a=1&amp;b=2|Maintaining a DB instance>, AWS documentation, "
        "checked 23 Nov 2026",
        "Specific to Amazon RDS.",
    ]
    said = ["section", "section", "section", "context"]
    assert [block["type"] for block in shown(ANSWER).blocks] == [*said, "actions", "context_actions"]


def test_what_can_be_done_depends_on_who_sees_it() -> None:
    asked = '["who patches RDS?"]'
    verdicts = {"feedback-right": '["right","who patches RDS?"]', "feedback-wrong": '["wrong","who patches RDS?"]'}
    assert buttons(shown(ANSWER)) == {"whole-picture": "rds"}
    assert buttons(shown(ANSWER, Audience.PRIVATE)) == {"whole-picture": "rds", "share": asked, **verdicts}
    assert buttons(shown(ANSWER, Audience.VIEW)) == {"whole-picture": "rds", **verdicts}
    assert buttons(shown(changed(kind="unknown", owner=None), Audience.PRIVATE)) == {}
    assert buttons(shown(changed(variant="rds-custom"))) == {"whole-picture": "rds/rds-custom"}
    unshared = without(shown(ANSWER, Audience.PRIVATE).blocks, SHARE)
    assert f"'{SHARE}'" not in str(unshared)
    assert "whole-picture" in str(unshared)
    assert without([{"type": "actions", "elements": [{"action_id": SHARE}]}], SHARE) == []


def test_a_button_carries_a_question_with_what_was_asked_before_as_far_as_it_fits() -> None:
    asked = Asked("and on EC2?", ("x" * 1200, "y" * 900))
    assert unpacked(asked.value() or "") == ((), Asked("and on EC2?", ("y" * 900,)))
    assert unpacked(asked.value("wrong") or "", heads=1) == (("wrong",), Asked("and on EC2?", ("y" * 900,)))
    assert Asked("z" * 2001).value() is None
    assert buttons(shown(ANSWER, Audience.PRIVATE, "z" * 2001)) == {"whole-picture": "rds"}
    for stale in ("", "x", "[]", "[1]", "{}", '"x"'):
        with pytest.raises(StaleButtonError):
            unpacked(stale)
    with pytest.raises(StaleButtonError):
        unpacked('["a"]', heads=1)


def test_what_was_typed_is_not_repeated() -> None:
    spoken = [block for block in shown(ANSWER).blocks if block["type"] in ("section", "context")]
    assert "channel" not in str(spoken) + shown(ANSWER).text


def test_choices_become_buttons_that_ask() -> None:
    choices = tuple(Choice(label=f"{n} " + "x" * 100, ask=f"q{n}", owner=None) for n in range(30))
    message = shown(changed(kind="choice", owner=None, choices=choices))
    block = next(block for block in message.blocks if block["type"] == "actions")
    assert [e["value"] for e in block["elements"]] == [f"q{n}" for n in range(10)]
    assert len({e["action_id"] for e in block["elements"]}) == 10
    assert not problems(message)


def test_a_question_too_long_for_a_button_is_left_out() -> None:
    message = shown(changed(choices=(Choice(label="a", ask="x" * 2001), Choice(label=" ", ask="x"))))
    assert buttons(message) == {"whole-picture": "rds"}


def test_a_split_is_a_line_for_each_owner() -> None:
    choices = (
        Choice(label="EKS on Fargate", ask="a", owner="aws"),
        Choice(label="EKS nodes", ask="b", owner="customer"),
    )
    text = shown(changed(kind="choice", owner=None, choices=choices)).text
    assert "■ *EKS on Fargate*: AWS\n● *EKS nodes*: you" in text


def test_several_answers_stand_one_under_the_other() -> None:
    parts = tuple(changed(text=f"part {n}", headline=f"Answer {n}.") for n in range(6))
    message = shown(changed(answers=parts, several=True))
    assert [f"*Answer {n}.*" in message.text for n in range(6)] == [True] * 4 + [False] * 2
    assert "the first 4 of 6" in message.text
    assert not problems(message)


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


def test_a_comparison_of_whole_services_says_that_it_leaves_things_out() -> None:
    row = changed(place="Amazon EC2")
    whole = changed(kind="compare", owner=None, topic=None, answers=(ANSWER, row))
    for audience in Audience:
        assert DIFFERING in shown(whole, audience).text
    assert DIFFERING not in shown(changed(kind="compare", owner=None, answers=(ANSWER, row))).text


def test_a_task_is_not_named_twice() -> None:
    whole = changed(subject=ANSWER.topic_name)
    assert shown(whole).text.splitlines()[1] == "■ AWS · shared control · Amazon RDS"


def test_what_lacks_a_word_is_told_which() -> None:
    for word in USAGE:
        told = shown(changed(text=f"{word.capitalize()} foobar", kind="unknown", owner=None)).text
        assert USAGE[word] in told
        assert not problems(usage(word))
    assert not any(told in shown(changed(kind="unknown", owner=None)).text for told in USAGE.values())


def test_thanks_stand_under_the_buttons_once_and_leave_the_rest() -> None:
    message = shown(ANSWER, Audience.VIEW)
    blocks = [{**block, "block_id": f"b{number}"} for number, block in enumerate(answer_modal(message, "x")["blocks"])]
    [row] = [block["block_id"] for block in blocks if block["type"] == "actions"]
    sent = {**answer_modal(message, "x"), "blocks": blocks, "id": "V1", "hash": "1", "state": {"values": {}}}
    once = thanked(sent, row)
    again = thanked({**sent, **once}, row)
    assert again == once
    assert not view_problems(once)
    at = [block["block_id"] for block in once["blocks"]].index(row)
    assert once["blocks"][at + 1]["elements"][0]["text"] == THANKS.text
    assert [block for block in once["blocks"] if block != once["blocks"][at + 1]] == blocks


@given(answers(), st.sampled_from(Audience), TEXT)
def test_no_answer_breaks_slacks_limits(answer: Answer, audience: Audience, text: str) -> None:
    message = shown(answer, audience, text)
    assert not problems(message)
    assert len(message.text) < 40_000
    spoken = [b for b in message.blocks if b["type"] in ("section", "context")]
    assert "<!" not in str(spoken)


def test_what_is_always_the_same_is_valid() -> None:
    for message in (APOLOGY, HELP, forgotten(0), forgotten(1), forgotten(2), *map(noted, SHARE_REFUSALS)):
        assert not problems(message)
    assert not set(APOLOGY.text) & set(string.digits)
    assert not view_problems(reasons_modal("x"))


def noted(code: str) -> Message:
    return APOLOGY.with_note(refused_share(code))
