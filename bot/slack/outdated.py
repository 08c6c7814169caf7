"""What is said to whoever clicks on a button that another version made."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import FAILURES, failure
from bot.slack.modals import lay
from bot.slack.places import thread_of_click
from bot.slack.posting import NotPostedError, whisper
from bot.slack.views.fixed import OUTDATED
from bot.slack.views.told import told_modal

logger = logging.getLogger(__name__)

CLICKS = ("block_actions", "view_submission")
"""Types of requests that a button or a modal makes; what is in them was put there by the version that showed it."""


async def tell_outdated(body: dict[str, Any], respond: AsyncRespond, client: AsyncWebClient) -> None:
    """Says, to whoever clicked and to nobody else, that the button is too old, and what to do.

    Args:
        body: of the click, in a message or a view, or of a modal's submission.
        respond: answers a click in a message.
        client: opens a modal for one in a view.
    """
    try:
        if respond.response_url:
            await whisper(respond, OUTDATED, thread_of_click(body))
        elif body.get("type") == "block_actions":
            await lay(client, body, told_modal("Whosejob", OUTDATED))
        else:  # a modal that was submitted is closed by now
            await client.views_open(trigger_id=body.get("trigger_id") or "", view=told_modal("Whosejob", OUTDATED))
    except (NotPostedError, *FAILURES) as error:
        logger.warning("nobody could be told that a button is outdated: %s", failure(error))
