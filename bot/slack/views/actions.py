"""What can be done with an answer: see the whole picture, share it, say whether it was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.answering.answer import Answer
from bot.slack.asked import Asked
from bot.slack.limits import BUTTON_LABEL
from bot.slack.picked import place_value
from bot.slack.views.mrkdwn import plain

WHOLE_PICTURE = "whole-picture"
SHARE = "share"
FEEDBACK = "feedback"
"""Action id of the native feedback buttons, and the beginning of the plain ones'."""
RIGHT, WRONG = "right", "wrong"
"""Verdicts."""

CLAIMS = frozenset({"answer", "matrix", "compare", "list", "exam", "category", "concept", "choice"})
"""Kinds of answer that say something on responsibility, so that they can be shared and judged."""


class Audience(Enum):
    """Who sees an answer, and on what."""

    CHANNEL = "channel"
    """A message for all in a channel, thread or direct message."""
    PRIVATE = "private"
    """A message that only who asked sees."""
    VIEW = "view"
    """A modal or the Home tab."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """What a person is asked before a click counts."""

    title: str
    text: str
    """In mrkdwn."""
    yes: str
    no: str = "Cancel"

    def json(self) -> dict[str, Any]:
        """As Block Kit has it, for what cannot be taken back."""
        words = {"title": self.title, "confirm": self.yes, "deny": self.no}
        asked = {name: {"type": "plain_text", "text": text} for name, text in words.items()}
        return {**asked, "text": {"type": "mrkdwn", "text": self.text}, "style": "danger"}


@dataclass(frozen=True, slots=True)
class Control:
    """A button under an answer."""

    action_id: str
    label: str
    value: str
    confirm: Confirm | None = None

    def element(self) -> dict[str, Any]:
        """As Block Kit has it."""
        button = {
            "type": "button",
            "action_id": self.action_id,
            "text": {"type": "plain_text", "text": plain(self.label, BUTTON_LABEL), "emoji": True},
            "value": self.value,
        }
        return {**button, "confirm": self.confirm.json()} if self.confirm else button


def controls(answer: Answer, audience: Audience, asked: Asked) -> list[dict[str, Any]]:
    """The blocks of buttons under an answer; none where nothing is claimed."""
    if answer.kind not in CLAIMS:
        return []
    buttons = _picture(answer)
    if audience is Audience.PRIVATE:
        buttons += _with_value(SHARE, "Share in channel", asked.value())
    blocks = []
    if audience is Audience.CHANNEL:
        blocks += _native_feedback(asked)
    else:
        buttons += _with_value(f"{FEEDBACK}-{RIGHT}", "👍 Right", asked.value(RIGHT))
        buttons += _with_value(f"{FEEDBACK}-{WRONG}", "👎 Wrong", asked.value(WRONG))
    if buttons:
        blocks.insert(0, {"type": "actions", "elements": [button.element() for button in buttons]})
    return blocks


def without(blocks: Sequence[dict[str, Any]], action_id: str) -> list[dict[str, Any]]:
    """Blocks less one button, and less the row that held nothing else."""
    kept = []
    for block in blocks:
        if block["type"] == "actions":
            elements = [element for element in block["elements"] if element["action_id"] != action_id]
            if not elements:
                continue
            block = {**block, "elements": elements}
        kept.append(block)
    return kept


def _picture(answer: Answer) -> list[Control]:
    if answer.kind not in ("answer", "choice") or not answer.service or answer.several:
        return []
    label = f"Whole picture for {answer.place}" if answer.place and len(answer.place) < 40 else "Whole picture"
    return [Control(WHOLE_PICTURE, label, place_value(answer.service, answer.variant))]


def _with_value(action_id: str, label: str, value: str | None) -> list[Control]:
    return [Control(action_id, label, value)] if value else []


def _native_feedback(asked: Asked) -> list[dict[str, Any]]:
    right, wrong = asked.value(RIGHT), asked.value(WRONG)
    if not right or not wrong:
        return []
    element = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": _judgement("Right", right, "This answer is right"),
        "negative_button": _judgement("Wrong", wrong, "This answer is wrong"),
    }
    return [{"type": "context_actions", "elements": [element]}]


def _judgement(label: str, value: str, spoken: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": label}, "value": value, "accessibility_label": spoken}
