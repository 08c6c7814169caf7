"""The clock of a local Slack: real time, which a test moves forward, and which other processes can read."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


class Clock:
    """Real time, which a test can move forward."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._watchers: list[Callable[[], None]] = []
        self._file: Path | None = None

    @staticmethod
    def reading(file: Path) -> Readings:
        """The clock that another process keeps in ``file``."""
        return Readings(file)

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._ahead

    @property
    def ahead(self) -> float:
        """How far it was moved forward, in seconds."""
        return self._ahead

    def advance(self, seconds: float) -> None:
        """Lets ``seconds`` pass at once; what falls due thereby has happened when this returns.

        Signatures keep real time, as the app's clock does.
        """
        self._ahead += seconds
        self._write()
        for watcher in self._watchers:
            watcher()

    def advance_to(self, moment: float) -> None:
        """Lets time pass until ``moment``, in seconds since the epoch, unless that is past."""
        self.advance(max(0.0, moment - self.now()))

    def watch(self, watcher: Callable[[], None]) -> None:
        """Calls ``watcher`` whenever the clock was moved."""
        self._watchers.append(watcher)

    @property
    def file(self) -> Path | None:
        """A file that other processes read the clock from, with :meth:`reading`; None to keep it here."""
        return self._file

    @file.setter
    def file(self, file: Path | None) -> None:
        self._file = file
        self._write()

    def _write(self) -> None:
        if self._file is None:
            return
        # Written beside it and moved, since another process may be reading.
        beside = self._file.with_name(f"{self._file.name}.new")
        beside.write_text(repr(self._ahead), encoding="ascii")
        beside.replace(self._file)


class Readings:
    """Another process's clock, read anew each time."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time() + float(self._file.read_text(encoding="ascii"))

    def __call__(self) -> float:
        """The same, for whoever takes a clock as a function."""
        return self.now()
