"""Bolt as an ASGI application, for `bot/web.py` to put behind its guards."""

from collections.abc import Sequence

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.slack.exchange import Application, Event, Receive, Send
from bot.slack.handling import describe, in_hand
from bot.slack.reading import read

HEARD = frozenset({"content-type", "x-slack-retry-num", "x-slack-retry-reason"})
"""Headers that Bolt and listeners have a use for.

Others stay outside: headers are not signed, and Bolt takes orders from some (`x-slack-bolt-lazy-only`).
"""


def bolt_request(body: bytes, headers: dict[str, str]) -> AsyncBoltRequest:
    """A request whose signature was checked, as Bolt reads it.

    It is handed over as parsed as one over Socket Mode is. Bolt's own way would check the signature a second time, with
    a verifier that raises where it should refuse; would parse the body again, and a slash command with the word
    "payload" in it as nothing at all.

    Args:
        body: as it came.
        headers: by lower-case name.

    Raises:
        ShapeError: the body says nothing that Slack would say.
    """
    heard: dict[str, str | Sequence[str]] = {name: value for name, value in headers.items() if name in HEARD}
    body_read = read(body, headers.get("content-type", ""))
    return AsyncBoltRequest(body=body_read, headers=heard, mode="socket_mode")


def slack_asgi(app: AsyncApp) -> Application:
    """The ASGI application that answers requests whose signature was checked.

    It raises `ShapeError` before anything was sent.
    """

    async def answer(scope: Event, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        request = bolt_request((await receive())["body"], headers)
        hand = in_hand()
        if hand is not None:
            describe(hand, request.body, request.context.team_id or request.context.enterprise_id)
        response = await app.async_dispatch(request)
        if hand is not None:
            hand.outcome = str(response.status)
        sent = response.body.encode("utf-8", "replace")
        told = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, values in response.headers.items()
            for value in values
            if name.lower() != "content-length"
        ]
        length = (b"content-length", str(len(sent)).encode())
        await send({"type": "http.response.start", "status": response.status, "headers": [*told, length]})
        await send({"type": "http.response.body", "body": sent})

    return answer
