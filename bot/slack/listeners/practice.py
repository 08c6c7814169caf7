"""Practice: the button that begins a run, the modal in which Home's goes on, the reminder, the leaderboard."""

import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller, caller_of
from bot.slack.client import FAILURES, failure
from bot.slack.competing import show_board, take_part
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.modals import lay, put
from bot.slack.places import thread_of_click
from bot.slack.posting import replace, whisper
from bot.slack.practising import practise, remind, remind_no_more
from bot.slack.publishing import publish
from bot.slack.views import Message
from bot.slack.views.leaderboard import BOARD_JOIN, BOARD_LEAVE, BOARD_SHOW
from bot.slack.views.leaderboard import TITLE as LEADERBOARD
from bot.slack.views.practice import (
    NOT_CHANGED,
    NOT_PERMITTED,
    PRACTICE,
    PRACTICE_BEGIN,
    REMIND,
    REMIND_NO_MORE,
    TITLE,
    practice_modal,
)
from bot.slack.views.told import told_modal

logger = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to what begins practice, in Home and under reminders, and to what is chosen beside it."""

    @app.action(PRACTICE_BEGIN)
    async def begun(
        ack: AsyncAck,
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        question = await practise(desk, caller_of(context))
        if "view" in body:
            await lay(client, body, practice_modal(question))
        else:
            await whisper(respond, question, thread_of_click(body))

    @app.view_closed(PRACTICE)
    async def closed(ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        await publish(desk, caller_of(context), client, None, insist=True)

    @app.action(re.compile(rf"^({REMIND}|{REMIND_NO_MORE})$"))
    async def reminded(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
    ) -> None:
        await ack()
        caller = caller_of(context)
        why_not = await _switched(desk, caller, client, on=action["action_id"] == REMIND)
        if why_not:
            await lay(client, body, told_modal(TITLE, why_not))
        else:
            await publish(desk, caller, client, body.get("view"), insist=True)

    @app.action(BOARD_SHOW)
    async def shown(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        await lay(client, body, told_modal(LEADERBOARD, await show_board(desk, caller_of(context))))

    @app.action(re.compile(rf"^({BOARD_JOIN}|{BOARD_LEAVE})$"))
    async def chosen(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        caller, view = caller_of(context), body.get("view") or {}
        try:
            await take_part(desk, caller, action["action_id"] == BOARD_JOIN)
        except StoreError as error:
            logger.error("whether somebody is on the leaderboard was not kept: %s", origin(error))
            if view:
                await lay(client, body, told_modal(LEADERBOARD, NOT_CHANGED))
            else:
                await whisper(respond, NOT_CHANGED, thread_of_click(body))
            return
        if view.get("type") == "home":
            await publish(desk, caller, client, view, insist=True)
        elif view:
            await put(client, body, told_modal(LEADERBOARD, await show_board(desk, caller)))
            await publish(desk, caller, client, None, insist=True)
        else:
            await replace(respond, await show_board(desk, caller))


async def _switched(desk: Desk, caller: Caller, client: AsyncWebClient, *, on: bool) -> Message | None:
    """Switches reminders on or off; returns why it could not, where that failed."""
    try:
        await (remind(desk, caller, client) if on else remind_no_more(desk, caller))
    except StoreError as error:
        logger.error("reminders were not switched: %s", origin(error))
        return NOT_CHANGED
    except FAILURES as error:
        logger.warning("reminders were not switched: %s", failure(error))
        return NOT_PERMITTED if failure(error) == "missing_scope" else NOT_CHANGED
    return None
