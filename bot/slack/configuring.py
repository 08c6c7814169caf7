"""Opens and saves a workspace's settings, for its admins and owners only."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.catalog.files import languages
from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.client import error_code
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.shapes import taking_apart
from bot.slack.standing import Standing, standing_of
from bot.slack.views import Message
from bot.slack.views.settings import NOT_ADMIN, NOT_READ, NOT_SURE, TOO_LATE, chosen, settings_modal
from bot.workspace_key import around

logger = logging.getLogger(__name__)

REFUSALS = {Standing.MEMBER: NOT_ADMIN, Standing.UNKNOWN: NOT_SURE}


async def open_settings(desk: Desk, caller: Caller, client: AsyncWebClient, trigger_id: str) -> Message | None:
    """Opens the settings of the caller's workspace.

    Args:
        desk: knows the settings.
        caller: who wants to change them.
        client: for the workspace.
        trigger_id: of what the caller did less than three seconds ago.

    Returns:
        None where they are open; otherwise what to tell the caller, and nobody else.
    """
    standing = await standing_of(client, caller)
    if standing is not Standing.ADMIN:
        return REFUSALS[standing]
    try:
        # Not from memory: what another process has changed a moment ago would be undone by saving.
        preferences = await desk.store.preferences.of(caller.workspace)
    except StoreError as error:
        logger.error("settings could not be read: %s", origin(error))
        return NOT_READ
    try:
        await client.views_open(trigger_id=trigger_id, view=settings_modal(preferences, languages(), caller.workspace))
    except SlackApiError as error:
        if error_code(error) != "expired_trigger_id":
            raise
        return TOO_LATE
    return None


async def save_settings(desk: Desk, caller: Caller, client: AsyncWebClient, view: dict[str, Any]) -> Standing:
    """Saves what was chosen, where the caller may; returns what the caller may do.

    Raises:
        ShapeError: the view is not what `open_settings` opened.
        StoreError: nothing was saved.
    """
    with taking_apart("the form of settings"):
        workspace, preferences = str(view["private_metadata"]), chosen(view, languages())
    if around(workspace) != around(caller.workspace):
        return Standing.MEMBER
    standing = await standing_of(client, Caller(workspace, caller.user))
    if standing is Standing.ADMIN:
        await desk.preferring.put(workspace, preferences)
    return standing
