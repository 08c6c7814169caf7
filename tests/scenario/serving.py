"""Runs an app for the length of a test: an ASGI app under uvicorn, or a Bolt app over Socket Mode."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.packets import OnePacket

if TYPE_CHECKING:
    from bot.demo import LocalSlack, LocalWorkspace


@asynccontextmanager
async def serving(asgi_app: Any) -> AsyncIterator[str]:
    """Serves an ASGI app under uvicorn on a free loopback port and gives its base URL.

    The server runs in the test's own event loop, and has ended when the block has.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as `bot.web` does
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(asgi_app, http=OnePacket, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        started = asyncio.create_task(server.up.wait())
        await asyncio.wait({task, started}, return_when=asyncio.FIRST_COMPLETED)
        started.cancel()
        if task.done():
            task.result()
            raise RuntimeError("the server ended before it had started")
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.over.set()
        await task
        listener.close()


@asynccontextmanager
async def socket_mode(app: AsyncApp, workspace: LocalWorkspace | LocalSlack) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connects a Bolt app to a workspace over Socket Mode."""
    # Without a web client of its own the handler would ask the real Slack for a WebSocket.
    client = AsyncWebClient(token=workspace.app_token, base_url=workspace.api_url)
    handler = AsyncSocketModeHandler(app, workspace.app_token, web_client=client, ping_interval=1)
    await handler.connect_async()
    try:
        await workspace.connected()
        yield handler
    finally:
        tasks = [
            handler.client.message_processor,
            handler.client.message_receiver,
            handler.client.current_session_monitor,
        ]
        await handler.close_async()
        # close() cancels the client's tasks, but does not wait for them to end.
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


class _Server(uvicorn.Server):
    """uvicorn that tells when it is up, ends when it is told to, and leaves the test runner's signal handlers alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self.over = asyncio.Event()

    async def main_loop(self) -> None:
        # uvicorn's own looks ten times a second whether it should exit.
        await self.on_tick(0)
        await self.over.wait()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        await self._serve(sockets)
