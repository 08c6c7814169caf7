"""The arguments of a Web API call, however they were sent."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from bot.demo.errors import CallRefused
from bot.demo.installations import Access
from bot.demo.model import JSON

STRUCTURED = frozenset({"attachments", "blocks", "files", "loading_messages", "metadata", "outputs", "prompts", "view"})
"""Arguments that are JSON inside a form, and may be JSON inside JSON."""


class Args:
    """A call's arguments, with errors in Slack's words when they are missing or malformed.

    Args:
        values: the arguments themselves.
        access: what the call's token opens.
    """

    def __init__(self, values: JSON, access: Access | None = None) -> None:
        self.values = values
        self.access = access

    def text(self, name: str) -> str:
        """A required string."""
        value = self.values.get(name)
        if value in (None, ""):
            raise CallRefused("invalid_arguments", [f"missing required field: {name}"])
        return str(value)

    def maybe(self, name: str) -> str | None:
        """An optional string; None when absent or empty."""
        value = self.values.get(name)
        return None if value in (None, "") else str(value)

    def number(self, name: str) -> int | None:
        """An optional whole number; None when absent or empty."""
        value = self.maybe(name)
        try:
            return None if value is None else int(float(value))
        except (ValueError, OverflowError) as error:
            raise CallRefused("invalid_arguments", [f"must be a number [json-pointer:/{name}]"]) from error

    def flag(self, name: str) -> bool:
        """An optional boolean, written as JSON or as a form's ``true`` or ``1``."""
        return str(self.values.get(name, "")).lower() in ("true", "1")

    def structure(self, name: str) -> Any:
        """A decoded list or object; None when absent."""
        return self.values.get(name)


async def read_arguments(request: web.Request) -> JSON:
    """The arguments in a request's query and body.

    Raises:
        CallRefused: the body is not what its content type says.
    """
    values: JSON = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            values |= _object(await request.text())
        else:
            values |= dict(await request.post())
    for name in STRUCTURED & values.keys():
        if isinstance(values[name], str):
            values[name] = _decoded(name, values[name])
    return values


def _object(text: str) -> JSON:
    try:
        body = json.loads(text or "{}")
    except ValueError as error:
        raise CallRefused("invalid_json") from error
    if not isinstance(body, dict):
        raise CallRefused("json_not_object")
    return body


def _decoded(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
        raise CallRefused(code, [f"not valid JSON [json-pointer:/{name}]"]) from error
