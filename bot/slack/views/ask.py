"""The modal in which someone asks: in words, or by picking a service and a task; below an answer, to ask again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.limits import VIEW_BLOCKS
from bot.slack.views.blocks import Block, plain_text
from bot.slack.views.draft import Message
from bot.slack.views.forms import block_id, input_block, modal, typed_select

ASK = "ask"
"""Callback id of the global shortcut, and of the modal that it opens."""
QUESTION, SERVICE, TOPIC = "ask-question", "ask-service", "ask-topic"
"""Action ids of the three inputs."""
LONGEST_QUESTION = 2000
ECHO = 300
"""Characters of a question that are shown above its answer."""


@dataclass(frozen=True, slots=True)
class Form:
    """What someone filled in; empty where they left it."""

    question: str = ""
    service: str = ""
    """`service` or `service/variant`."""
    topic: str = ""


def ask_modal() -> Block:
    """The modal before anything was asked."""
    return _modal(_inputs(0), "Ask", 0)


def answer_modal(answer: Message, question: str, before: Block | None = None) -> Block:
    """The modal with an answer, in which to ask again.

    Args:
        answer: for a view.
        question: as typed; shown above the answer, empty where things were picked.
        before: the modal that this one takes the place of.
    """
    turn = turn_of(before) + 1
    form = [{"type": "divider"}, *_inputs(turn)]
    shown = [*_echo(question), *answer.blocks]
    return _modal([*shown[: VIEW_BLOCKS - len(form)], *form], "Ask another", turn)


def filled_in(view: dict[str, Any]) -> Form:
    """What stands in the inputs of a submitted modal."""
    inputs = {name: state for block in view["state"]["values"].values() for name, state in block.items()}

    def picked(name: str) -> str:
        return str((inputs.get(name, {}).get("selected_option") or {}).get("value") or "")

    question = inputs.get(QUESTION, {}).get("value") or ""
    return Form(" ".join(question.split()), picked(SERVICE), picked(TOPIC))


def turn_of(view: dict[str, Any] | None) -> int:
    """How many answers a modal has shown; 0 for a modal of another kind."""
    if view is None or view.get("callback_id") != ASK:
        return 0
    known = str(view.get("private_metadata", ""))
    return int(known) if known.isascii() and known.isdigit() and len(known) < 6 else 0


def _modal(blocks: Sequence[Block], submit: str, turn: int) -> Block:
    return modal("Whose job is it?", blocks, callback_id=ASK, metadata=str(turn), submit=submit)


def _inputs(turn: int) -> list[Block]:
    words: Block = {
        "type": "plain_text_input",
        "action_id": QUESTION,
        "placeholder": plain_text("Who patches RDS?"),
        "max_length": LONGEST_QUESTION,
        "focus_on_load": turn == 0,
    }
    service = typed_select(SERVICE, "Type a name, such as RDS")
    topic = typed_select(TOPIC, "Type a task, such as backup")
    labels = ("Ask in your own words", words), ("Or pick a service", service), ("And a task", topic)
    return [
        input_block(block_id(element["action_id"], turn), label, element, optional=True) for label, element in labels
    ]


def _echo(question: str) -> list[Block]:
    return [{"type": "context", "elements": [plain_text(f"You asked: {question}", ECHO)]}] if question else []
