"""Puts messages into Slack, and tells a failure from a reply that was lost."""

import logging
from http import HTTPStatus

import aiohttp
from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.places import Place
from bot.slack.views import Message

logger = logging.getLogger(__name__)


class NotPostedError(Exception):
    """Slack refused a message; the text names the HTTP status or Slack's error."""


async def post(client: AsyncWebClient, place: Place, message: Message) -> None:
    """Posts a message.

    A reply that was lost on its way back counts as posted: Slack has no way to ask whether it was, and to post again
    could say the same thing twice in front of everybody.

    Raises:
        SlackApiError: Slack refused it.
        aiohttp.ClientError: Slack could not be reached.
    """
    try:
        # Previews of AWS's pages would bury the answer.
        await client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            **message.content(),
        )
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise
    except (aiohttp.ClientError, TimeoutError) as error:
        logger.warning("chat.postMessage got no reply (%s); counted as posted", type(error).__name__)


async def replace(respond: AsyncRespond, message: Message) -> None:
    """Puts a message into the place of the one that was clicked.

    Raises:
        NotPostedError: Slack refused it.
    """
    reply = await respond(replace_original=True, unfurl_links=False, unfurl_media=False, **message.content())
    if reply.status_code != HTTPStatus.OK:
        raise NotPostedError(f"HTTP {reply.status_code}")
