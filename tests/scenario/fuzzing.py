"""Sends malformed requests to the whole application in process, and says what came of them."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from acts import every_kind
from aiohttp import web
from malforming import MARK, Fuzzer, Request

from bot.demo import Identity
from bot.engine import Engine
from bot.settings import Settings
from bot.slack import logs
from bot.slack.app import build_app
from bot.slack.asgi import slack_asgi
from bot.slack.desk import Desk
from bot.store import open_store
from bot.web import Web


@dataclass
class Findings:
    """What came of many requests."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    """By sender and HTTP status."""
    kinds: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    """What was logged as failed, by kind and words, and requests that got a 5xx or no answer."""
    examples: dict[str, bytes] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    """Log lines that hold something of a body."""
    let_in: int = 0
    """Requests not rightly signed that got anything but 401 (or 413)."""
    seconds: float = 0.0


async def fuzz(engine: Engine, count: int, seed: int) -> Findings:
    """Sends so many requests to the application, with a Slack behind it that takes everything."""
    findings = Findings()
    originals, identity, port = await every_kind(engine)
    fuzzer = Fuzzer(originals, identity.signing_secret, seed)
    settings = Settings(
        slack_bot_token=identity.bot_token,
        slack_signing_secret=identity.signing_secret,
        slack_api_url=f"http://127.0.0.1:{port}/api/",
    )
    async with _agreeable_slack(identity, port):
        store = await open_store()
        desk = Desk(engine, store)
        try:
            application = Web(slack_asgi(build_app(desk, settings)), identity.signing_secret, {})
            with _heard() as lines:
                began = time.perf_counter()
                for _ in range(count):
                    await _send(application, fuzzer.request(), lines, findings)
                findings.seconds = time.perf_counter() - began
        finally:
            await desk.close()
            await store.close()
    return findings


async def _send(application: Web, request: Request, lines: list[str], findings: Findings) -> None:
    sent: list[dict[str, Any]] = []
    lines.clear()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(event: Any) -> None:
        sent.append(event)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/slack/events",
        "query_string": b"",
        "headers": [*request.headers, (b"content-length", str(len(request.body)).encode())],
    }
    failed = ""
    try:
        await application(scope, receive, send)
    except Exception as error:
        # Whatever reaches the server is a failure; it is counted and shown.
        failed = f"raised {logs.origin(error)}"
    status = int(sent[0]["status"]) if sent else 0
    findings.statuses[request.sender, status] += 1
    findings.kinds[request.kind] += 1
    if request.sender != "valid" and status not in (401, 413):
        findings.let_in += 1
    told = [line for line in lines if " ERROR " in line or " CRITICAL " in line]
    if failed or status >= 500 or not status or told:
        what = failed or (told[0].partition(" ERROR ")[2].partition(" [")[0] if told else f"status {status}")
        what = f"{request.kind}: {_without_ids(what)} -> {status}"
        findings.failures[what] += 1
        findings.examples.setdefault(what, request.body)
    findings.leaks += [line for line in lines if MARK in line.lower()]


def _without_ids(line: str) -> str:
    return " ".join(
        word for word in line.split() if not any(character.isdigit() for character in word) or ".py" in word
    )


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Everything logged from INFO on, formatted as text and as JSON."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logs.Discreet().format(record))
            lines.append(logs.JsonLines().format(record))

    root, handler = logging.getLogger(), Keep()
    level, others = root.level, list(root.handlers)
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.handlers[:] = others
        root.setLevel(level)


@asynccontextmanager
async def _agreeable_slack(identity: Identity, port: int) -> AsyncIterator[None]:
    """A Slack that says yes to every call, so that what fails is the request's fault."""
    who = {"team_id": identity.team_id, "user_id": identity.bot_user_id, "bot_id": identity.bot_id}
    upload = {"upload_url": f"http://127.0.0.1:{port}/upload/1", "file_id": "F1", "files": [{"id": "F1"}]}
    places = {"view": {"id": "V1"}, "channel": {"id": "D1"}}
    yes = {"ok": True, "ts": "1.1", "url": "https://x/", **places, **upload, **who}

    async def agree(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="ok") if request.path.startswith("/hooks") else web.json_response(yes)

    app = web.Application(client_max_size=16 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", agree)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
    try:
        yield
    finally:
        await runner.cleanup()
