"""What passed between the workspace and the app, action by action, for the page's inspector."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from bot.demo.model import JSON, Call, Delivery
from bot.demo.workspace import LocalWorkspace

KEPT = 2000
"""Entries that are kept; older ones are forgotten."""

INSIDE = ("event", "container", "view", "user", "channel")
MOMENTS = ("trigger_id", "ts", "thread_ts", "message_ts", "view_id")
PLACES = ("user", "user_id", "channel", "channel_id", "id")
RECENT = 50
"""Deliveries among which a call's cause is looked for."""
LONG_AFTER = 10.0
"""Seconds after an action from which a call that names nothing of it is the app's own doing, of its background work."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An action as what was delivered tells it."""

    number: int
    at: float
    """Seconds of a clock that nobody moves."""
    moments: frozenset[str]
    """The messages, triggers and views that it names."""
    places: frozenset[str]
    """The people and channels that it names."""


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
        real: seconds of a clock that nobody moves, as people move the workspace's.
    """

    def __init__(
        self, workspace: LocalWorkspace, told: Callable[[JSON], None], real: Callable[[], float] = time.monotonic
    ) -> None:
        self._workspace = workspace
        self._told = told
        self._numbers = itertools.count(1)
        self._entries: deque[JSON] = deque(maxlen=KEPT)
        self._by_place: dict[int, JSON] = {}
        """The entries of deliveries that go on, by their places in the deliverer's log."""
        self._recent: deque[Begun] = deque(maxlen=RECENT)
        """What was delivered, the latest first."""
        self._own: Begun | None = None
        """The latest doing of the app's own."""
        self._real = real
        workspace.host.deliverer.watchers.append(self._delivered)
        workspace.host.web_api.watchers.append(self._called)

    def since(self, number: int) -> list[JSON]:
        """The entries after a number."""
        return [entry for entry in self._entries if entry["n"] > number]

    def _delivered(self, place: int, delivery: Delivery) -> None:
        if delivery.envelope.name == "url_verification":
            return  # nobody's doing, and repeated until the app is there
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
        self._by_place[place] = entry
        self._recent.appendleft(Begun(entry["action"], self._real(), *_named(envelope.payload)))
        return entry

    def _called(self, call: Call) -> None:
        entry = self._entry("call", call.method, call.args, call.at)
        cause = self._cause(call.args) or self._own_doing(entry["n"])
        entry |= {"action": cause.number, "answer": call.answer, "status": call.status}
        entry |= {"ms": _ms(self._real() - cause.at), "error": call.error}
        self._told(entry)

    def _cause(self, args: JSON) -> Begun | None:
        """The action that a call is about: by what both name or else, soon after it, the latest; None for none."""
        moments, places = _named(args)
        about = next((one for one in self._recent if moments & one.moments), None)
        soon = [one for one in self._recent if self._real() - one.at < LONG_AFTER]
        return about or next((one for one in soon if places & one.places), soon[0] if soon else None)

    def _own_doing(self, number: int) -> Begun:
        """What the app does by itself: all that follows one upon the other."""
        now = self._real()
        if self._own is None or now - self._own.at >= LONG_AFTER:
            self._own = Begun(number, now, frozenset(), frozenset())
        return self._own

    def _entry(self, kind: str, name: str, request: JSON, at: float) -> JSON:
        number = next(self._numbers)
        entry: JSON = {"n": number, "at": at, "kind": kind, "name": name, "request": request, "answer": None}
        entry |= {"status": None, "ms": None, "error": None, "action": number}
        self._entries.append(entry)
        return entry


def _named(content: JSON) -> tuple[frozenset[str], frozenset[str]]:
    """What a payload or a call names: moments and triggers, and people and channels."""
    parts = [content, *(content[name] for name in INSIDE if isinstance(content.get(name), dict))]
    moments = {part[name] for part in parts for name in MOMENTS if isinstance(part.get(name), str)}
    places = {part[name] for part in parts for name in PLACES if isinstance(part.get(name), str)}
    return frozenset(moments), frozenset(places)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
