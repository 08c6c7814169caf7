"""The two commands start, say in one line why they cannot, and end when they are told to."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bots import settings_for
from processes import COMMANDS, ROOT, Command, running

from bot import web
from bot.demo import LocalWorkspace
from bot.errors import SettingsError
from bot.settings import Settings
from bot.slack import socket as socket_mode
from bot.slack.client import try_token, web_client

Run = Callable[[Settings], None]
RUNS: list[Run] = [web.run, socket_mode.run]


async def run_elsewhere(run: Run, settings: Settings) -> None:
    """Runs a command's entry point in a thread, which is as far as a test needs it: it refuses to start."""
    await asyncio.to_thread(run, settings)


@pytest.mark.parametrize(("run", "names"), [(web.run, "SLACK_SIGNING_SECRET"), (socket_mode.run, "SLACK_APP_TOKEN")])
def test_every_missing_setting_is_named_at_once(run: Run, names: str) -> None:
    with pytest.raises(SettingsError, match=f"SLACK_BOT_TOKEN, {names}"):
        run(Settings())


@pytest.mark.parametrize("run", RUNS)
async def test_a_refused_token_is_named_and_not_shown(run: Run) -> None:
    async with LocalWorkspace() as workspace:
        settings = settings_for(workspace)
        wrong = Settings(**{**_fields(settings), "slack_bot_token": "xoxb-wrong", "port": 0})
        with pytest.raises(SettingsError, match=r"SLACK_BOT_TOKEN was refused by Slack \(invalid_auth\)") as caught:
            await run_elsewhere(run, wrong)
        assert "xoxb" not in str(caught.value)


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_only_slacks_word_counts_against_a_token(method: str) -> None:
    async with LocalWorkspace() as workspace:
        client = web_client(settings_for(workspace))

        async def check() -> None:
            if method == "auth.test":
                await try_token("THE_TOKEN", client.auth_test(token=workspace.bot_token))
            else:
                await try_token("THE_TOKEN", client.apps_connections_open(app_token=workspace.app_token))

        workspace.faults.server_error(method)
        await check()
        workspace.faults.rate_limit(method, retry_after=300)
        await check()
        workspace.faults.drop_reply(method)
        await check()
        workspace.faults.error(method, "token_expired")
        with pytest.raises(SettingsError, match=r"THE_TOKEN was refused by Slack \(token_expired\)"):
            await check()


def test_a_database_that_cannot_be_opened_is_named_without_its_password() -> None:
    for url in ("sqlite+aiosqlite:////proc/none/x.db", "mysql://u:hunter2@h/x", "hunter2", "sqlite:////"):
        settings = Settings(slack_bot_token="xoxb-x", slack_signing_secret="s", database_url=url, port=0)
        with pytest.raises(SettingsError, match="DATABASE_URL") as caught:
            web.run(settings)
        assert "hunter2" not in str(caught.value)


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = Settings(slack_bot_token="xoxb-x", slack_signing_secret="s", port=port)
        with pytest.raises(SettingsError, match=f"PORT {port}"):
            web.run(settings)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", COMMANDS)
async def test_the_bot_answers_and_ends_cleanly(command: Command, tmp_path: Path, number: signal.Signals) -> None:
    async with LocalWorkspace() as workspace:
        ada = workspace.add_user("ada")
        general = workspace.add_channel("general", members=[ada])
        async with running(command, workspace, tmp_path) as bot:
            ack = await workspace.command(ada, general, "/whosejob", "who patches the OS on EC2?")
            assert ack.message is not None
            assert "● you" in ack.message.text
            bot.terminate(number)
            assert await bot.ended() == 0, bot.logged
        assert not [line for line in bot.logged if "Traceback" in line or "WARNING" in line]
    assert (tmp_path / ".local/state/whosejob/whosejob.db").is_file()


def test_the_command_line_says_what_is_missing_and_ends_with_2(tmp_path: Path) -> None:
    for command in ("serve", "socket"):
        done = subprocess.run(
            [sys.executable, "-m", "bot", command],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "SLACK_BOT_TOKEN" in done.stderr


def _fields(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in settings.__struct_fields__}
