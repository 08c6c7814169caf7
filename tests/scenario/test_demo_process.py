"""`whosejob demo` as a process: what it prints, what it reads, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

BOGUS = {
    "SLACK_BOT_TOKEN": "xoxb-of-a-real-workspace",
    "SLACK_APP_TOKEN": "xapp-of-a-real-workspace",
    "SLACK_SIGNING_SECRET": "of-a-real-app",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "of-a-real-app",
    "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "PORT": "not a number",
}
"""An environment in which nothing that reads it works."""


@contextmanager
def demo(*arguments: str, folder: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running demo and its address."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_"))}
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0", *arguments]
    process = subprocess.Popen(
        command,
        env={**known, "HOME": str(folder), "WHOSEJOB_CACHE": str(folder / "cache"), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().split(" at ")[-1].split(" ")[0]
    finally:
        process.kill()
        process.communicate()


def state(address: str) -> dict[str, Any]:
    """Everything but the messages."""
    with urlopen(f"{address}demo/state") as answer:  # noqa: S310 (a loopback address)
        read: dict[str, Any] = json.load(answer)
        return read


def wait_for(address: str, connection: str) -> None:
    """Waits until the demo says how its app is reached."""
    until = time.monotonic() + 30
    while state(address)["app"] != connection:
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("arguments", [(), ("--http",)], ids=["socket", "http"])
def test_it_ends_cleanly_within_two_seconds(number: signal.Signals, arguments: tuple[str, ...], tmp_path: Path) -> None:
    with demo(*arguments, folder=tmp_path) as (process, address):
        wait_for(address, "connected")
        process.send_signal(number)
        out, err = process.communicate(timeout=2)
        assert (process.returncode, out, err) == (0, "", "")


def test_it_ends_while_it_starts(tmp_path: Path) -> None:
    with demo(folder=tmp_path) as (process, _):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
        assert (process.returncode, err) == (0, "")


def test_no_token_of_the_environment_is_used(tmp_path: Path) -> None:
    with demo(folder=tmp_path, **BOGUS) as (process, address):
        wait_for(address, "connected")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=3)
        assert (process.returncode, out, err) == (0, "", "")
    assert [one.name for one in tmp_path.iterdir()] == ["cache"], "nothing is left behind"


def test_another_app_is_told_how_to_connect(tmp_path: Path) -> None:
    with demo("--no-bot", folder=tmp_path) as (process, address):
        assert state(address)["app"] == "none"
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        out = process.stdout.read()
        assert f"SLACK_API_URL={address}api/" in out
        assert all(name in out for name in ("SLACK_BOT_TOKEN=xoxb-", "SLACK_APP_TOKEN=xapp-", "SLACK_SIGNING_SECRET="))


def test_an_app_that_is_not_there_is_said(tmp_path: Path) -> None:
    with demo("--app", "http://127.0.0.1:1/slack/events", folder=tmp_path) as (process, address):
        wait_for(address, "none")
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert "does not answer yet as an app does" in process.stdout.read()


def test_a_broken_file_ends_it_with_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.write_text("{")
    with demo("--keep", str(file), folder=tmp_path) as (process, _):
        _, err = process.communicate(timeout=10)
        assert process.returncode == 2
        assert "left as it is" in err
        assert "Traceback" not in err


def test_knowledge_with_faults_ends_it_with_a_reason(tmp_path: Path) -> None:
    overlay = tmp_path / "ours" / "services"
    overlay.mkdir(parents=True)
    (overlay / "bad.yaml").write_text("id: bad\n")
    with demo(folder=tmp_path, WHOSEJOB_KNOWLEDGE=str(overlay.parent)) as (process, _):
        _, err = process.communicate(timeout=30)
        assert process.returncode == 2
        assert "bad.yaml" in err
        assert "Traceback" not in err
