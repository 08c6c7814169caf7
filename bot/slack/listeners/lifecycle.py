"""The end of an installation: everything of the workspace goes, at once."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.slack.authorize import Workspaces
from bot.slack.desk import Desk
from bot.workspace_key import workspace_key

logger = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk, workspaces: Workspaces) -> None:
    """Listens to the removal of the app and of its tokens."""

    @app.event("app_uninstalled")
    async def uninstalled(body: dict[str, Any], context: AsyncBoltContext) -> None:
        await _forget(desk, workspaces, _place(context), body)

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        tokens = event.get("tokens") or {}
        if tokens.get("bot"):
            await _forget(desk, workspaces, _place(context), body)
            return
        for user in tokens.get("oauth") or ():
            await workspaces.forget_person(_place(context), user)


def _place(context: AsyncBoltContext) -> str:
    """The workspace, or the whole enterprise where it was installed in that."""
    return workspace_key(context.enterprise_id, None if context.is_enterprise_install else context.team_id)


async def _forget(desk: Desk, workspaces: Workspaces, workspace: str, body: dict[str, Any]) -> None:
    # The claim is nobody's, or it would be forgotten with the rest, and a late redelivery heard again.
    async with desk.once.claimed(body["event_id"], workspace="") as ours:
        if not ours or not workspace:
            return
        since = await workspaces.since(workspace)
        # Slack gives whole seconds: only an installation of a later one is surely another.
        if since is not None and since >= body.get("event_time", since) + 1:
            logger.info("%s has installed the bot again since; nothing is forgotten", workspace)
            return
        # What waits to be written would otherwise come after.
        await desk.notes.drain()
        await desk.store.forget_workspace(workspace)
        workspaces.forget(workspace)
        desk.preferring.forget(workspace)
        logger.info("forgot everything of %s, which has removed the bot", workspace)
