"""The ASGI application: Slack's requests behind a size limit and a signature check, signs of life, and metrics."""

import asyncio
import hmac
import logging
import socket
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import FrameType

import uvicorn

from bot import metrics
from bot.errors import SettingsError
from bot.settings import Settings
from bot.slack import logs
from bot.slack.asgi import slack_asgi
from bot.slack.draining import Drain
from bot.slack.exchange import Application, Event, Receive, Send, as_receive, only, reply, respond, whole_body
from bot.slack.handling import Handling, handling
from bot.slack.manifest import PATH
from bot.slack.packets import OnePacket
from bot.slack.shapes import ShapeError
from bot.slack.signature import refusal
from bot.slack.starting import started, stopping

logger = logging.getLogger(__name__)

Check = Callable[[], Awaitable[None]]
Route = tuple[Sequence[str], Application]
"""Methods, and what answers them."""

READING = ("GET", "HEAD")
BODY_SECONDS = 10.0
TIMESTAMP, SIGNATURE = b"x-slack-request-timestamp", b"x-slack-signature"
SOON = (b"retry-after", b"1")


class Web:
    """Routes requests; Bolt sees only those that are small enough and signed.

    Args:
        slack: answers requests that Slack signed.
        signing_secret: SLACK_SIGNING_SECRET.
        ready: what must work for requests to be answered, by name; a check that raises has failed.
        pages: further paths.
        drain: counts what is in hand; after it has begun, nothing more is taken.
        metrics_token: what `/metrics` is shown for; empty shows it to everybody.
    """

    def __init__(
        self,
        slack: Application,
        signing_secret: str,
        ready: Mapping[str, Check],
        *,
        pages: Mapping[str, Route] | None = None,
        drain: Drain | None = None,
        metrics_token: str = "",
    ) -> None:
        self._slack = slack
        self._secret = signing_secret
        self._ready = ready
        self._drain = drain or Drain()
        self._metrics_token = metrics_token
        self._routes: dict[str, Route] = {
            **{path: (methods, self._held(page)) for path, (methods, page) in (pages or {}).items()},
            PATH: (("POST",), self._events),
            "/healthz": (READING, _alive),
            "/readyz": (READING, self._readiness),
            "/metrics": (READING, self._metrics),
        }

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            raise TypeError(f"only HTTP is served: {scope['type']}")
        methods, answer = self._routes.get(scope["path"], ((scope["method"],), _nothing))
        if scope["method"] in methods:
            await answer(scope, receive, send)
        else:
            await reply(send, 405, {"error": "method not allowed"}, (b"allow", ", ".join(methods).encode()))

    async def _events(self, scope: Event, receive: Receive, send: Send) -> None:
        with handling() as request:
            if self._drain.begun:
                await _turn_away(request, send, 503, "ending", SOON)
                return
            with self._drain.held():
                await self._take(request, scope, receive, send)

    async def _take(self, request: Handling, scope: Event, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await whole_body(scope["headers"], receive)
        except (TimeoutError, ConnectionError):
            await _turn_away(request, send, 408, "body did not arrive")
            return
        if body is None:
            await _turn_away(request, send, 413, "body too large")
            return
        reason = refusal(
            self._secret, only(scope["headers"], TIMESTAMP), only(scope["headers"], SIGNATURE), body, time.time()
        )
        if reason:
            await _turn_away(request, send, 401, reason, told="not signed by Slack")
            return
        try:
            await self._slack(scope, as_receive(body), send)
        except ShapeError as error:
            await _turn_away(request, send, 400, "unreadable", detail=str(error))

    def _held(self, page: Application) -> Application:
        """The page, waited for at the end: Slack takes an installation for done before it is kept."""

        async def answer(scope: Event, receive: Receive, send: Send) -> None:
            if self._drain.begun:
                await reply(send, 503, {"error": "ending"}, SOON)
                return
            with self._drain.held():
                await page(scope, receive, send)

        return answer

    async def _readiness(self, _: Event, __: Receive, send: Send) -> None:
        states = {"drain": "ending"} if self._drain.begun else {}
        for name, check in self._ready.items():
            try:
                async with asyncio.timeout(2):
                    await check()
                states[name] = "ok"
            except Exception as error:
                # Whatever it is, it is what readiness is asked for.
                logger.error("not ready: %s: %s", name, logs.origin(error))
                states[name] = "failing"
        await reply(send, 200 if set(states.values()) <= {"ok"} else 503, states)

    async def _metrics(self, scope: Event, __: Receive, send: Send) -> None:
        given = only(scope["headers"], b"authorization").encode("latin-1")
        if self._metrics_token and not hmac.compare_digest(given, f"Bearer {self._metrics_token}".encode()):
            await reply(send, 401, {"error": "not yours"}, (b"www-authenticate", b"Bearer"))
            return
        content, kind = metrics.page()
        await respond(send, 200, content, (b"content-type", kind.encode()))


async def _turn_away(
    request: Handling,
    send: Send,
    status: int,
    reason: str,
    *headers: tuple[bytes, bytes],
    told: str = "",
    detail: str = "",
) -> None:
    """Answers a request that the app never sees, and says why in the log; its sender hears no more than `told`."""
    request.told = False
    metrics.rejected(reason)
    logger.warning("turned a request away: %s", f"{reason}: {detail}" if detail else reason)
    await reply(send, status, {"error": told or reason}, *headers)


async def _alive(_: Event, __: Receive, send: Send) -> None:
    await reply(send, 200, {"alive": "ok"})


async def _nothing(_: Event, __: Receive, send: Send) -> None:
    await reply(send, 404, {"error": "not found"})


class _Server(uvicorn.Server):
    """uvicorn that goes on answering, if only to say that it is ending, until what is in hand is done."""

    def __init__(self, config: uvicorn.Config, drain: Drain, ending: asyncio.Event) -> None:
        super().__init__(config)
        self._drain = drain
        self._ending = ending
        self._loop = asyncio.get_running_loop()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends, once."""
        self._ending.set()
        await self._drain.finish()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Starts to end; at a second Ctrl-C, ends at once."""
        super().handle_exit(sig, frame)
        if self.force_exit:
            self._loop.call_soon_threadsafe(self._drain.cut)


def run(settings: Settings) -> None:
    """Serves until Ctrl-C or SIGTERM.

    Raises:
        SettingsError: a setting is missing, was refused, or the port is taken.
    """
    settings.require(*settings.credentials, "slack_signing_secret", "slack_api_url", "port", "log_format")
    logs.configure(settings.log_format)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    with listening(settings) as listener:
        async with started(settings) as running:
            # uvicorn ends on its own at a signal, then raises it again: here it must not end the process as well.
            stopping()
            drain = Drain()
            web = Web(
                slack_asgi(running.app),
                settings.slack_signing_secret,
                {"store": running.store.ping, "knowledge": _loaded},
                pages=running.pages,
                drain=drain,
                metrics_token=settings.metrics_token,
            )
            config = uvicorn.Config(
                web,
                log_config=None,
                access_log=False,
                lifespan="off",
                http=OnePacket,
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=1,
            )
            logger.info("listening on http://%s:%d%s", *listener.getsockname()[:2], PATH)
            await _Server(config, drain, running.ending).serve(sockets=[listener])


async def _loaded() -> None:
    """The knowledge was loaded before the first request could come."""


def listening(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say.

    Raises:
        SettingsError: nothing can listen there.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        where = f"WHOSEJOB_HOST {settings.host}, PORT {settings.port}"
        raise SettingsError(f"Cannot listen on {where}: {error.strerror}.") from error
    # asyncio does so for its own listeners only; without it each answer on a kept connection takes 40 ms more.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
