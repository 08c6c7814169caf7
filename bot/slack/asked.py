"""A question with what was asked before it, as a button carries it from one request to the next."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.limits import BUTTON_VALUE
from bot.slack.shapes import ShapeError


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone asked."""

    text: str
    earlier: tuple[str, ...] = ()
    """The thread's earlier questions, oldest first."""

    def value(self, *head: str, most: int = BUTTON_VALUE) -> str | None:
        """Words and the question as one button value; None where the question alone is too long for one.

        A question cut short would be another question; of earlier ones, the oldest are left out first.

        Args:
            head: words that `unpacked` gives back.
            most: characters that it may have.
        """
        for start in range(len(self.earlier) + 1):
            packed = json.dumps([*head, *self.earlier[start:], self.text], ensure_ascii=False, separators=(",", ":"))
            if len(packed) <= most:
                return packed
        return None


def carried(action: dict[str, Any]) -> str:
    """The value of the button that was clicked.

    Raises:
        StaleButtonError: it has none; every button of this version has one.
    """
    value = action.get("value")
    if not isinstance(value, str) or not value:
        raise StaleButtonError("a button without a value")
    return value


def unpacked(value: str, heads: int = 0) -> tuple[tuple[str, ...], Asked]:
    """The words and the question in a button's value.

    Args:
        value: as `Asked.value` made it.
        heads: how many words stand before the question.

    Raises:
        StaleButtonError: the value was made by another version.
    """
    try:
        parts: Sequence[str] = json.loads(value)
    except ValueError:
        parts = ()
    if not isinstance(parts, list) or len(parts) <= heads or not all(isinstance(part, str) for part in parts):
        raise StaleButtonError("a button's value cannot be read")
    return tuple(parts[:heads]), Asked(parts[-1], tuple(parts[heads:-1]))


def without_name(text: str, user: str | None) -> str:
    """A message without the mentions by which it calls the bot, so that the same question is the same everywhere.

    Args:
        text: as Slack sends it.
        user: the bot's user id.
    """
    # A label has no "<", and must not be looked for beyond one: in a text full of them that would take minutes.
    return re.sub(rf"<@{re.escape(user)}(\|[^<>]*)?>", "", text).strip() if user else text


class StaleButtonError(ShapeError):
    """A button of an old message says nothing that this version understands."""
