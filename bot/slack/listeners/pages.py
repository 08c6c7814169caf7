"""A click on *Back* or *Next*: turns the page of a long answer, in its place."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import Asked, StaleButtonError, carried, unpacked
from bot.slack.desk import Desk
from bot.slack.modals import put
from bot.slack.places import audience_of_click
from bot.slack.posting import replace
from bot.slack.views import Audience, Message
from bot.slack.views.ask import answer_modal
from bot.slack.views.draft import NOTE
from bot.slack.views.paging import PAGE


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the two buttons."""

    @app.action(re.compile(rf"^{PAGE}\w+$"))
    async def turned(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        page, asked = _page_of(carried(action))
        if "view" in body:
            message = desk.replies.to(asked, Audience.VIEW, page).message
            await put(client, body, answer_modal(message, asked.text, body["view"]))
        else:
            message = desk.replies.to(asked, audience_of_click(body), page).message
            await replace(respond, _with_notes(message, body.get("message", {}).get("blocks") or ()))


def _page_of(value: str) -> tuple[int, Asked]:
    (page,), asked = unpacked(value, heads=1)
    if not (page.isascii() and page.isdecimal() and len(page) < 6):
        raise StaleButtonError("a page is a number")
    return int(page), asked


def _with_notes(message: Message, before: list[dict[str, Any]] | tuple[()]) -> Message:
    """The message with the small print that its page before had: it may say who shared it."""
    for block in before:
        if str(block.get("block_id")).startswith(NOTE):
            message = message.with_note(block["elements"][0]["text"])
    return message
