"""The words of a message, wherever Slack keeps them: its text, or where that is empty, blocks and attachments."""

from collections.abc import Iterator
from typing import Any

KEPT_IN = ("pretext", "title", "text", "fields", "body", "blocks", "elements", "rows")
"""Where a block, an element or an attachment keeps words or what holds some, in the order in which people read them."""
DEEPEST = 16
"""Lists and objects within one another that are looked into; a cell of a table with a list in it has twelve."""


def words_of(message: dict[str, Any]) -> str:
    """What a message says, one paragraph a line; empty where it says nothing.

    Args:
        message: as a payload holds it, whatever an app has posted.
    """
    text = message.get("text")
    if isinstance(text, str) and text.strip():
        return text.strip()
    parts = _said([message.get("blocks"), message.get("attachments")], DEEPEST)
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _said(part: Any, depth: int) -> Iterator[str]:
    """The words in a part, buttons aside; the pieces of one line are joined."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list) and depth:
        for one in part:
            yield from _said(one, depth - 1)
    elif isinstance(part, dict) and depth and part.get("type") != "button":
        words = [word for key in KEPT_IN for word in _said(part.get(key), depth - 1)]
        yield from ["".join(words)] if part.get("type") == "rich_text_section" else words
