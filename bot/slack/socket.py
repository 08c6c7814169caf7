"""Answers over Socket Mode: no public address, one WebSocket out."""

import asyncio
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.settings import Settings
from bot.slack import logs
from bot.slack.client import try_token, web_client
from bot.slack.starting import started, stopping

logger = logging.getLogger(__name__)

GRACE_SECONDS = 5.0
"""How long requests that are being answered may take when the process is told to stop."""


class Handler(AsyncSocketModeHandler):
    """Bolt's handler, with an end that lets answers out."""

    def __init__(self, app: AsyncApp, settings: Settings) -> None:
        # Without a client of its own it would ask the real Slack for a WebSocket, wherever SLACK_API_URL points.
        token = settings.slack_app_token
        super().__init__(app, token, web_client=web_client(settings, token))
        self._answering: set[asyncio.Task[None]] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answers one request."""
        task = asyncio.current_task()
        if task:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        await super().handle(client, req)

    async def finish(self) -> None:
        """Takes nothing more in, lets what is being answered be answered, and closes."""
        client = self.client
        client.auto_reconnect_enabled = False
        tasks = [client.message_receiver, client.message_processor, client.current_session_monitor]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        if self._answering:
            await asyncio.wait(self._answering, timeout=GRACE_SECONDS)
        await client.close()  # type: ignore[no-untyped-call]
        # close() cancels the client's tasks, but does not wait for them to end.
        await asyncio.gather(*running, return_exceptions=True)


def run(settings: Settings) -> None:
    """Answers until Ctrl-C or SIGTERM.

    Raises:
        SettingsError: a setting is missing or was refused.
    """
    settings.require("slack_bot_token", "slack_app_token", "slack_api_url")
    logs.configure()
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    async with started(settings) as (app, _):
        stop = stopping()
        # The SDK would try a refused token for ever.
        await try_token(
            "SLACK_APP_TOKEN", web_client(settings).apps_connections_open(app_token=settings.slack_app_token)
        )
        handler = Handler(app, settings)
        connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]
        waiting = asyncio.create_task(stop.wait())
        try:
            # Connecting goes on until it succeeds, so it must not keep Ctrl-C waiting.
            await asyncio.wait({connecting, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():
                logger.info("connected to Slack; Ctrl-C ends")
            await waiting
        finally:
            connecting.cancel()
            waiting.cancel()
            await asyncio.gather(connecting, waiting, return_exceptions=True)
            await handler.finish()
