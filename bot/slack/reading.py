"""The body of a signed request as data."""

import json
from typing import Any
from urllib.parse import unquote_plus

from bot.slack.shapes import ShapeError, check

DEEPEST = 100
"""Levels of nesting; a modal full of blocks has about fifteen."""
MOST_FIELDS = 1000
"""Fields of a form; a slash command has about fifteen."""


def read(body: bytes, content_type: str) -> dict[str, Any]:
    """What a request says.

    Args:
        body: as it came.
        content_type: the header; what is not said to be JSON, and does not look like it, is a form.

    Raises:
        ShapeError: it is not UTF-8, no JSON, nested too deeply, or of no shape that Slack sends.
    """
    try:
        text = body.decode("utf-8")
        if content_type.partition(";")[0].strip().lower() == "application/json" or text.startswith("{"):
            found = _parsed(text)
        else:
            fields = _fields(text)
            # A button's or a modal's; a slash command has the word at most within its text.
            found = _parsed(fields["payload"]) if "payload" in fields else fields
        check(found)
    except ShapeError:
        raise
    except RecursionError:
        raise ShapeError("nested too deeply") from None
    except ValueError as error:
        # Its own words quote the body.
        raise ShapeError(type(error).__name__) from None
    return found


def _fields(text: str) -> dict[str, str]:
    """A form's fields; what `urllib.parse.parse_qsl` does, in half the time where hardly anything is escaped."""
    pairs = text.split("&", MOST_FIELDS)
    if len(pairs) > MOST_FIELDS:
        raise ShapeError("too many fields")
    split = [pair.partition("=") for pair in pairs if pair]
    return {_plain(name): _plain(value) for name, _, value in split}


def _plain(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


def _parsed(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ShapeError("no object")
    # So few brackets cannot nest too deeply, and most bodies have no more.
    if text.count("{") + text.count("[") > DEEPEST and _is_deep(found):
        raise ShapeError("nested too deeply")
    return found


def _is_deep(found: dict[str, Any]) -> bool:
    level: list[Any] = [found]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
