"""Delivery over Socket Mode: WebSockets that the app opens to the workspace."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.demo.model import Attempt, Envelope, Identity, Limits

PATH = "/link"
GRACE_SECONDS = 10.0
"""How long Slack leaves an old connection open after it asked the app to reconnect."""


@dataclass(slots=True, eq=False)
class Connection:
    """One WebSocket of the app."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    """The envelopes sent over it that wait for an acknowledgement."""
    retiring: bool = False
    """It was told to reconnect, and is sent nothing more."""


class SocketMode:
    """Accepts the app's WebSockets, sends envelopes and takes acknowledgements."""

    def __init__(self, identity: Identity, limits: Limits) -> None:
        self._identity = identity
        self._limits = limits
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._turn = itertools.count()
        self._changed = asyncio.Condition()
        self.was_used = False
        """Whether the app ever connected, or is about to."""

    def new_ticket(self) -> str:
        """Leave to open one WebSocket, as ``apps.connections.open`` hands out."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serves one WebSocket until either side closes it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="unknown or used ticket")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=30, timeout=1)
        await socket.prepare(request)
        connection = Connection(socket)
        self._connections.append(connection)
        try:
            await socket.send_json(self._hello())
            self.was_used = True
            await self._notify()
            await self._receive(connection)
        finally:
            self._connections.remove(connection)
            for future in connection.waiting.values():
                if not future.done():
                    future.set_exception(ConnectionResetError("the app's WebSocket closed"))
            await self._notify()
        return socket

    async def send(self, envelope: Envelope, number: int, reason: str | None) -> Attempt:
        """Delivers an envelope once; the arguments are those of ``HttpTransport.send``."""
        start = time.monotonic()
        envelope_id = secrets.token_hex(16)
        frame: dict[str, Any] = {
            "envelope_id": envelope_id,
            "payload": envelope.payload,
            "type": envelope.kind,
            "accepts_response_payload": envelope.wants_payload,
        }
        if envelope.kind == "events_api":
            frame |= {"retry_attempt": number, "retry_reason": reason or ""}
        failure, status, body = None, None, None
        try:
            async with asyncio.timeout(self._limits.ack_seconds):
                connection = await self._next_connection()
                future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
                connection.waiting[envelope_id] = future
                try:
                    await connection.socket.send_json(frame)
                    body = await future
                    status = 200
                finally:
                    connection.waiting.pop(envelope_id, None)
                    future.cancel()
        except TimeoutError:
            failure = "timeout"
        except ConnectionError:
            # The app closed the WebSocket with the envelope unacknowledged; Slack sends it again over the next one.
            failure = "connection_failed"
        answer = body if envelope.wants_payload else None
        return Attempt(number, reason, status, answer, failure, time.monotonic() - start)

    async def connected(self, count: int, timeout: float | None) -> None:  # noqa: ASYNC109 (bounded inside)
        """Waits until the app holds ``count`` connections or more; for ever where there is no timeout."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(lambda: len(self._usable()) >= count)

    async def deserted(self) -> None:
        """Waits until the app holds no connection."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._usable())

    async def ask_to_reconnect(self, reason: str) -> None:
        """Sends ``disconnect`` on every connection, and closes those which the app leaves open."""
        told = self._usable()
        for connection in told:
            connection.retiring = True
            frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}}
            await connection.socket.send_json(frame)
        try:
            async with asyncio.timeout(GRACE_SECONDS), self._changed:
                await self._changed.wait_for(lambda: not set(told) & set(self._connections))
        except TimeoutError:
            for connection in told:
                await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    async def close(self) -> None:
        """Closes every WebSocket."""
        for connection in list(self._connections):
            await connection.socket.close(code=WSCloseCode.GOING_AWAY, message=b"the workspace ends")

    async def _receive(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                answer = json.loads(message.data)
                future = connection.waiting.get(answer["envelope_id"])
            except (ValueError, TypeError, KeyError):
                await connection.socket.close(code=WSCloseCode.UNSUPPORTED_DATA, message=b"not an acknowledgement")
                return
            # An envelope nobody waits for was acknowledged too late: Slack ignores that, and has sent it again.
            if future is not None and not future.done():
                future.set_result(answer.get("payload"))

    async def _next_connection(self) -> Connection:
        async with self._changed:
            await self._changed.wait_for(self._usable)
            usable = self._usable()
        return usable[next(self._turn) % len(usable)]

    def _usable(self) -> list[Connection]:
        return [one for one in self._connections if not one.retiring and not one.socket.closed]

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._usable()),
            "debug_info": {"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._identity.app_id},
        }
