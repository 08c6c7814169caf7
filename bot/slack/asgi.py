"""Bolt as an ASGI application, for `bot/web.py` to put behind its guards."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.manifest import PATH

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Event, Receive, Send], Awaitable[None]]


FIELD = "payload"
"""The form field in which Slack sends what a button or a modal did."""


def bolt_request(body: str, headers: dict[str, Any], query: str = "") -> AsyncBoltRequest:
    """A request as Bolt reads it, a slash command with the word "payload" in it too.

    Bolt 1.30 takes every form in which that word stands for a click's, finds no such field and reads an empty body.
    """
    request = AsyncBoltRequest(body=_hidden(body), query=query, headers=headers)
    request.raw_body = body  # what was signed
    return request


def _hidden(body: str) -> str:
    if FIELD not in body or body.startswith("{") or FIELD in parse_qs(body, keep_blank_values=True):
        return body
    return body.replace(FIELD, f"%{ord(FIELD[0]):x}{FIELD[1:]}")


class _Handler(AsyncSlackRequestHandler):
    async def dispatch(self, request: AsgiHttpRequest) -> BoltResponse:
        body = await request.get_raw_body()
        return await self.app.async_dispatch(bolt_request(body, request.get_headers(), request.query_string))


def slack_asgi(app: AsyncApp) -> Application:
    """The ASGI application that takes Slack's requests under `PATH`."""
    # Bolt narrows the types that ASGI prescribes.
    return _Handler(app, path=PATH)  # type: ignore[return-value]
