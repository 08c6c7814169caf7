"""What the agent panel shows while an answer is on its way."""

import asyncio
import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import FAILURES, failure

logger = logging.getLogger(__name__)

WORKING = "is looking it up…"
"""Stands behind the bot's name."""
LONGEST_SECONDS = 1.0
"""How long the acknowledgement of an answered question waits for either call."""


class Status:
    """The status of one thread; beside the answer, which neither waits for it nor fails with it."""

    def __init__(self, client: AsyncWebClient, channel: str, thread_ts: str) -> None:
        self._client = client
        self._channel = channel
        self._thread_ts = thread_ts
        self._showing: asyncio.Task[bool] | None = None

    def begin(self) -> None:
        """Has it shown that the bot is at work."""
        self._showing = asyncio.create_task(self._set(WORKING))

    async def end(self) -> None:
        """Takes it away.

        Slack does so by itself when the bot posts in the thread, but not where the answer came first or stands outside
        the thread: then it would stay for two minutes.
        """
        if self._showing is not None and await self._showing:
            await self._set("")

    async def _set(self, status: str) -> bool:
        """Sets it; returns whether Slack took it."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._client.assistant_threads_setStatus(
                    channel_id=self._channel, thread_ts=self._thread_ts, status=status
                )
        except FAILURES as error:
            logger.debug("a status was not set: %s", failure(error))
            return False
        return True
