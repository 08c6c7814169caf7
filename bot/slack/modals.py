"""Shows things in modals: an answer in the place of what a modal showed, or a modal on top of it."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import error_code
from bot.slack.shapes import ShapeError, taking_apart

logger = logging.getLogger(__name__)

PASSED = frozenset({"not_found", "view_not_found", "hash_conflict"})
"""What Slack says where a person has closed a modal, or done something else in it, while the answer was on its way."""


async def lay(client: AsyncWebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Opens a modal where someone clicked, on top of the one in which they did.

    Raises:
        SlackApiError: the click was more than three seconds ago.
    """
    show = client.views_push if _modal(body) else client.views_open
    await show(trigger_id=body["trigger_id"], view=view)


async def lay_second(client: AsyncWebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Opens a modal where someone clicked, on top of the first one, or in the place of one that lies on it already.

    Slack stacks three; the third stays free, so that feedback can always ask for its reason.

    Raises:
        SlackApiError: the click was more than three seconds ago.
    """
    clicked = _modal(body)
    show = put if clicked and clicked.get("previous_view_id") else lay
    await show(client, body, view)


async def put(client: AsyncWebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Puts a modal into the place of the one in which someone clicked; a click on the Home tab opens it.

    Raises:
        ShapeError: it cannot be told which modal that was.
        SlackApiError: Slack refused it.
    """
    clicked = _modal(body)
    if clicked is None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        return
    with taking_apart("the modal that was clicked"):
        view_id, state = str(clicked["id"]), str(clicked["hash"])
    if not view_id:
        raise ShapeError("the modal that was clicked (no id)")
    try:
        await client.views_update(view_id=view_id, hash=state, view=view)
    except SlackApiError as error:
        if error_code(error) not in PASSED:
            raise
        logger.info("a modal was gone before its answer came (%s)", error_code(error))


def _modal(body: dict[str, Any]) -> dict[str, Any] | None:
    view: dict[str, Any] = body.get("view") or {}
    return view if view.get("type") == "modal" else None
