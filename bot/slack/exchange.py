"""Bodies in and replies out, over ASGI."""

import json
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Event, Receive, Send], Awaitable[None]]

LARGEST_BODY = 1024 * 1024
DROPPED = 16 * LARGEST_BODY
"""How much of a body that is too large is read, and dropped, so that its sender hears the answer."""


async def whole_body(headers: Sequence[tuple[bytes, bytes]], receive: Receive) -> bytes | None:
    """The whole body; None when it is too large, whatever its length was said to be."""
    length = only(headers, b"content-length")
    announced = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
    body = bytearray()
    size = 0
    too_large = announced > LARGEST_BODY
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ConnectionError("the client left")
        size += len(event.get("body", b""))
        too_large = too_large or size > LARGEST_BODY
        if not too_large:
            body += event.get("body", b"")
        if not event.get("more_body", False) or max(size, announced) > DROPPED:
            return None if too_large else bytes(body)


def only(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> str:
    """A header's value; empty where it is missing, or there twice and so says nothing."""
    values = [value for key, value in headers if key.lower() == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def as_receive(body: bytes) -> Receive:
    """What gives a body that was read to an application."""

    async def receive() -> Event:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def reply(send: Send, status: int, content: dict[str, str], *headers: tuple[bytes, bytes]) -> None:
    """Answers a request with a few words as JSON."""
    await respond(send, status, json.dumps(content).encode(), (b"content-type", b"application/json"), *headers)


async def respond(send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    """Answers a request."""
    told = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})
