"""A `whosejob demo` of its own for a test, as a process: its address, its API, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

JSON = dict[str, Any]
ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Running:
    """A demo that runs."""

    process: subprocess.Popen[str]
    address: str
    """The page's, with a slash at its end."""
    folder: Path
    """Its home."""

    def get(self, path: str, **query: str) -> JSON:
        """The JSON at a path below ``/demo/``."""
        with urlopen(f"{self.address}demo/{path}?{urlencode(query)}") as answer:  # noqa: S310 (a loopback address)
            read: JSON = json.load(answer)
            return read

    def act(self, act: str, user: str, **body: Any) -> JSON:
        """What comes of a person's act."""
        data = json.dumps({"user": self.person(user), **body}).encode()
        headers = {"Content-Type": "application/json"}
        asked = Request(f"{self.address}demo/act/{act}", data, headers)  # noqa: S310 (a loopback address)
        with urlopen(asked) as answer:  # noqa: S310
            read: JSON = json.load(answer)
            return read

    def person(self, name: str) -> str:
        """A person's id, by name."""
        return next(str(one["id"]) for one in self.get("state")["users"] if one["name"] == name)

    def channel(self, name: str) -> str:
        """A channel's id, by name."""
        channels = self.get("state")["channels"]
        return next(str(one["id"]) for one in channels if one["name"] == name and one["kind"] != "im")

    def messages(self, channel: str, user: str = "ada", **query: str) -> list[JSON]:
        """The latest messages of a channel, oldest first."""
        found: list[JSON] = self.get("messages", user=self.person(user), channel=self.channel(channel), **query)[
            "messages"
        ]
        return found

    def close_forms(self) -> None:
        """Closes what somebody before has left open: forms are the person's, not the page's."""
        for view in reversed(self.get("state")["modals"]):
            self.act("close", "ada", view_id=view["id"])
        self.until(lambda: not self.get("state")["modals"], "a form stays open")

    def begun(self) -> None:
        """Waits until the bot is connected and has answered the example."""
        self.connected()
        self.until(lambda: self.messages("general")[-1]["reply_count"] == 3, "nobody answered the example")

    def connected(self) -> None:
        """Waits until an app is connected."""
        self.until(lambda: self.get("state")["app"] == "connected", "no app has connected")

    def until(self, true: Callable[[], object], otherwise: str) -> None:
        """Waits until something is true."""
        end = time.monotonic() + WAIT_SECONDS
        while not true():
            if time.monotonic() > end:
                raise AssertionError(otherwise)
            time.sleep(0.05)

    def ended(self) -> tuple[int, str]:
        """Ends it as Ctrl-C does: the exit code, and what it has printed since its first line."""
        self.process.send_signal(signal.SIGINT)
        out, _ = self.process.communicate(timeout=10)
        return self.process.returncode, out


def environment(folder: Path) -> dict[str, str]:
    """What a demo's process knows: nothing of Slack or a database."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_"))}
    return {"WHOSEJOB_CACHE": str(folder / "cache"), **known, "HOME": str(folder), "PYTHONPATH": str(ROOT)}


@contextmanager
def running_demo(folder: Path, *arguments: str) -> Iterator[Running]:
    """A demo on a free port; it is ended when the block is left.

    Args:
        folder: its home.
        arguments: of the command.
    """
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, env=environment(folder), text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert " at http://127.0.0.1:" in line, line + process.stdout.read()
            yield Running(process, line.split(" at ")[1].split()[0], folder)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(10)


def told(running: Running, name: str) -> str:
    """A value that a demo without our bot prints for other apps, such as ``SLACK_APP_TOKEN``."""
    assert running.process.stdout is not None
    for line in iter(running.process.stdout.readline, ""):
        found, _, value = line.strip().partition("=")
        if found == name:
            return value
    raise AssertionError(f"{name} was not printed")
