"""Lets in what comes from where the bot is installed, and knows by which name."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.authorize import Workspaces
from bot.slack.caller import home_of, settle_workspace
from bot.slack.views.fixed import NOT_INSTALLED
from bot.workspace_key import workspace_key

logger = logging.getLogger(__name__)

UNASKED = frozenset({"url_verification", "ssl_check"})
"""Requests that are of no workspace."""
ENDINGS = frozenset({"app_uninstalled", "tokens_revoked"})
"""Events that tell of an installation that has ended, and so come from where there is none."""
TOLD = 10_000


class Admission(AsyncMiddleware):
    """Stands before Bolt's authorization, which would complain of each request from a workspace that has left."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._told: set[str] = set()

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """Goes on with the request, or takes it without doing anything, so that Slack does not send it again."""
        del resp
        home = home_of(req.body)
        if home:
            req.context["enterprise_id"] = await self._workspaces.enterprise_of(home)
        settle_workspace(req.context, req.body)
        if _needs_no_bot(req.body) or await self._workspaces.knows(req.context):
            return await next()
        self._tell(workspace_key(req.context.enterprise_id, req.context.team_id))
        return BoltResponse(status=200, body=NOT_INSTALLED if "command" in req.body else "")

    def _tell(self, workspace: str) -> None:
        if workspace in self._told:
            return
        if len(self._told) >= TOLD:
            self._told.clear()
        self._told.add(workspace)
        logger.warning("requests come from %s, where the bot is not installed; they are not answered", workspace)


def _needs_no_bot(body: dict[str, Any]) -> bool:
    event = body.get("event")
    ending = isinstance(event, dict) and event.get("type") in ENDINGS
    return ending or body.get("type") in UNASKED
