"""A click on a choice: answers it in the place of the message or modal that offered it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import Asked, carried
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.modals import put
from bot.slack.places import audience_of_click, place_of_click
from bot.slack.posting import replace
from bot.slack.views import CHOICE, Audience
from bot.slack.views.ask import answer_modal


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons of choices."""

    @app.action(re.compile(rf"^{CHOICE}\d+$"))
    async def chosen(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        asked, caller = Asked(carried(action)), caller_of(context)
        if "view" in body:
            message = desk.answer(caller, asked, Audience.VIEW).message
            await put(client, body, answer_modal(message, asked.text, body["view"]))
            return
        await replace(respond, desk.answer(caller, asked, audience_of_click(body)).message)
        place = place_of_click(body)
        if place:
            await desk.remember(caller, place, asked.text)
