"""What holds for any text at all, and what must not change an answer."""

import json
import random
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import msgspec
import pytest
from asking import FILES, questions
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.answering.answer import KEYS, Answer, as_record
from bot.engine import Engine
from bot.parsing.text import MAX_CHARACTERS

OWNERS = {"aws", "customer", "shared", "partner", None}
COMMON = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
SAID = """
    who what do does is are we us aws our you it not patches patch encrypts RDS EC2 S3 EKS Fargate Lambda on for and
    or vs with data center keys root account backups the of in security controls inherited shared customer <@U1> &amp; ?
    . ! ,
"""
WORDS = st.sampled_from(SAID.split())
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=25).map(" ".join))


def check_record(record: dict[str, Any], text: str) -> None:
    assert tuple(record) == KEYS
    assert record["text"] == text
    assert record["owner"] in OWNERS
    assert record["category"] in {"inherited", "shared", "customer", None}
    assert record["verdict"] in {"yes", "no", None}
    assert record["basis"] in {"variant", "service", "class", "model", None}
    assert 0 <= record["confidence"] <= 1
    if record["kind"] in ("unknown", "choice", "help", "smalltalk", "matrix", "list"):
        assert record["owner"] is None
    if record["owner"] and not record["answers"]:
        assert record["sources"]
        assert record["explanation"]
    for source in record["sources"]:
        assert source["url"].startswith("https://")


@COMMON
@given(text=TEXTS, context=st.lists(TEXTS, max_size=3))
@example(text="APTCH:WHOWHO:DSDATA", context=[])  # both parties' halves, once without an explanation
def test_any_text_gets_a_valid_record(shipped_engine: Engine, text: str, context: list[str]) -> None:
    answer = shipped_engine.ask(text, context)
    assert answer.headline
    check_record(as_record(answer), text)


@COMMON
@given(text=TEXTS)
def test_any_record_survives_json(shipped_engine: Engine, text: str) -> None:
    record = as_record(shipped_engine.ask(text))
    try:
        encoded = msgspec.json.encode(record)
    except UnicodeEncodeError:
        assert any("\ud800" <= character <= "\udfff" for character in text)
        return
    assert json.loads(encoded) == record


@COMMON
@given(text=TEXTS)
def test_the_same_text_gets_the_same_answer(shipped_engine: Engine, text: str) -> None:
    assert shipped_engine.ask(text) == shipped_engine.ask(text)


def work(engine: Engine, text: str) -> int:
    """Lines of Python that a question takes, which unlike its time is the same on every machine."""
    lines = 0

    def count(_frame: FrameType, event: str, _argument: object) -> Callable[..., object]:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        engine.ask(text)
    finally:
        sys.settrace(before)
    return lines


@settings(COMMON, max_examples=60)
@given(piece=st.lists(WORDS, min_size=3, max_size=20).map(" ".join))
def test_work_is_linear_in_the_length_of_a_text(shipped_engine: Engine, piece: str) -> None:
    most = MAX_CHARACTERS // (len(piece) + 1)
    short, long = (" ".join([piece] * times) for times in (most // 4, most // 4 * 4))
    work(shipped_engine, long)  # what a word means is worked out once
    assert work(shipped_engine, long) < 5 * work(shipped_engine, short) + 2_000


def sample() -> list[str]:
    """Real questions of all files, the same ones in every run."""
    asked = [question["text"] for file in FILES for question in questions(file) if not question.get("context")]
    asked = [text for text in asked if "?" not in text[:-1]]
    return random.Random(7).sample(asked, 120)


CHANGES = {
    "upper case": str.upper,
    "lower case": str.lower,
    "spaces": lambda text: f"  {text.replace(' ', '   ')} \n",
    "quotes": lambda text: f"“{text}”",
    "brackets": lambda text: f"({text})",
    "bold": lambda text: f"*{text}*",
    "mention": lambda text: f"<@U012AB3CD> {text}",
    "emoji": lambda text: f":thinking_face: {text} 🤔",
    "dots": lambda text: f"{text}...",
    "please": lambda text: f"{text.rstrip('?. ')} please?" if text.endswith("?") else f"{text} please",
    "thanks": lambda text: f"{text} Thanks!" if text.endswith("?") else f"{text}, thanks",
}


def owner_of(answer: Answer) -> tuple[str | None, ...]:
    return (answer.owner, *(single.owner for single in answer.answers if answer.kind == "answer"))


@pytest.mark.parametrize("change", CHANGES)
def test_looks_and_manners_do_not_change_the_owner(shipped_engine: Engine, change: str) -> None:
    changed = {
        asked: (owner_of(before), owner_of(after))
        for text in sample()
        if owner_of(before := shipped_engine.ask(text))
        != owner_of(after := shipped_engine.ask(asked := CHANGES[change](text)))
    }
    assert changed == {}
