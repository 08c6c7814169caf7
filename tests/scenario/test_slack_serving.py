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

import aiohttp
import pytest
from bots import settings_for

from bot import web
from bot.demo import LocalWorkspace
from bot.errors import SettingsError
from bot.settings import Settings
from bot.slack import socket as socket_mode
from bot.slack.client import try_token, web_client

Run = Callable[[Settings], None]
RUNS: list[Run] = [web.run, socket_mode.run]
ROOT = Path(__file__).parents[2]


def environment(workspace: LocalWorkspace, state: Path, **more: str) -> dict[str, str]:
    """What a process of its own needs to talk to a local workspace."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(state),
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        **more,
    }


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
async def test_serve_and_socket_answer_and_end_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    async with LocalWorkspace() as workspace:
        ada = workspace.add_user("ada")
        general = workspace.add_channel("general", members=[ada])
        for command in ("socket", "serve"):
            port = _free_port()
            process = subprocess.Popen(  # noqa: ASYNC220 (starting it takes no time)
                [sys.executable, "-m", "bot", command],
                cwd=ROOT,
                env=environment(workspace, tmp_path, PORT=str(port)),
                stderr=subprocess.PIPE,
                text=True,
            )
            try:
                if command == "serve":
                    await _answers(f"http://127.0.0.1:{port}/readyz")
                    workspace.deliver_to(f"http://127.0.0.1:{port}/slack/events")
                else:
                    await workspace.connected(timeout=20)
                ack = await workspace.command(ada, general, "/whosejob", "who patches the OS on EC2?")
                assert ack.message is not None
                assert "● you" in ack.message.text
                process.send_signal(number)
                _, logged = await asyncio.to_thread(process.communicate, timeout=15)
            finally:
                process.kill()
            assert process.returncode == 0, logged
            assert "Traceback" not in logged
            assert "WARNING" not in logged
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


async def _answers(url: str) -> None:
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as response:
                    assert response.status == 200
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _fields(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in settings.__struct_fields__}
