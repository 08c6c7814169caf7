"""The agent panel opens: offers questions to begin with."""

import asyncio
import logging
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import FAILURES, failure
from bot.slack.desk import Desk

logger = logging.getLogger(__name__)

LONGEST_SECONDS = 2.0
"""How long the acknowledgement waits for Slack to take the prompts."""
TITLE = "Ask in your own words, or try one of these"
PROMPTS = (
    ("Who patches a managed database?", "Who patches the operating system and the engine on RDS?"),
    ("Is S3 encryption our job?", "Is encryption at rest our job on S3?"),
    ("What is left to us on Lambda?", "matrix Lambda"),
    ("EC2 and Fargate side by side", "compare EC2 and Fargate"),
)
"""What a prompt is called -> what clicking it sends; Slack takes four at most."""


def register(app: AsyncApp, desk: Desk) -> None:  # noqa: ARG001 (every surface is registered alike)
    """Listens to the panel being opened; Home has a listener of its own, registered before this one."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("tab") != "messages":
            return
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await _offer(client, event["channel"])
        except FAILURES as error:
            # Not worth another delivery; an installation older than the prompts lacks the scope until it is renewed.
            logger.warning("prompts were not offered: %s", failure(error))


async def _offer(client: AsyncWebClient, channel: str) -> None:
    # Not by Bolt's set_suggested_prompts, which may add a thread: Slack then drops an agent's prompts silently.
    await client.assistant_threads_setSuggestedPrompts(
        channel_id=channel,
        title=TITLE,
        prompts=[{"title": title, "message": message} for title, message in PROMPTS],
    )
