"""The ASGI application: Slack's requests behind a size limit and a signature check, and two signs of life."""

import asyncio
import json
import logging
import socket
import time
from collections.abc import Awaitable, Callable

import uvicorn

from bot.errors import SettingsError
from bot.settings import Settings
from bot.slack import logs
from bot.slack.asgi import Application, Event, Receive, Send, slack_asgi
from bot.slack.manifest import PATH
from bot.slack.signature import refusal
from bot.slack.starting import started, stopping

logger = logging.getLogger(__name__)

Check = Callable[[], Awaitable[None]]

READING = ("GET", "HEAD")
LARGEST_BODY = 1024 * 1024
DRAINED = 16 * LARGEST_BODY
"""How much of a body that is too large is read, and dropped, so that its sender hears the answer."""
BODY_SECONDS = 10.0


class Web:
    """Routes requests; Bolt sees only those that are small enough and signed."""

    def __init__(self, slack: Application, signing_secret: str, ready: dict[str, Check]) -> None:
        self._slack = slack
        self._secret = signing_secret
        self._ready = ready
        """What must work for requests to be answered, by name; a check that raises has failed."""
        self._routes: dict[str, tuple[tuple[str, ...], Application]] = {
            PATH: (("POST",), self._events),
            "/healthz": (READING, _alive),
            "/readyz": (READING, self._readiness),
        }

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            raise TypeError(f"only HTTP is served: {scope['type']}")
        methods, answer = self._routes.get(scope["path"], ((scope["method"],), _nothing))
        if scope["method"] in methods:
            await answer(scope, receive, send)
        else:
            await _reply(send, 405, {"error": "method not allowed"})

    async def _events(self, scope: Event, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(headers.get("content-length", ""), receive)
        except (TimeoutError, ConnectionError):
            await _reply(send, 408, {"error": "body did not arrive"})
            return
        if body is None:
            logger.warning("refused a request: larger than %d bytes", LARGEST_BODY)
            await _reply(send, 413, {"error": "body too large"})
            return
        signed = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        reason = refusal(self._secret, *signed, body, time.time())
        if reason:
            logger.warning("refused a request: %s", reason)
            await _reply(send, 401, {"error": "not signed by Slack"})
            return
        await self._pass_on(scope, body, send)

    async def _pass_on(self, scope: Event, body: bytes, send: Send) -> None:
        sent = False

        async def whole() -> Event:
            return {"type": "http.request", "body": body, "more_body": False}

        async def noted(event: Event) -> None:
            nonlocal sent
            sent = True
            await send(event)

        try:
            await self._slack(scope, whole, noted)
        except ValueError as error:
            # Signed, but no JSON or no UTF-8; the error's own words quote the body.
            logger.error("a signed request could not be read: %s", logs.origin(error))
            if not sent:
                await _reply(send, 400, {"error": "unreadable"})

    async def _readiness(self, _: Event, __: Receive, send: Send) -> None:
        states: dict[str, str] = {}
        for name, check in self._ready.items():
            try:
                async with asyncio.timeout(2):
                    await check()
                states[name] = "ok"
            except Exception as error:
                logger.error("not ready: %s: %s", name, logs.origin(error))
                states[name] = "failing"
        await _reply(send, 200 if set(states.values()) <= {"ok"} else 503, states)


async def _body(length: str, receive: Receive) -> bytes | None:
    """The whole body; None when it is too large, whatever its length was said to be."""
    body = bytearray()
    size = 0
    announced = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
    too_large = announced > LARGEST_BODY
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ConnectionError("the client left")
        size += len(event.get("body", b""))
        too_large = too_large or size > LARGEST_BODY
        if not too_large:
            body += event.get("body", b"")
        if not event.get("more_body", False) or max(size, announced) > DRAINED:
            return None if too_large else bytes(body)


async def _alive(_: Event, __: Receive, send: Send) -> None:
    await _reply(send, 200, {"alive": "ok"})


async def _nothing(_: Event, __: Receive, send: Send) -> None:
    await _reply(send, 404, {"error": "not found"})


async def _reply(send: Send, status: int, content: dict[str, str]) -> None:
    body = json.dumps(content).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def run(settings: Settings) -> None:
    """Serves until Ctrl-C or SIGTERM.

    Raises:
        SettingsError: a setting is missing, was refused, or the port is taken.
    """
    settings.require("slack_bot_token", "slack_signing_secret", "slack_api_url", "port")
    logs.configure()
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    with _listener(settings) as listener:
        async with started(settings) as (app, store):
            # uvicorn ends on its own at a signal, then raises it again: here it must not end the process as well.
            stopping()
            web = Web(slack_asgi(app), settings.slack_signing_secret, {"store": store.ping, "knowledge": _loaded})
            config = uvicorn.Config(
                web,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=10,
            )
            logger.info("listening on http://%s:%d%s", *listener.getsockname()[:2], PATH)
            await uvicorn.Server(config).serve(sockets=[listener])


async def _loaded() -> None:
    """The knowledge was loaded before the first request could come."""


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        where = f"WHOSEJOB_HOST {settings.host}, PORT {settings.port}"
        raise SettingsError(f"Cannot listen on {where}: {error.strerror}.") from error
