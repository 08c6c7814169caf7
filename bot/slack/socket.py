"""Answers over Socket Mode: no public address, one WebSocket out."""

import asyncio
import logging
import time

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import metrics
from bot.settings import Settings
from bot.slack import logs, shapes
from bot.slack.arrival import arrived
from bot.slack.client import try_token, web_client
from bot.slack.draining import Drain
from bot.slack.handling import handling
from bot.slack.starting import started, stopping

logger = logging.getLogger(__name__)


class Handler(AsyncSocketModeHandler):
    """Bolt's handler, with an end that lets answers out."""

    def __init__(self, app: AsyncApp, settings: Settings, drain: Drain | None = None) -> None:
        # Without a client of its own it would ask the real Slack for a WebSocket, wherever SLACK_API_URL points.
        token = settings.slack_app_token
        super().__init__(app, token, web_client=web_client(settings, token))
        self._drain = drain or Drain()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answers one request."""
        with handling() as request, self._drain.held():
            request.id = req.envelope_id
            try:
                shapes.check(req.payload)
                response = await self.app.async_dispatch(arrived(req.payload, build_headers(req) or {}))
                request.outcome = str(response.status)
                await send_async_response(client, req, response, time.time())
            except shapes.ShapeError as error:
                request.outcome = "400"
                metrics.rejected("unreadable")
                logger.warning("turned a request away: unreadable: %s", error)
            except Exception as error:
                # The SDK would log it with its own words, which may quote the request.
                request.outcome = "lost"
                logger.error("a request was not acknowledged: %s", logs.origin(error))

    async def finish(self) -> None:
        """Takes nothing more in, lets what is being answered be answered, and closes."""
        client = self.client
        client.auto_reconnect_enabled = False
        tasks = [client.message_receiver, client.message_processor, client.current_session_monitor]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        # What was taken in last has begun once these have ended.
        await asyncio.gather(*running, return_exceptions=True)
        await self._drain.finish()
        await client.close()  # type: ignore[no-untyped-call]


def run(settings: Settings) -> None:
    """Answers until Ctrl-C or SIGTERM.

    Raises:
        SettingsError: a setting is missing or was refused.
    """
    settings.require(*settings.credentials, "slack_app_token", "slack_api_url", "log_format")
    logs.configure(settings.log_format)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    async with started(settings) as running:
        stop = stopping()
        # The SDK would try a refused token for ever.
        await try_token(
            "SLACK_APP_TOKEN", web_client(settings).apps_connections_open(app_token=settings.slack_app_token)
        )
        handler = Handler(running.app, settings)
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
            running.ending.set()
            await handler.finish()
