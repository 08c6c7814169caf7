"""The form of daily tips and quizzes, the list of what is set up, and *Stop these* under what is posted."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import StaleButtonError, carried
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.form import FormError
from bot.slack.listing import list_tips
from bot.slack.places import thread_of_click
from bot.slack.posting import replace, whisper
from bot.slack.previewing import preview_tips
from bot.slack.shapes import taking_apart
from bot.slack.subscribing import save_tips
from bot.slack.tips_form import turn_tips
from bot.slack.unsubscribing import pause_in_form, stop_in_form, stop_place
from bot.slack.views.daily import STOP
from bot.slack.views.subscribed import LIST, LIST_STOP
from bot.slack.views.subscribing import END, PAUSE, PREVIEW, RESUME, TIPS, TITLE, WHERE, ZONE, sheet_of
from bot.slack.views.told import told_modal
from bot.slack.zones import offered


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the form, its zones and buttons, and to the buttons in messages."""

    @app.action(STOP)
    async def stopped(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        told = await stop_place(desk, caller_of(context), client, _channel_of(body))
        await whisper(respond, told, thread_of_click(body))

    @app.options(ZONE)
    async def typed(ack: AsyncAck, payload: dict[str, Any]) -> None:
        options = offered(payload.get("value") or "", desk.clock())
        await ack({"options": [option.json() for option in options]})

    @app.view(TIPS)
    async def submitted(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        try:
            told = await save_tips(desk, caller_of(context), client, view)
        except FormError as error:
            sheet = sheet_of(view)
            errors = {sheet.block(name): fault for name, fault in error.faults.items()}
            await ack(response_action="errors", errors=errors)
            return
        await ack(response_action="update", view=told_modal(TITLE, told))

    @app.action(WHERE)
    async def turned(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        await turn_tips(desk, caller_of(context), client, body)

    @app.action(PREVIEW)
    async def previewed(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        await preview_tips(desk, caller_of(context), client, body)

    @app.action(re.compile(rf"^({PAUSE}|{RESUME})$"))
    async def paused(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
    ) -> None:
        await ack()
        await pause_in_form(desk, caller_of(context), client, body, paused=action["action_id"] == PAUSE)

    @app.action(END)
    async def ended(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        await stop_in_form(desk, caller_of(context), client, body)

    @app.action(re.compile(rf"^{LIST}page-\w+$"))
    async def paged(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        page = _page(carried(action))
        await replace(respond, await list_tips(desk, caller_of(context), client, _channel_of(body), page))

    @app.action(re.compile(rf"^{LIST_STOP}\d+$"))
    async def stopped_in_list(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        place, _, value = carried(action).partition(" ")
        page = _page(value)
        if not (place.isascii() and place.isalnum()):
            raise StaleButtonError("a place is an id")
        caller = caller_of(context)
        told = await stop_place(desk, caller, client, place)
        listed = await list_tips(desk, caller, client, _channel_of(body), page)
        await replace(respond, listed.with_note(told.text))


def _page(page: str) -> int:
    """The page that a button leads to.

    Raises:
        StaleButtonError: it is none.
    """
    if not (page.isascii() and page.isdecimal() and len(page) < 6):
        raise StaleButtonError("a page is a number")
    return int(page)


def _channel_of(body: dict[str, Any]) -> str:
    """Where the message stands that was clicked."""
    with taking_apart("the channel of a click"):
        return str(body["container"]["channel_id"])
