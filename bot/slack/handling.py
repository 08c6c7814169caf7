"""The request in hand: its id and what is known of it, for the log and the metrics."""

import logging
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from bot import metrics
from bot.answering.answer import Answer

logger = logging.getLogger(__name__)

ID = re.compile(r"(Ev)?[A-Z0-9]{1,40}", re.ASCII)
"""What Slack's ids look like, and nothing that a person wrote does."""


@dataclass(slots=True, eq=False)
class Handling:
    """One request, from its arrival to its acknowledgement."""

    id: str
    """Slack's id of it where it is known; else random."""
    surface: str = "other"
    """As `surface_of` names it."""
    outcome: str = "cut"
    """The HTTP status, or its like over Socket Mode; it stays `cut` when the request was cancelled."""
    fields: dict[str, str | float] = field(default_factory=dict)
    """What each log line says beside its message."""
    told: bool = True
    """Whether its end is worth a line: that of a request turned away at the door is told there."""


_in_hand: ContextVar[Handling | None] = ContextVar("request_in_hand", default=None)


def in_hand() -> Handling | None:
    """The request that the running code works for."""
    return _in_hand.get()


def bind(**values: str | None) -> None:
    """Adds fields to every further log line of the request in hand: names of kinds and ids, never a person's words."""
    request = _in_hand.get()
    if request is not None:
        request.fields.update({name: value for name, value in values.items() if value})


def answered(answer: Answer | None) -> None:
    """Notes an answer that was given to the request in hand; None where answering failed."""
    kind, owner = (answer.kind, answer.owner) if answer else ("failed", None)
    request = _in_hand.get()
    metrics.answered(request.surface if request else "other", kind, owner)
    if answer and answer.kind == "unknown":
        metrics.refused(answer.refusal)
    bind(kind=kind, owner=owner)


@contextmanager
def handling() -> Iterator[Handling]:
    """Takes a request in hand; tells how it ended, and how long it took, in one line and in the metrics."""
    request = Handling(secrets.token_hex(8))
    before = _in_hand.set(request)
    began = time.perf_counter()
    metrics.IN_HAND.inc()
    try:
        yield request
    finally:
        metrics.IN_HAND.dec()
        if request.told:
            took = time.perf_counter() - began
            metrics.handled(request.surface, request.outcome, took)
            request.fields |= {"outcome": request.outcome, "ms": round(took * 1000, 2)}
            logger.info("handled %s", request.surface)
        _in_hand.reset(before)


def describe(request: Handling, body: Mapping[str, object], workspace: str | None) -> None:
    """Tells a request's surface, id and workspace by what Slack sent.

    Args:
        request: the one in hand.
        body: as Slack sent it, of the shape that `shapes.py` asks for.
        workspace: team or enterprise id.
    """
    request.surface = surface_of(body)
    event_id, trigger_id = body.get("event_id"), body.get("trigger_id")
    # Only the first part of a trigger id is a number; the rest of it opens modals.
    told = event_id or (str(trigger_id).partition(".")[0] if trigger_id else None)
    if isinstance(told, str) and ID.fullmatch(told):
        request.id = told
    request.fields["surface"] = request.surface
    if workspace and ID.fullmatch(workspace):
        request.fields["workspace"] = workspace


_KINDS = {
    "block_actions": "block_actions",
    "block_suggestion": "block_suggestion",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "shortcut",
    "message_action": "message_shortcut",
    "url_verification": "url_verification",
}
_EVENTS = {
    "app_mention": "mention",
    "message": "direct_message",
    "app_home_opened": "home",
    "function_executed": "workflow_step",
    "app_uninstalled": "installation",
    "tokens_revoked": "installation",
}


def surface_of(body: Mapping[str, object]) -> str:
    """Where in Slack a request comes from, as metrics and log lines call it."""
    if "command" in body:
        return "slash_command"
    event = body.get("event")
    if isinstance(event, dict):
        return _EVENTS.get(str(event.get("type")), "other_event")
    return _KINDS.get(str(body.get("type")), "other")
