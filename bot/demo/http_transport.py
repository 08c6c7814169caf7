"""Delivery over signed HTTP requests to the app's own server."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.demo.model import Attempt, Envelope, Identity, Limits
from bot.demo.signing import signed_headers

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the app listens."""

    events: str
    commands: str
    interactivity: str
    options: str

    def of(self, envelope: Envelope) -> str:
        """The URL that an envelope goes to."""
        if envelope.kind == "slash_commands":
            return self.commands
        if envelope.kind == "interactive":
            return self.options if envelope.payload["type"] == "block_suggestion" else self.interactivity
        return self.events


class HttpTransport:
    """Posts envelopes to the app and reads its acknowledgement."""

    def __init__(self, identity: Identity, limits: Limits) -> None:
        self._identity = identity
        self._limits = limits
        self._session: aiohttp.ClientSession | None = None
        self._turn = itertools.count()
        self.urls: tuple[Urls, ...] = ()
        """Where the app's processes listen; they take turns."""

    async def send(self, envelope: Envelope, number: int, reason: str | None) -> Attempt:
        """Delivers an envelope once.

        Args:
            envelope: what to deliver.
            number: 0, or which redelivery this is.
            reason: why the attempt before failed.
        """
        if not self.urls:
            raise RuntimeError("deliver_to() names the app's URL first")
        urls = self.urls[next(self._turn) % len(self.urls)]
        body, content_type = encode(envelope)
        headers = {**signed_headers(self._identity.signing_secret, body), "Content-Type": content_type}
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason or "unknown_error"}
        start = time.monotonic()

        def attempt(failure: str | None, status: int | None = None, answer: Any = None, stop: bool = False) -> Attempt:
            return Attempt(number, reason, status, answer, failure, time.monotonic() - start, no_retry=stop)

        try:
            async with (
                asyncio.timeout(self._limits.ack_seconds),
                self._opened().post(
                    urls.of(envelope), data=body.encode(), headers=headers, allow_redirects=False
                ) as response,
            ):
                answer = decode(await response.text(), response.content_type)
                failure = None if 200 <= response.status < 300 else "http_error"
                return attempt(failure, response.status, answer, response.headers.get("X-Slack-No-Retry") == "1")
        except TimeoutError:
            return attempt("http_timeout")
        except aiohttp.ClientError:
            # Not an error here: an app that hangs up or does not listen is what Slack redelivers for.
            return attempt("connection_failed")

    async def close(self) -> None:
        """Ends the connections."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            # The app could close a kept-alive connection just as it is reused: a failure that has no place in a test.
            connector = aiohttp.TCPConnector(force_close=True, limit=0)
            agent = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
            self._session = aiohttp.ClientSession(connector=connector, headers=agent)
        return self._session


def encode(envelope: Envelope) -> tuple[str, str]:
    """An envelope's request body and content type: JSON for events, a form for the rest."""
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload), "application/json"
    if envelope.kind == "slash_commands":
        return urlencode(envelope.payload), FORM
    return urlencode({"payload": json.dumps(envelope.payload)}), FORM


def decode(text: str, content_type: str) -> Any:
    """An acknowledgement's body: decoded when it says that it is JSON, None when empty."""
    if content_type == "application/json" and text:
        try:
            return json.loads(text)
        except ValueError:
            # The app mislabelled it; the text is what there is to show.
            return text
    return text or None
