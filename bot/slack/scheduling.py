"""Scheduled messages by Slack's Web API, for background work."""

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.web.async_client import AsyncWebClient

from bot.catalog.lesson_model import Lessons
from bot.jobs.slack_port import NOT_INSTALLED, Held, LaterError, LostError, PassedError, RefusedError
from bot.settings import Settings
from bot.slack.authorize import Workspaces
from bot.slack.client import FAILURES, LOST, PASSING, error_code, job_client
from bot.slack.once import BusyError
from bot.slack.places import Place
from bot.slack.posting import post as post_message
from bot.slack.rendering import message_of
from bot.slack.settling import close_due
from bot.slack.views.warning import warning_message
from bot.store import Store
from bot.subscription import Post, Subscription
from bot.workspace_key import ids_of

PAGE = 1000
"""Scheduled messages that Slack lists at once, at the most."""
NO_REPLY = 1.0
OUTAGE = 5.0
"""Seconds until Slack is asked again, at the soonest."""
UNFIT = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text"})
"""Slack's errors that are of one message."""
NOT_HELD = "invalid_scheduled_message_id"
PASSED = "time_in_past"


class Scheduling:
    """`SlackPort` over the Web API, with the token of each workspace.

    Args:
        settings: where Slack is.
        workspaces: where the bot is installed.
        lessons: what messages are made from.
        seconds: how long a call may take; less than half of the worker's lease.
    """

    def __init__(self, settings: Settings, workspaces: Workspaces, lessons: Lessons, seconds: int = 10) -> None:
        self._settings = settings
        self._workspaces = workspaces
        self._lessons = lessons
        self._seconds = seconds

    async def held(self, workspace: str) -> tuple[Held, ...]:
        """Everything of ours that Slack holds in a workspace."""
        found: list[Held] = []
        cursor: str | None = None
        while cursor != "":
            async with self._asking(workspace) as client:
                page = await client.chat_scheduledMessages_list(limit=PAGE, cursor=cursor)
            found += (Held(one["id"], one["channel_id"], int(one["post_at"])) for one in page["scheduled_messages"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        return tuple(found)

    async def schedule(self, subscription: Subscription, post: Post) -> str:
        """Has Slack hold a post until its moment; returns Slack's id of it."""
        message = message_of(self._lessons, subscription, post)
        async with self._asking(subscription.workspace) as client:
            # Previews of AWS's pages would bury the tip.
            reply = await client.chat_scheduleMessage(
                channel=subscription.place,
                post_at=post.moment,
                unfurl_links=False,
                unfurl_media=False,
                **message.content(),
            )
            return str(reply["scheduled_message_id"])

    async def cancel(self, workspace: str, place: str, held_id: str) -> None:
        """Has Slack let go of a message."""
        try:
            async with self._asking(workspace) as client:
                await client.chat_deleteScheduledMessage(channel=place, scheduled_message_id=held_id)
        except RefusedError as error:
            if error.code != NOT_HELD:
                raise

    def digest(self, subscription: Subscription, post: Post) -> str:
        """Digest of a post as it would be sent now."""
        content = message_of(self._lessons, subscription, post).content()
        return hashlib.blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=16).hexdigest()

    async def tell(self, subscription: Subscription, trouble: str) -> None:
        """Tells the person in their direct message what is wrong with what they subscribed a place to."""
        event = f"trouble:{subscription.workspace}:{subscription.place}:{subscription.since}:{trouble}"
        async with self._asking(subscription.workspace) as client:
            # Slack takes a person's id for the direct message with them.
            await post_message(client, Place(subscription.person), warning_message(subscription, trouble), event)

    async def settle(self, store: Store, workspace: str, now: float) -> float | None:
        """Turns quiz questions whose time is over into their closed form."""
        async with self._asking(workspace) as client:
            return await close_due(store, client, self._lessons, workspace, now)

    @asynccontextmanager
    async def _asking(self, workspace: str) -> AsyncIterator[AsyncWebClient]:
        """A client of a workspace, whose failures within the block are those of the port.

        Raises:
            RefusedError, PassedError, LaterError, LostError: see the port.
            StoreError: who the bot is there could not be looked up.
        """
        asked = False
        try:
            client = await self._client(workspace)
            asked = True
            yield client
        except (BusyError, SlackTokenRotationError) as error:
            raise LaterError(OUTAGE, done=False) from error
        except SlackApiError as error:
            raise self._refusal(workspace, error, asked=asked) from error
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise LaterError(OUTAGE, done=False) from error
        except FAILURES as error:
            raise LaterError(NO_REPLY, done=asked) from error

    async def _client(self, workspace: str) -> AsyncWebClient:
        bot = await self._workspaces.bot(workspace)
        if bot is None or not bot.bot_token:
            raise LostError(NOT_INSTALLED)
        _, team = ids_of(workspace)
        # A token of a whole enterprise must be told for which workspace it is used.
        return job_client(self._settings, bot.bot_token, team if team != bot.team_id else None, self._seconds)

    def _refusal(self, workspace: str, error: SlackApiError, *, asked: bool) -> Exception:
        """What an error of Slack's means for background work.

        Args:
            workspace: workspace key.
            error: what Slack said.
            asked: whether it said so of more than of who the bot is.
        """
        code, status = error_code(error), _status(error)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return LaterError(_retry_after(error), done=False)
        if status != HTTPStatus.OK or code in PASSING:
            return LaterError(OUTAGE, done=asked)
        if code in LOST:
            # What is remembered of it would keep a new installation from being seen.
            self._workspaces.forget(workspace)
            return LostError(code)
        return PassedError() if code == PASSED else RefusedError(code, whole=code not in UNFIT)


def _status(error: SlackApiError) -> int:
    """The HTTP status of a reply, which the SDK keeps under another name where it could not read its body."""
    return int(getattr(error.response, "status_code", None) or getattr(error.response, "status", None) or 0)


def _retry_after(error: SlackApiError) -> float:
    headers = {str(name).lower(): value for name, value in getattr(error.response, "headers", {}).items()}
    told = str(headers.get("retry-after", "1"))
    return float(told) if told.isascii() and told.isdigit() else 1.0
