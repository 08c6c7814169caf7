"""Whatever people do, nothing they wrote and no secret is logged, in either format; what is logged can be followed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from acts import act
from bots import Bot, StartBot
from processes import COMMANDS, Command, running

from bot.demo import Limits, LocalWorkspace
from bot.slack import logs

MARK = "marzipan"
"""Stands in every question and in the names of everybody and everything in `act`."""


class Kept(logging.Handler):
    """Keeps what is logged, as each format has it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.text: list[str] = []
        self.json: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(logs.Discreet().format(record))
        self.json.append(logs.JsonLines().format(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def secrets(workspace: LocalWorkspace) -> list[str]:
    """What must stand in no log: words, names, tokens, and what Slack hands out for one use."""
    handed_out = [
        str(found)
        for delivery in workspace.deliveries()
        for found in _values(delivery.envelope.payload, {"response_url", "trigger_id", "token", "bot_access_token"})
    ]
    own = workspace.identity
    return [MARK, own.bot_token, own.app_token, own.signing_secret, "ticket=", *handed_out]


def _values(body: object, names: set[str]) -> Iterator[object]:
    if isinstance(body, dict):
        for name, value in body.items():
            if name in names:
                yield value
            yield from _values(value, names)
    elif isinstance(body, list):
        for value in body:
            yield from _values(value, names)


def check(lines: list[str], workspace: LocalWorkspace) -> None:
    """Checks that no line holds what it must not."""
    told = "\n".join(lines).replace("ticket=***", "").lower()
    assert told
    for secret in secrets(workspace):
        assert secret.lower() not in told


async def test_everything_that_people_do_leaves_no_word_in_the_log(start_bot: StartBot, kept: Kept) -> None:
    bot = await start_bot(limits=Limits(ack_seconds=1.5, retry_delays=(0.0,)))
    await act(bot.workspace)
    await _with_faults(bot)
    check(kept.text + kept.json, bot.workspace)
    handled = [line for line in map(json.loads, kept.json) if line["logger"] == "bot.slack.handling"]
    # One line for each request, with an id, that says what came of it.
    attempts = [one for delivery in bot.workspace.deliveries() for one in delivery.attempts]
    assert len(handled) == len(attempts)
    assert all(line["request"] and line["surface"] and line["outcome"] and line["ms"] >= 0 for line in handled)
    surfaces = {line["surface"] for line in handled}
    assert surfaces >= {"slash_command", "mention", "direct_message", "block_actions", "view", "shortcut", "home"}
    assert {line["owner"] for line in handled if "owner" in line}
    ids = [str(delivery.event_id) for delivery in bot.workspace.deliveries() if delivery.event_id]
    assert set(ids) <= {line["request"] for line in handled}


async def test_a_failure_is_logged_under_the_id_of_its_request(start_bot: StartBot, kept: Kept) -> None:
    bot = await start_bot(limits=Limits(ack_seconds=1.0, retry_delays=()))
    bot.workspace.faults.error("chat.postMessage", "internal_error")
    said = await bot.workspace.say(bot.general, bot.ada, f"{bot.workspace.mention} who patches RDS? {MARK}")
    event_id = said.deliveries[0].event_id
    lines = [line for line in map(json.loads, kept.json) if line.get("request") == event_id]
    assert [line["level"] for line in lines] == ["error", "info"]
    assert "internal_error" in lines[0]["message"]
    assert lines[1]["outcome"] == "500"


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("command", COMMANDS)
async def test_the_processes_log_in_the_format_that_was_asked_for(
    command: Command, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = tmp_path_factory.mktemp("state")
    async with LocalWorkspace(limits=Limits(ack_seconds=1.5, retry_delays=(0.0,))) as workspace:
        asked_for = {"WHOSEJOB_LOG_FORMAT": form} if command == "socket" else {}
        options = ["--log-format", form] if command == "serve" else []
        async with running(command, workspace, state, *options, **asked_for) as bot:
            await act(workspace)
            bot.terminate()
            assert await bot.ended() == 0
        check(bot.logged, workspace)
        handled = [line for line in bot.logged if "handled slash_command" in line]
        assert len(handled) >= 8
        if form == "json":
            read = [json.loads(line) for line in bot.logged]
            assert {line["surface"] for line in read if "surface" in line} >= {"slash_command", "mention"}
        else:
            assert all(" INFO bot.slack.handling: handled slash_command [request=" in line for line in handled)


async def _with_faults(bot: Bot) -> None:
    """The same while Slack fails."""
    faults = bot.workspace.faults
    for plant in (
        lambda: faults.error("chat.postMessage", "internal_error"),
        lambda: faults.drop_reply("chat.postMessage"),
        lambda: faults.server_error("chat.postMessage"),
        lambda: faults.rate_limit("chat.postMessage", retry_after=60),
    ):
        faults.clear()
        plant()
        await bot.mention(f"who patches RDS? {MARK}")
