"""The words of a message, wherever Slack keeps them: its text, or where that is empty, blocks and attachments."""

from collections.abc import Iterator
from typing import Any

WORDS = ("text", "fields", "title", "elements", "rows")
"""Where blocks keep words, and parts that keep words, in the order in which people read them."""
ATTACHED = ("pretext", "title", "text", "fields", "blocks")
DEEPEST = 8
"""Levels that are looked into; a list within a quote of a table's cell has fewer."""


def words_of(message: dict[str, Any]) -> str:
    """What a message says, one paragraph a line; empty where it says nothing.

    Args:
        message: as a payload holds it; whatever an app has posted.
    """
    text = message.get("text")
    if isinstance(text, str) and text.strip():
        return text.strip()
    parts = [*_said(message.get("blocks"), WORDS, DEEPEST), *_said(message.get("attachments"), ATTACHED, DEEPEST)]
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _said(part: Any, keys: tuple[str, ...], depth: int) -> Iterator[str]:
    """The words of a part and of all in it; the pieces of one line are joined."""
    if depth == 0:
        return
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _said(one, WORDS if keys is WORDS else ATTACHED, depth - 1)
    elif isinstance(part, dict):
        if part.get("type") == "rich_text_section":
            yield "".join(_said(part.get("elements"), WORDS, depth - 1))
        elif part.get("type") != "button":
            for key in keys:
                yield from _said(part.get(key), WORDS if key == "blocks" else keys, depth - 1)
