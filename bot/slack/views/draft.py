"""A message under construction: every line goes into the blocks and into the text that stands for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering.answer import Choice
from bot.slack.limits import BUTTON_LABEL, BUTTON_VALUE, CONTEXT, MESSAGE_BLOCKS, SECTION
from bot.slack.views.actions import Control
from bot.slack.views.blocks import context, plain_text, section
from bot.slack.views.mrkdwn import escape

CHOICE = "choice-"
"""Begins the action id of every choice's button."""

NOTE = "note-"
"""Begins the block id of the small print that was added to a message: who shared it, say."""

BUTTONS = 10
"""Choices of one message; more than a hand's width of them is no help on a phone."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a Slack message consists of."""

    text: str
    """Everything that the blocks say: for notifications, screen readers, and clients without blocks."""
    blocks: tuple[dict[str, Any], ...]

    def content(self) -> dict[str, Any]:
        """The arguments that `chat.postMessage`, `ack` and `respond` have in common."""
        return {"text": self.text, "blocks": list(self.blocks)}

    def with_note(self, note: str) -> "Message":
        """The message with a line of small print in mrkdwn at its end, which its next page keeps."""
        block = {**context(note), "block_id": f"{NOTE}{len(self.blocks)}"}
        return Message(f"{self.text}\n{note}", (*self.blocks, block))


class Draft:
    """Collects the parts of one message; text is given as mrkdwn, escaped and cut."""

    def __init__(self) -> None:
        self._blocks: list[dict[str, Any]] = []
        self._texts: list[str] = []
        self._buttons = 0

    def section(self, *lines: str) -> None:
        """A paragraph of lines; empty ones are left out."""
        for text in _packed(lines, SECTION):
            self._add(section(text), text)

    def line(self, text: str, control: Control) -> None:
        """A line of mrkdwn, shorter than a section may be, with a button beside it."""
        self._add({**section(text), "accessory": control.element()}, text)

    def context(self, *lines: str) -> None:
        """Small print."""
        for text in _packed(lines, CONTEXT):
            self._add(context(text), text)

    def table(self, rows: Sequence[Sequence[str]], told: Sequence[str]) -> None:
        """A table of plain text, the header first; the message's only one.

        Args:
            rows: cells, none of them empty; within Slack's limits.
            told: the rows in mrkdwn, for the text.
        """
        cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]
        # Names of topics are long, and a row that is cut off on a phone says nothing.
        settings = [{"is_wrapped": True} for _ in rows[0]]
        self._add({"type": "table", "rows": cells, "column_settings": settings}, "\n".join(told))

    def divider(self) -> None:
        """A line between two answers."""
        self._add({"type": "divider"}, "")

    def choices(self, choices: Sequence[Choice]) -> None:
        """Buttons, each of which asks its question."""
        # A question cut short would be another question.
        fitting = [choice for choice in choices if choice.label.strip() and 0 < len(choice.ask) <= BUTTON_VALUE]
        offered = fitting[: BUTTONS - self._buttons]
        if offered:
            elements = [self._button(choice) for choice in offered]
            self._add({"type": "actions", "elements": elements}, self._told(offered))

    def controls(self, blocks: Sequence[dict[str, Any]]) -> None:
        """Rows of buttons that say nothing of the answer, so that the text can do without them."""
        for block in blocks:
            self._add(block, "")

    def buttons(self, *controls: Control) -> None:
        """One row of buttons that say nothing of the answer."""
        self.controls([{"type": "actions", "elements": [control.element() for control in controls]}])

    def message(self) -> Message:
        """The message so far."""
        return Message("\n".join(self._texts), tuple(self._blocks))

    def _told(self, choices: Sequence[Choice]) -> str:
        """The buttons in words, unless the lines above name them all."""
        labels = [escape(choice.label, 150) for choice in choices]
        above = "\n".join(self._texts)
        return (
            "" if all(label in above for label in labels) else "\n".join(["Pick one:", *(f"• {one}" for one in labels)])
        )

    def _button(self, choice: Choice) -> dict[str, Any]:
        self._buttons += 1
        label = plain_text(choice.label, BUTTON_LABEL)
        return {"type": "button", "action_id": f"{CHOICE}{self._buttons}", "text": label, "value": choice.ask}

    def _add(self, block: dict[str, Any], text: str) -> None:
        if len(self._blocks) < MESSAGE_BLOCKS:
            self._blocks.append(block)
            if text:
                self._texts.append(text)


def said(*lines: str) -> Message:
    """A message of one paragraph of mrkdwn."""
    draft = Draft()
    draft.section(*lines)
    return draft.message()


def _packed(lines: Sequence[str], most: int) -> list[str]:
    """Lines as few texts as the limit allows; each line is shorter than the limit."""
    packed: list[str] = []
    for line in filter(None, lines):
        if packed and len(packed[-1]) + 1 + len(line) <= most:
            packed[-1] += f"\n{line}"
        else:
            packed.append(line)
    return packed
