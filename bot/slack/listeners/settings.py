"""The submission of a workspace's settings: saved where Slack says, once more, that who sent them is an admin."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import caller_of
from bot.slack.configuring import save_settings
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.standing import Standing
from bot.slack.views.settings import ANSWERS, NOT_ADMIN, NOT_CHECKED, NOT_SAVED, SETTINGS
from bot.slack.views.told import told_modal

logger = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the modal that `open_settings` opens."""

    @app.view(SETTINGS)
    async def submitted(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        try:
            standing = await save_settings(desk, caller_of(context), client, view)
        except StoreError as error:
            logger.error("settings could not be saved: %s", origin(error))
            await ack(response_action="errors", errors={ANSWERS: NOT_SAVED})
            return
        if standing is Standing.ADMIN:
            await ack()
        elif standing is Standing.UNKNOWN:
            await ack(response_action="errors", errors={ANSWERS: NOT_CHECKED})
        else:
            await ack(response_action="update", view=told_modal("Not changed", NOT_ADMIN))
