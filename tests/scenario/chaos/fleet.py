"""Processes of the bot over one database behind one address: started, killed, and started again."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import aiohttp

from bot.demo import LocalWorkspace
from chaos.relay import Relay

ROOT = Path(__file__).parents[3]
SERVE = Path(__file__).with_name("serve.py")
START_SECONDS = 40.0
"""How long a process may take to start on a machine that does other things too."""


@dataclass(frozen=True, slots=True)
class Times:
    """Times of the bot, shortened as the workspace's are."""

    takeover: float = 60.0
    wait: float = 2.0

    def shortened(self, factor: float) -> Times:
        """The same, so many times shorter."""
        return Times(self.takeover / factor, self.wait / factor)


@dataclass
class Fleet:
    """One or more processes; `url` is theirs together."""

    workspace: LocalWorkspace
    folder: Path
    database: str
    times: Times = field(default_factory=Times)
    command: str = "serve"
    api_url: str = ""
    """Where the processes find Slack, when not at the workspace itself."""
    relay: Relay = field(default_factory=Relay)
    processes: dict[int, asyncio.subprocess.Process] = field(default_factory=dict)
    """By port."""

    async def __aenter__(self) -> Self:
        self.armed.mkdir(parents=True, exist_ok=True)
        await self.relay.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        for port in list(self.processes):
            await self.kill(port)
        await self.relay.__aexit__()

    @property
    def armed(self) -> Path:
        """Where the steps lie at which a process is to die."""
        return self.folder / "armed"

    @property
    def url(self) -> str:
        """The address that reaches whichever process is up."""
        return f"http://127.0.0.1:{self.relay.port}"

    async def start(self, port: int = 0) -> int:
        """Starts a process, at the port of an earlier one or at a free one, and waits until it answers."""
        port = port or _free_port()
        with (self.folder / f"{port}.log").open("ab") as log:
            self.processes[port] = await asyncio.create_subprocess_exec(
                sys.executable, str(SERVE), self.command, cwd=ROOT, env=self._environment(port), stderr=log
            )
        if self.command == "serve":
            async with asyncio.timeout(START_SECONDS):
                while await self.status(port, "/readyz") != 200:
                    if self.processes[port].returncode is not None:
                        raise RuntimeError(self.logged())
                    await asyncio.sleep(0.05)
            if port not in self.relay.targets:
                self.relay.targets.append(port)
        return port

    async def kill(self, port: int) -> None:
        """SIGKILL."""
        process = self.processes.pop(port)
        if process.returncode is None:
            process.kill()
        await process.wait()

    async def dead(self) -> int:
        """Waits until one of the processes has died; its port."""
        waiting = {asyncio.create_task(process.wait()): port for port, process in self.processes.items()}
        done, others = await asyncio.wait(waiting, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if not done:
            raise TimeoutError("no process died")
        port = waiting[done.pop()]
        del self.processes[port]
        return port

    def arm(self, step: str) -> None:
        """The process that comes past this step first dies there."""
        (self.armed / step).touch()

    def alive(self) -> bool:
        """Whether every process that was started still runs."""
        return all(process.returncode is None for process in self.processes.values())

    async def status(self, port: int, path: str) -> int:
        """The HTTP status of a path of one process; 0 where nothing listens."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
                return response.status
        except aiohttp.ClientConnectionError:
            return 0

    def logged(self) -> str:
        """What the processes logged."""
        return "".join(log.read_text() for log in self.folder.glob("*.log"))

    def _environment(self, port: int) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "WHOSEJOB_CACHE": os.environ.get("WHOSEJOB_CACHE", str(self.folder.parent / "cache")),
            "SLACK_BOT_TOKEN": self.workspace.bot_token,
            "SLACK_APP_TOKEN": self.workspace.app_token,
            "SLACK_SIGNING_SECRET": self.workspace.signing_secret,
            "SLACK_API_URL": self.api_url or self.workspace.api_url,
            "DATABASE_URL": self.database,
            "PORT": str(port),
            "CHAOS_ARMED": str(self.armed),
            "CHAOS_TAKEOVER": str(self.times.takeover),
            "CHAOS_WAIT": str(self.times.wait),
        }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
