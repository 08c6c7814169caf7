"""Faults that a test plants: the Web API then answers 429 or 5xx, loses its reply, or takes its time."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

FaultKind = Literal["rate_limit", "server_error", "error", "refuse", "drop_reply", "delay"]
BEFORE: frozenset[FaultKind] = frozenset({"rate_limit", "server_error", "error", "refuse"})
"""Faults that strike before the call is performed; the others strike after."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault."""

    kind: FaultKind
    seconds: float = 0.0
    """Retry-After of ``rate_limit``, length of ``delay``."""
    status: int = 200
    """HTTP status of ``server_error``."""
    code: str = ""
    """Slack's name of the error, of ``error``."""


class Faults:
    """The planted faults of each method.

    ``response_url`` stands for the response URLs, ``upload`` for the addresses of files, ``*`` for every method.
    """

    def __init__(self) -> None:
        self._planted: dict[str, list[tuple[Fault, int | None]]] = {}
        self._chances: list[tuple[str, Fault, float, Random]] = []

    def rate_limit(self, method: str, *, retry_after: float = 1, times: int | None = 1) -> None:
        """Answers 429 with ``Retry-After``, without performing the call; ``times=None`` until :meth:`clear`."""
        self._plant(method, Fault("rate_limit", seconds=retry_after, status=429), times)

    def server_error(self, method: str, *, status: int = 503, times: int | None = 1) -> None:
        """Answers a 5xx, without performing the call."""
        self._plant(method, Fault("server_error", status=status), times)

    def error(self, method: str, code: str, *, times: int | None = 1) -> None:
        """Answers ``{"ok": false, "error": code}``, without performing the call."""
        self._plant(method, Fault("error", code=code), times)

    def refuse(self, method: str, *, times: int | None = 1) -> None:
        """Closes the connection without performing the call."""
        self._plant(method, Fault("refuse"), times)

    def drop_reply(self, method: str, *, times: int | None = 1) -> None:
        """Performs the call, then closes the connection without a reply."""
        self._plant(method, Fault("drop_reply"), times)

    def delay(self, method: str, seconds: float, *, times: int | None = 1) -> None:
        """Performs the call, then waits before it replies."""
        self._plant(method, Fault("delay", seconds=seconds), times)

    def chance(
        self,
        method: str,
        kind: FaultKind,
        probability: float,
        seed: int = 0,
        *,
        seconds: float = 1.0,
        status: int = 503,
        code: str = "internal_error",
    ) -> None:
        """Strikes calls at random until :meth:`clear`; planted faults come first.

        Args:
            method: as elsewhere.
            kind: what happens.
            probability: of each call to be struck, from 0 to 1.
            seed: of the sequence of calls that are struck.
            seconds: Retry-After of ``rate_limit``, length of ``delay``.
            status: of ``server_error``.
            code: of ``error``.
        """
        statuses = {"rate_limit": 429, "server_error": status}
        fault = Fault(kind, seconds, statuses.get(kind, 200), code if kind == "error" else "")
        self._chances.append((method, fault, probability, Random(seed)))  # noqa: S311 (a dice, not a secret)

    def clear(self) -> None:
        """Removes every fault that has not struck yet, and every chance of one."""
        self._planted.clear()
        self._chances.clear()

    def strike(self, method: str, *, before: bool) -> Fault | None:
        """The next fault of ``method`` before (or after) it is performed, which is thereby used up."""
        for name in (method, "*"):
            planted = self._planted.get(name, [])
            for index, (fault, left) in enumerate(planted):
                if (fault.kind in BEFORE) is before:
                    if left is not None:
                        planted[index : index + 1] = [(fault, left - 1)] if left > 1 else []
                    return fault
        for name, fault, probability, dice in self._chances:
            fits = name in (method, "*") and (fault.kind in BEFORE) is before
            if fits and dice.random() < probability:
                return fault
        return None

    def _plant(self, method: str, fault: Fault, times: int | None) -> None:
        if times is not None and times < 1:
            raise ValueError(f"times must be 1 or more, or None: {times}")
        self._planted.setdefault(method, []).append((fault, times))
