"""Builds the Bolt app."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack.admission import Admission
from bot.slack.authorize import OneWorkspace, Workspaces
from bot.slack.client import error_code, web_client
from bot.slack.desk import Desk
from bot.slack.handling import in_hand
from bot.slack.listeners import lifecycle, register_all
from bot.slack.logs import origin
from bot.slack.outdated import CLICKS, tell_outdated
from bot.slack.shapes import ShapeError

logger = logging.getLogger(__name__)
BOLT = logging.getLogger("slack_bolt.whosejob")


def build_app(
    desk: Desk,
    settings: Settings,
    client: AsyncWebClient | None = None,
    workspace: Workspaces | None = None,
    flow: AsyncOAuthFlow | None = None,
) -> AsyncApp:
    """The app with every listener registered; it needs no network before its first request.

    Args:
        desk: answers; stays the caller's to close, before its store.
        settings: SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and SLACK_API_URL are read.
        client: a client without a token, instead of the one that the settings call for.
        workspace: which bot answers; already checked, so that the first request need not wait for `auth.test`. The one
            of SLACK_BOT_TOKEN when left out.
        flow: how it is installed in many workspaces; Bolt would make its own of what it finds in the environment.
    """
    client = client or web_client(settings)
    workspace = workspace or OneWorkspace(client, settings.slack_bot_token)
    # Bolt warns about a token that it finds in the environment and has no use for, and about requests that nobody
    # listens to, with parts of them.
    BOLT.setLevel(logging.ERROR)
    app = AsyncApp(
        name="whosejob",
        logger=BOLT,
        client=client,
        signing_secret=settings.slack_signing_secret,
        before_authorize=Admission(workspace),
        # None of it stands for “not installed”, which Bolt's annotation leaves out.
        authorize=workspace,  # type: ignore[arg-type]
        oauth_flow=flow,
        process_before_response=True,
    )
    app.error(_failed)
    register_all(app, desk)
    lifecycle.register(app, desk, workspace)
    return app


async def _failed(
    error: Exception, body: dict[str, Any], respond: AsyncRespond, client: AsyncWebClient
) -> BoltResponse:
    """Logs a failure without anybody's words; the status makes Slack deliver an event again, unless that is no use."""
    if isinstance(error, ShapeError):
        logger.warning("request %s could not be read: %s", _request_id(), error)
        if body.get("type") not in CLICKS:
            return BoltResponse(status=400, body="")
        await tell_outdated(body, respond, client)
        return BoltResponse(status=200, body="")
    what = f"{origin(error)} ({error_code(error)})" if isinstance(error, SlackApiError) else origin(error)
    logger.error("request %s failed: %s", _request_id(), what)
    return BoltResponse(status=500, body="")


def _request_id() -> str:
    request = in_hand()
    return request.id if request else "?"
