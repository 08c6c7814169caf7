"""Whosejob itself, connected to the workspace as it would be to Slack."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import uvicorn

from bot.demo.workspace import LocalWorkspace
from bot.settings import Settings
from bot.slack.asgi import slack_asgi
from bot.slack.draining import Drain
from bot.slack.logs import configure
from bot.slack.packets import OnePacket
from bot.slack.socket import Handler
from bot.slack.starting import Running, started
from bot.web import Web

POLL_SECONDS = 0.25
"""How often it is looked whether something is to be scheduled: who moves the clock does not wait long."""
ENDING_SECONDS = 1.0
"""How long answers in hand may take when the demo ends."""


@asynccontextmanager
async def connected(
    workspace: LocalWorkspace, settings: Settings, listening: socket.socket | None = None
) -> AsyncIterator[None]:
    """The bot, while it is connected.

    Args:
        workspace: what it is connected to; it has been started.
        settings: knowledge, cache and database; everything of Slack's is the workspace's.
        listening: where it is reached over signed HTTP; over Socket Mode when left out.
    """
    configure(settings.log_format)
    logging.getLogger().setLevel(logging.WARNING)
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(started(settings, workspace.clock.now, POLL_SECONDS))
        transport = (
            _over_http(workspace, running, listening) if listening else _over_socket(workspace, settings, running)
        )
        await stack.enter_async_context(transport)
        try:
            yield
        finally:
            running.ending.set()


@asynccontextmanager
async def _over_socket(workspace: LocalWorkspace, settings: Settings, running: Running) -> AsyncIterator[None]:
    handler = Handler(running.app, settings, Drain(ENDING_SECONDS))
    await handler.client.connect()  # type: ignore[no-untyped-call]
    try:
        await workspace.connected()
        yield
    finally:
        await handler.finish()


@asynccontextmanager
async def _over_http(workspace: LocalWorkspace, running: Running, listening: socket.socket) -> AsyncIterator[None]:
    drain = Drain(ENDING_SECONDS)
    web = Web(slack_asgi(running.app), workspace.signing_secret, {"store": running.store.ping}, drain=drain)
    config = uvicorn.Config(
        web, log_config=None, access_log=False, lifespan="off", http=OnePacket, ws="none", server_header=False
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        await drain.finish()
        server.should_exit = server.force_exit = True
        await serving


class _Server(uvicorn.Server):
    """uvicorn that leaves signals to the demo."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield
