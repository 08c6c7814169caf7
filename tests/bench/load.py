"""What the benches of a serving process share: processes to ask, signed requests, many at once, and a Slack to call."""

import asyncio
import hashlib
import hmac
import json
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

SECRET = "bench"
TOKEN = "xoxb-bench"
ROOT = Path(__file__).parents[2]
CONNECTIONS = 8
"""Requests under way at once."""
WHO = {"ok": True, "team_id": "T1", "team": "bench", "user_id": "U1", "bot_id": "B1", "url": "https://x/"}
numbers = count(1)


@dataclass(frozen=True, slots=True)
class Measured:
    """How a block of requests went."""

    seconds: float
    latencies: list[float]
    """Seconds, of each request."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds


def request(body: str, content_type: str) -> bytes:
    """A signed request, ready to be sent."""
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    sent = body.encode()
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content_type}\r\n"
        f"User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\nAccept: application/json,*/*\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\nContent-Length: {len(sent)}\r\n\r\n"
    )
    return head.encode() + sent


def command(text: str) -> bytes:
    """A slash command by one of two hundred people."""
    number = next(numbers)
    fields = {
        "token": "t", "team_id": "T1", "team_domain": "bench", "channel_id": "C1", "channel_name": "general",
        "user_id": f"U{number % 200 + 10}", "user_name": "ann", "command": "/whosejob", "text": text,
        "api_app_id": "A1", "is_enterprise_install": "false", "trigger_id": f"{number}.1.1",
        "response_url": "https://hooks.slack.com/commands/T1/1/1",
    }  # fmt: skip
    return request(urlencode(fields), "application/x-www-form-urlencoded")


def mention(text: str) -> bytes:
    """A mention in a channel."""
    number = next(numbers)
    ts = f"{int(time.time())}.{number:06d}"
    event = {"type": "app_mention", "user": f"U{number % 200 + 10}", "text": f"<@U1> {text}", "ts": ts,
             "team": "T1", "channel": f"C{number % 50}", "event_ts": ts}  # fmt: skip
    authorization = {"enterprise_id": None, "team_id": "T1", "user_id": "U1", "is_bot": True}
    callback = {"token": "t", "team_id": "T1", "api_app_id": "A1", "event": event, "type": "event_callback",
                "event_id": f"Ev{number:010d}", "event_time": int(time.time()),
                "authorizations": [authorization]}  # fmt: skip
    return request(json.dumps(callback), "application/json")


async def ask(ports: Sequence[int], requests: Sequence[bytes]) -> Measured:
    """Sends requests over a few connections, one after the other on each.

    Raises:
        RuntimeError: one was not answered with 200.
    """
    waiting = iter(requests)
    latencies: list[float] = []

    async def connection(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for one in waiting:
            began = time.perf_counter()
            writer.write(one)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            latencies.append(time.perf_counter() - began)
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(connection(ports[number % len(ports)]) for number in range(CONNECTIONS)))
    return Measured(time.perf_counter() - began, latencies)


@asynccontextmanager
async def process(*arguments: str, port: int, **environment: str) -> AsyncIterator[int]:
    """A process that serves on a port; gives the port once it answers.

    Raises:
        RuntimeError: it ended before.
    """
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PORT": str(port), **environment},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        while not await _listens(port):
            if server.returncode is not None:
                raise RuntimeError(f"{arguments} ended with {server.returncode}")
            await asyncio.sleep(0.1)
        yield port
    finally:
        if server.returncode is None:
            server.terminate()
        await server.wait()


def serve(port: int, slack: int, state: str, **environment: str) -> AbstractAsyncContextManager[int]:
    """`whosejob serve` as people run it, with its log thrown away."""
    arguments = ("-m", "bot", "serve")
    tokens = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}
    api = f"http://127.0.0.1:{slack}/api/"
    return process(*arguments, port=port, SLACK_API_URL=api, XDG_STATE_HOME=state, **tokens, **environment)


@asynccontextmanager
async def slack(called: Callable[[str], None]) -> AsyncIterator[int]:
    """A Slack that takes every call, in this process; gives its port.

    Args:
        called: told the method of each call.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
            called(head.partition(b" HTTP")[0].rpartition(b"/")[2].decode())
            body = json.dumps({**WHO, "ts": f"1.{next(numbers)}"}).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
            )
            await writer.drain()
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionError:
        return False
    writer.close()
    return True
