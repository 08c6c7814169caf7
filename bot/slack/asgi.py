"""Bolt as an ASGI application, for `bot/web.py` to put behind its guards."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp

from bot.slack.manifest import PATH

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Event, Receive, Send], Awaitable[None]]


def slack_asgi(app: AsyncApp) -> Application:
    """The ASGI application that takes Slack's requests under `PATH`."""
    # Bolt narrows the types that ASGI prescribes.
    return AsyncSlackRequestHandler(app, path=PATH)  # type: ignore[return-value]
