"""Worker processes that are killed and started again, and what becomes of them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import msgspec

ROOT = Path(__file__).parents[3]
FAILED = " failed: "
WORKER = Path(__file__).with_name("worker.py")


@dataclass
class Workers:
    """Some worker processes over one database."""

    folder: Path
    """For their log."""
    settings: Mapping[str, Any]
    """What worker.py is given."""
    running: dict[int, asyncio.subprocess.Process] = field(default_factory=dict)
    """By process id."""
    killed: int = 0
    ended: list[int] = field(default_factory=list)
    """Exit codes of those that ended without being told to."""

    @property
    def log(self) -> Path:
        """What they all log."""
        return self.folder / "workers.log"

    def failures(self) -> list[str]:
        """Passes over a workspace that ended as none should, in the words of the log."""
        return [line for line in self.log.read_text().splitlines() if FAILED in line]

    async def start(self, number: int = 1, **more: Any) -> list[asyncio.subprocess.Process]:
        """Starts so many, and waits until they work.

        Raises:
            RuntimeError: one ended before that.
        """
        return list(await asyncio.gather(*(self._start_one(more) for _ in range(number))))

    async def _start_one(self, more: Mapping[str, Any]) -> asyncio.subprocess.Process:
        given = msgspec.json.encode({**self.settings, **more}).decode()
        with self.log.open("ab") as log:
            one = await asyncio.create_subprocess_exec(
                *(sys.executable, str(WORKER), given),
                cwd=ROOT,
                env=self._environment(),
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        self.running[one.pid] = one
        assert one.stdout is not None
        # One that was killed meanwhile says nothing either.
        if not await one.stdout.readline() and one.pid in self.running:
            raise RuntimeError(self.log.read_text())
        return one

    async def kill(self, one: asyncio.subprocess.Process) -> None:
        """SIGKILL, unless somebody else is at it."""
        if self.running.pop(one.pid, None) is None:
            return
        if one.returncode is None:
            one.kill()
            self.killed += 1
        elif one.returncode != -signal.SIGKILL:
            self.ended.append(one.returncode)
        await one.wait()

    async def kill_all(self) -> int:
        """SIGKILL for all of them; how many there were."""
        number = len(self.running)
        for one in list(self.running.values()):
            await self.kill(one)
        return number

    async def haunted(self, random: Random, between: tuple[float, float]) -> None:
        """Kills one of them again and again, and starts another in its place, until cancelled.

        Args:
            random: chance.
            between: shortest and longest time from when one has begun to work to when one is killed, in seconds.
        """
        while True:
            await asyncio.sleep(random.uniform(*between))
            if self.running:
                await self.kill(random.choice(list(self.running.values())))
                await self.start()

    async def dead(self, one: asyncio.subprocess.Process, seconds: float = 30.0) -> int:
        """Waits until one has died by itself; its exit code."""
        async with asyncio.timeout(seconds):
            code = await one.wait()
        self.running.pop(one.pid, None)
        return code

    def _environment(self) -> dict[str, str]:
        paths = (ROOT, WORKER.parents[1])
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        }
