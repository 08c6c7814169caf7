"""`whosejob batch`: a line in, a line out, in order and at once."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.answering.answer import KEYS
from bot.engine import Engine
from bot.terminal.batch import answer_lines


def run(engine: Engine, *lines: Any) -> list[dict[str, Any]]:
    encoded = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return [json.loads(line) for line in answer_lines(engine, encoded)]


def test_every_answer_has_these_keys_in_this_order(engine: Engine) -> None:
    expected = (
        "id text kind owner category verdict service variant topic duty confidence basis explanation aws_does you_do "
        "sources choices answers"
    )
    for text in ("who patches RDS?", "who patches EKS?", "", "RDS", "hello"):
        (line,) = answer_lines(engine, [json.dumps({"id": 1, "text": text}).encode()])
        assert list(json.loads(line)) == expected.split()
    assert ("id", *KEYS) == tuple(expected.split())


def test_ids_and_texts_come_back_as_they_were(engine: Engine) -> None:
    asked = [{"id": "ä\u2028", "text": "who patches RDS?\n"}, {"id": 7, "text": "😀"}, {"id": "", "text": ""}]
    assert [(got["id"], got["text"]) for got in run(engine, *asked)] == [(line["id"], line["text"]) for line in asked]


def test_one_line_for_each_line_in_order(engine: Engine) -> None:
    lines = [json.dumps({"id": number, "text": "who\npatches RDS?"}).encode() for number in range(50)]
    answered = list(answer_lines(engine, lines))
    assert not any(b"\n" in line for line in answered)
    assert [json.loads(line)["id"] for line in answered] == list(range(50))


def test_an_answer_comes_before_the_next_line_is_read(engine: Engine) -> None:
    read: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield json.dumps({"id": number, "text": "who patches RDS?"}).encode()

    answers = answer_lines(engine, lines())
    for number in range(3):
        assert json.loads(next(answers))["id"] == number
        assert read == list(range(number + 1))


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"id": "1"}',
        b'{"text": "who?"}',
        b'{"id": "1", "text": null}',
        b'{"id": "1", "text": ["who?"]}',
        b'{"id": "1", "text": "who?", "context": "before"}',
        b'{"id": "1", "text": "who?", "context": [1]}',
        b"\xff\xfe",
        b'{"id": "1", "text": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_a_malformed_line_gets_an_error_and_the_run_goes_on(engine: Engine, line: bytes) -> None:
    good = {"id": 1, "text": "who patches RDS?"}
    first, error, last = run(engine, good, line, good)
    assert "line 2" in error["error"]
    assert first["owner"] == last["owner"] == "aws"


def test_line_numbers_count_empty_lines(engine: Engine) -> None:
    (error,) = run(engine, b"\n", b"  \n", b"oops\n")
    assert "line 3" in error["error"]


def test_context_fills_a_follow_up(engine: Engine) -> None:
    first, second = run(
        engine,
        {"id": 1, "text": "and on EC2?", "context": ["who patches RDS?"]},
        {"id": 2, "text": "and on EC2?", "context": []},
    )
    assert (first["owner"], first["duty"]) == ("customer", "apply_patches")
    assert second["duty"] is None


def test_lines_do_not_remember_each_other(engine: Engine) -> None:
    alone = run(engine, {"id": 1, "text": "and on EC2?"})
    assert run(engine, {"id": 0, "text": "who patches RDS?"}, {"id": 1, "text": "and on EC2?"})[1:] == alone


def test_unknown_keys_are_ignored(engine: Engine) -> None:
    assert run(engine, {"id": 1, "text": "who patches RDS?", "set": "mine"})[0]["owner"] == "aws"
