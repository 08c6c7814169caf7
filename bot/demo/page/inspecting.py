"""What passed between the workspace and the app, action by action, for the page's inspector."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from bot.demo.model import JSON, Call, Delivery
from bot.demo.workspace import LocalWorkspace

KEPT = 2000
"""Entries that are kept; older ones are forgotten."""


@dataclass(slots=True)
class Action:
    """Something that a person does, and all that is delivered because of it."""

    number: int | None = None
    """The number of its first entry."""


acting: ContextVar[Action | None] = ContextVar("acting", default=None)
"""The action that runs now; None where nobody acts."""


class Inspector:
    """Keeps what was sent to the app and the calls that it made.

    Args:
        workspace: what is watched.
        told: called with every entry that is new or has changed.
    """

    def __init__(self, workspace: LocalWorkspace, told: Callable[[JSON], None]) -> None:
        self._workspace = workspace
        self._told = told
        self._numbers = itertools.count(1)
        self._entries: deque[JSON] = deque(maxlen=KEPT)
        self._by_place: dict[int, JSON] = {}
        """The entries of deliveries that go on, by their places in the deliverer's log."""
        self._latest: JSON | None = None
        """The latest delivery: what the app does next is most likely about it."""
        self._triggers: dict[str, int] = {}
        """The actions that trigger ids were handed out in."""
        workspace.host.deliverer.watchers.append(self._delivered)
        workspace.host.web_api.watchers.append(self._called)

    def since(self, number: int) -> list[JSON]:
        """The entries after a number."""
        return [entry for entry in self._entries if entry["n"] > number]

    def _delivered(self, place: int, delivery: Delivery) -> None:
        entry = self._by_place.get(place) or self._begun(place, delivery)
        if delivery.attempts:
            last = delivery.attempts[-1]
            entry |= {"answer": last.body, "status": last.status, "ms": _ms(last.seconds)}
            entry["error"] = last.failure
            entry["attempts"] = [
                {
                    "number": one.number,
                    "reason": one.retry_reason,
                    "status": one.status,
                    "error": one.failure,
                    "ms": _ms(one.seconds),
                }
                for one in delivery.attempts
            ]
            if last.failure is None:
                self._by_place.pop(place, None)
        self._told(entry)

    def _begun(self, place: int, delivery: Delivery) -> JSON:
        envelope = delivery.envelope
        entry = self._entry("delivery", envelope.name, envelope.payload, self._workspace.clock.now())
        action = acting.get() or Action()
        action.number = entry["action"] = action.number or entry["n"]
        entry["attempts"] = []
        self._by_place[place] = self._latest = entry
        if trigger := envelope.payload.get("trigger_id"):
            self._triggers[str(trigger)] = entry["action"]
        return entry

    def _called(self, call: Call) -> None:
        entry = self._entry("call", call.method, call.args, call.at)
        action = self._triggers.get(str(call.args.get("trigger_id"))) or (self._latest or entry)["action"]
        began = next((one["at"] for one in self._entries if one["n"] == action), call.at)
        entry |= {"action": action, "answer": call.answer, "status": call.status, "ms": _ms(max(0.0, call.at - began))}
        entry["error"] = call.error
        self._told(entry)

    def _entry(self, kind: str, name: str, request: JSON, at: float) -> JSON:
        number = next(self._numbers)
        entry: JSON = {"n": number, "at": at, "kind": kind, "name": name, "request": request, "answer": None}
        entry |= {"status": None, "ms": None, "error": None, "action": number}
        self._entries.append(entry)
        return entry


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
