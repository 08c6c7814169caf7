"""Looks once more at everything that the app sent to a workspace: nothing refused, and every text says it all."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from bots import visible

from bot.answering.answer import Answer
from bot.answering.wording import CATEGORY_NAME, mark
from bot.demo import Delivery, LocalWorkspace, message_problems, view_problems
from bot.engine import Engine
from bot.slack.asked import unpacked
from bot.slack.views import CHOICE
from bot.slack.views.actions import FEEDBACK
from bot.slack.views.answer import MOST_ANSWERS

MESSAGES = ("chat.postMessage", "chat.postEphemeral", "chat.update", "response_url")
REFUSALS = frozenset(
    ("invalid_blocks", "invalid_arguments", "invalid_attachments", "invalid_payload", "no_text", "msg_too_long")
)
"""Slack's errors that say that the app sent nonsense."""
FILE_MISSING = "invalid slack file"
TABLES = ("matrix", "compare", "list")
"""Kinds of answer that explain themselves by their rows."""
BEGINNING = 80
"""Characters of an explanation that a text must have; the rest may be cut."""


def faults_in(workspace: LocalWorkspace, engine: Engine) -> list[str]:
    """What is wrong with what the app sent; empty when nothing."""
    faults = [f"{call.method} was refused: {call.answer}" for call in _real(workspace) if _nonsense(call)]
    faults += [f"{call.method} was warned of {call.warnings}" for call in _real(workspace) if call.warnings]
    for content in _messages(workspace):
        faults += message_problems(content.get("blocks") or [])
        faults += _unsaid(str(content.get("text") or ""), content.get("blocks") or [], engine)
    for view in _views(workspace):
        faults += view_problems(view)
        faults += _claims(_plain(visible(view["blocks"])), view["blocks"], engine)
    return faults


def _nonsense(call: Any) -> bool:
    """Whether Slack refused something for its shape; that a file is not there, or not yet, is no fault of a view's."""
    return call.error in REFUSALS and FILE_MISSING not in str(call.answer)


def _real(workspace: LocalWorkspace) -> list[Any]:
    return [call for call in workspace.calls() if call.fault is None]


def _messages(workspace: LocalWorkspace) -> Iterator[dict[str, Any]]:
    for call in workspace.calls():
        if call.method in MESSAGES and call.performed and not call.args.get("delete_original"):
            yield {**call.args, "blocks": _decoded(call.args.get("blocks"))}
    yield from _acknowledged(workspace, "slash_commands")


def _views(workspace: LocalWorkspace) -> Iterator[dict[str, Any]]:
    for call in workspace.calls():
        if call.method.startswith("views.") and call.performed:
            yield _decoded(call.args["view"])
    for body in _acknowledged(workspace, "interactive"):
        if isinstance(body.get("view"), dict):
            yield body["view"]


def _acknowledged(workspace: LocalWorkspace, kind: str) -> Iterator[dict[str, Any]]:
    """What acknowledgements said, other than nothing."""

    def bodies(delivery: Delivery) -> Iterator[Any]:
        if delivery.envelope.kind == kind and delivery.envelope.wants_payload:
            yield from (attempt.body for attempt in delivery.attempts if attempt.failure is None)

    for delivery in workspace.deliveries():
        yield from (body for body in bodies(delivery) if isinstance(body, dict) and body)


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _unsaid(text: str, blocks: list[dict[str, Any]], engine: Engine) -> Iterator[str]:
    """What the blocks of a message show and its text does not say."""
    said = _plain(text)
    for words in _shown(blocks):
        if _plain(words).rstrip("… ") not in said:
            yield f"the text does not say {words!r}"
    yield from _claims(said, blocks, engine)


def _shown(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """The words of the blocks; what can be done with an answer is no part of it."""
    for block in blocks:
        if block["type"] == "table":
            # Texts tell a row in an order of their own.
            yield from (word for row in block["rows"][1:] for cell in row for word in visible(cell["text"]).split())
        elif block["type"] == "actions":
            offered = [one for one in block["elements"] if one["action_id"].startswith(CHOICE)]
            yield from (one["text"]["text"] for one in offered)
        elif block["type"] == "context":
            yield from (element["text"] for element in block["elements"])
        elif "text" in block:
            yield block["text"]["text"] if isinstance(block["text"], dict) else block["text"]


def _claims(said: str, blocks: list[dict[str, Any]], engine: Engine) -> Iterator[str]:
    """What a message leaves out of the answer to the question that its buttons carry."""
    for value in set(_judged(blocks)):
        asked = unpacked(value, heads=1)[1]
        answer = engine.ask(asked.text, asked.earlier)
        for part in answer.answers[:MOST_ANSWERS] if answer.several else (answer,):
            yield from (f"{words!r} is missing in the answer to {asked}" for words in _told(part) if words not in said)


def _told(answer: Answer) -> Iterator[str]:
    yield _plain(answer.headline).rstrip("… ")[:BEGINNING]
    if answer.owner:
        yield mark(answer.owner)
    if answer.category:
        yield CATEGORY_NAME[answer.category]
    if answer.kind not in TABLES:
        yield _plain(answer.explanation)[:BEGINNING].strip()


def _judged(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] in ("actions", "context_actions") else ():
            if str(element.get("action_id", "")).startswith(FEEDBACK):
                yield element["positive_button"]["value"] if "positive_button" in element else element["value"]


def _plain(text: str) -> str:
    """A text without what formats it."""
    return " ".join(html.unescape(text).replace("*", "").replace("∗", "").split())
