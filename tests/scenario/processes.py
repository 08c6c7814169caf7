"""Runs `whosejob serve`, `socket` and `worker` as processes of their own, in a local workspace."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import aiohttp

from bot.demo import LocalWorkspace

ROOT = Path(__file__).parents[2]

Command = Literal["serve", "socket", "worker"]
COMMANDS: tuple[Command, ...] = ("serve", "socket")
"""Those that answer."""


def environment(workspace: LocalWorkspace, state: Path, **more: str) -> dict[str, str]:
    """What a process of its own needs to talk to a local workspace."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(state),
        "WHOSEJOB_CACHE": os.environ.get("WHOSEJOB_CACHE", str(state / "cache")),
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        **more,
    }


@dataclass
class Running:
    """A process of the bot's."""

    process: asyncio.subprocess.Process
    url: str
    """Where it listens, for `serve`."""
    logged: list[str] = field(default_factory=list)
    """Its log so far, by lines."""
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def read(self) -> None:
        """Keeps what the process logs until it ends."""
        if self.process.stderr is None:
            raise RuntimeError("its standard error is not a pipe")
        while line := await self.process.stderr.readline():
            async with self._news:
                self.logged.append(line.decode())
                self._news.notify_all()

    async def logs(self, words: str) -> None:
        """Waits until it has logged these words."""
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: any(words in line for line in self.logged))

    def terminate(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Tells it to end."""
        self.process.send_signal(number)

    async def ended(self) -> int:
        """Waits for its end; the exit code."""
        async with asyncio.timeout(20):
            return await self.process.wait()


@asynccontextmanager
async def running(
    command: Command, workspace: LocalWorkspace, state: Path, *options: str, **more: str
) -> AsyncIterator[Running]:
    """Starts the bot, and waits until it can be asked."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", command, *options),
        cwd=ROOT,
        env=environment(workspace, state, PORT=str(port), **more),
        stderr=asyncio.subprocess.PIPE,
    )
    bot = Running(process, f"http://127.0.0.1:{port}")
    reading = asyncio.create_task(bot.read())
    try:
        if command == "serve":
            await answers(f"{bot.url}/readyz")
            workspace.deliver_to(f"{bot.url}/slack/events")
        elif command == "socket":
            await workspace.connected(timeout=20)
        else:
            await bot.logs("working")
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def answers(url: str) -> None:
    """Waits until an address answers 200."""
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as response:
                    assert response.status == 200
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
