"""Log lines in both formats: what they tell, and what they never do."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.answering.answer import Answer
from bot.slack import logs
from bot.slack.handling import answered, bind, describe, handling

FORMATTERS: list[logging.Formatter] = [logs.Discreet(), logs.JsonLines()]
COMMAND = {"command": "/whosejob", "trigger_id": "12.34.secret", "text": "marzipan"}


class Lines(logging.Handler):
    """Keeps what is logged in both formats."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.json: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(FORMATTERS[0].format(record))
        self.json.append(FORMATTERS[1].format(record))


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler = Lines()
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def record(message: str, *args: object, name: str = "bot.x", error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.WARNING, "x.py", 1, message, args, told)


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-12-marzipan",
        "xoxe.xoxb-1-marzipan",
        "xoxe-1-marzipan",
        "xapp-1-marzipan",
        "xwfp-marzipan",
        "wss://w.slack.com/link/?ticket=marzipan&app_id=A1",
        "https://hooks.slack.com/commands/T1/2/marzipan",
        "https://hooks.slack.com/actions/T1/2/marzipan",
        "http://127.0.0.1:99/hooks/marzipan",
        "/slack/oauth_redirect?code=marzipan&state=marzipan",
        "client_secret=marzipan",
        "refresh_token=marzipan",
        "postgresql://me:marzipan@db/x",
    ],
)
def test_secrets_are_cut_out(formatter: logging.Formatter, secret: str) -> None:
    for message in (f"at {secret} now", f'"{secret}"', f"'{secret}',"):
        assert "marzipan" not in formatter.format(record(message))
    told = formatter.format(record("at %s", f'"{secret}"'))
    assert "***" in told
    if isinstance(formatter, logs.JsonLines):
        json.loads(told)


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_exceptions_are_told_by_type_and_place(formatter: logging.Formatter) -> None:
    try:
        raise KeyError("marzipan")
    except KeyError as error:
        told = formatter.format(record("failed", error=error))
    assert "KeyError at test_logs.py:" in told
    assert "marzipan" not in told


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_a_record_is_one_line(formatter: logging.Formatter) -> None:
    told = formatter.format(record("one\r\n2026 INFO forged: line \ud83d"))
    assert "\n" not in told
    assert "\r" not in told
    told.encode("ascii" if isinstance(formatter, logs.JsonLines) else "utf-8", "backslashreplace")


def test_json_lines_have_time_level_logger_message(lines: Lines) -> None:
    logging.getLogger("bot.test").warning("%d of %s", 2, "three")
    told = json.loads(lines.json[0])
    assert told.pop("time").endswith("Z")
    assert told == {"level": "warning", "logger": "bot.test", "message": "2 of three"}


def test_every_line_of_a_request_has_its_id_and_what_is_bound(lines: Lines) -> None:
    with handling() as request:
        logging.getLogger("bot.test").info("before it was read")
        unread = request.id
        describe(request, COMMAND, "T1")
        bind(event="Ev1", owner=None)
        answered(Answer(text="marzipan", kind="answer", headline="marzipan", owner="aws"))
        request.outcome = "200"
    logging.getLogger("bot.test").info("outside")
    before, end, outside = (json.loads(line) for line in lines.json)
    assert before["request"] == unread
    assert len(unread) == 16
    fields = {"surface": "slash_command", "workspace": "T1", "event": "Ev1", "kind": "answer", "owner": "aws"}
    assert end.items() >= {**fields, "request": "12", "outcome": "200", "message": "handled slash_command"}.items()
    assert end["ms"] >= 0
    assert "request" not in outside
    assert "[request=12 surface=slash_command workspace=T1" in lines.text[1]
    assert "marzipan" not in str(lines.json)
    assert "secret" not in str(lines.json)


async def test_tasks_begun_by_a_request_log_under_its_id(lines: Lines) -> None:
    async def later() -> None:
        logging.getLogger("bot.test").info("later")

    with handling() as request:
        await asyncio.create_task(later())
        expected = request.id
    assert json.loads(lines.json[0])["request"] == expected


async def test_what_asyncio_tells_of_a_lost_task_quotes_nothing(lines: Lines) -> None:
    async def fails() -> None:
        raise ValueError("marzipan")

    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    del task
    gc.collect()
    assert "never retrieved" in lines.text[0]
    assert "marzipan" not in lines.text[0] + lines.json[0]


def test_configure_sends_every_logger_through_the_format(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    chatty = {name: logging.getLogger(name).level for name in ("slack_bolt", "slack_sdk", "sqlalchemy", "alembic")}
    try:
        logs.configure("json")
        root.handlers[0].setStream(sys.stderr)  # type: ignore[attr-defined]
        logging.getLogger("somebody.else").error("failed")
        logging.getLogger("slack_sdk.web").info("chat")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        for name, was in chatty.items():
            logging.getLogger(name).setLevel(was)
    told = capsys.readouterr().err
    assert json.loads(told)["logger"] == "somebody.else"
