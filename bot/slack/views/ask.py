"""The modal in which someone asks: in words, or by picking a service and a task; below an answer, to ask again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.limits import OPTIONS, VIEW_BLOCKS
from bot.slack.suggesting import Group, Option
from bot.slack.views.draft import Message
from bot.slack.views.mrkdwn import plain

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


def ask_modal() -> dict[str, Any]:
    """The modal before anything was asked."""
    return _modal(_inputs(0), "Ask", 0)


def answer_modal(answer: Message, question: str, before: dict[str, Any] | None = None) -> dict[str, Any]:
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


def block_id(name: str, turn: int) -> str:
    """Names an input's block anew for each turn: Slack keeps what stands in a block that keeps its name."""
    return f"{name}:{turn}"


def turn_of(view: dict[str, Any] | None) -> int:
    """How many answers a modal has shown; 0 for a modal of another kind."""
    if view is None or view.get("callback_id") != ASK:
        return 0
    known = str(view.get("private_metadata", ""))
    return int(known) if known.isascii() and known.isdigit() and len(known) < 6 else 0


def option_json(option: Option) -> dict[str, Any]:
    """An option as Block Kit has it."""
    return {"text": _plain(option.label), "value": option.value}


def group_json(group: Group) -> dict[str, Any]:
    """A group of options as Block Kit has it."""
    return {"label": _plain(group.label), "options": [option_json(option) for option in group.options[:OPTIONS]]}


def _modal(blocks: Sequence[dict[str, Any]], submit: str, turn: int) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": ASK,
        "private_metadata": str(turn),
        "title": _plain("Whose job is it?"),
        "submit": _plain(submit),
        "close": _plain("Close"),
        "blocks": list(blocks),
    }


def _inputs(turn: int) -> list[dict[str, Any]]:
    words = {"type": "plain_text_input", "max_length": LONGEST_QUESTION, "focus_on_load": turn == 0}
    return [
        _input(QUESTION, turn, "Ask in your own words", words, "Who patches RDS?"),
        _input(SERVICE, turn, "Or pick a service", _typed(), "Type a name, such as RDS"),
        _input(TOPIC, turn, "And a task", _typed(), "Type a task, such as backup"),
    ]


def _typed() -> dict[str, Any]:
    return {"type": "external_select", "min_query_length": 0}


def _input(name: str, turn: int, label: str, element: dict[str, Any], example: str) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id(name, turn),
        "optional": True,
        "label": _plain(label),
        "element": {**element, "action_id": name, "placeholder": _plain(example)},
    }


def _echo(question: str) -> list[dict[str, Any]]:
    if not question:
        return []
    return [{"type": "context", "elements": [_plain(plain(f"You asked: {question}", ECHO))]}]


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
