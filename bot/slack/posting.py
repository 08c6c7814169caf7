"""Puts messages into Slack, and tells a failure from a reply that was lost."""

import json
import logging
import re
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid5

import aiohttp
from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot import metrics
from bot.slack.client import REPLY_SECONDS
from bot.slack.places import Place
from bot.slack.shapes import ShapeError
from bot.slack.views import Message

logger = logging.getLogger(__name__)

ANSWERS = UUID("7c9d1c2e-51c6-4e0b-9f0e-0a3f5f6f2b11")
"""Namespace of the ids of answers."""
CODE = re.compile(r"[a-z_]{1,60}")


class NotPostedError(Exception):
    """Slack refused a message; the text names the HTTP status."""

    def __init__(self, what: str, code: str = "") -> None:
        super().__init__(f"{what} {code}".strip())
        self.code = code
        """Slack's name of the error, where it gave one."""


async def post(client: AsyncWebClient, place: Place, message: Message, event_id: str) -> str:
    """Posts a message, and returns Slack's id of it (`ts`).

    Where no reply comes, nobody can know whether the message was posted: neither a connection that ends nor one that
    hangs tells. It then counts as not posted, since nothing at all would be worse than the same thing twice.
    `client_msg_id` is the same in every attempt; Slack's documentation has errors about it, and does not promise that a
    second attempt is recognised by it.

    Args:
        client: with the workspace's token.
        place: where to.
        message: what to say.
        event_id: the event that it answers.

    Raises:
        SlackApiError: Slack refused it.
        aiohttp.ClientError, TimeoutError: Slack could not be reached, or did not reply.
    """
    try:
        # Previews of AWS's pages would bury the answer.
        posted = await client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            client_msg_id=str(uuid5(ANSWERS, event_id)),
            **message.content(),
        )
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise
    except (aiohttp.ClientError, TimeoutError) as error:
        logger.warning("chat.postMessage got no reply (%s); the answer may be posted twice", type(error).__name__)
        raise
    return str(posted.get("ts") or "")


async def replace(respond: AsyncRespond, message: Message) -> None:
    """Puts a message into the place of the one that was clicked.

    Raises:
        NotPostedError: Slack refused it.
    """
    await _respond(respond, message, replace_original=True)


async def whisper(respond: AsyncRespond, message: Message, thread_ts: str | None = None) -> None:
    """Says something to whoever clicked, and to nobody else, in channels too that the bot is no member of.

    Raises:
        NotPostedError: Slack refused it.
    """
    await _respond(respond, message, replace_original=False, response_type="ephemeral", thread_ts=thread_ts)


async def share(respond: AsyncRespond, message: Message, thread_ts: str | None = None) -> bool:
    """Says something to everybody where someone clicked, in channels too that the bot is no member of.

    Returns:
        Whether Slack said that it is there; no reply at all counts as posted too.

    Raises:
        NotPostedError: Slack refused it.
    """
    return await _respond(respond, message, replace_original=False, response_type="in_channel", thread_ts=thread_ts)


async def _respond(respond: AsyncRespond, message: Message, **how: Any) -> bool:
    if not respond.response_url:
        raise ShapeError("no response_url")
    told = {name: value for name, value in how.items() if value is not None}
    try:
        reply = await _response_client(respond).send_dict(
            {"unfurl_links": False, "unfurl_media": False, **told, **message.content()}
        )
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotPostedError(type(error).__name__, "unreachable") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        metrics.called("response_url", "lost")
        # Slack delivers no click again, and who clicked sees what came of it, so that nothing is sent a second time.
        logger.warning("a response URL gave no reply (%s); counted as posted", type(error).__name__)
        return False
    code = _code(reply.body)
    metrics.called("response_url", "ok" if reply.status_code == HTTPStatus.OK else "http_error")
    if reply.status_code != HTTPStatus.OK or code:
        raise NotPostedError(f"HTTP {reply.status_code}", code)
    return True


def _response_client(respond: AsyncRespond) -> AsyncWebhookClient:
    """Bolt's own would send again what only lost its reply, and so share twice."""
    return AsyncWebhookClient(
        respond.response_url or "", timeout=REPLY_SECONDS, ssl=respond.ssl, proxy=respond.proxy, retry_handlers=[]
    )


def _code(body: str) -> str:
    """Slack's name of an error in the answer of a response URL, which is JSON or a bare word; empty for "ok"."""
    try:
        read = json.loads(body)
    except ValueError:
        read = body.strip()
    code = read.get("error") if isinstance(read, dict) else read
    return code if isinstance(code, str) and CODE.fullmatch(code) and code != "ok" else ""
