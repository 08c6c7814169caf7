"""A click on a choice: answers it in the place of the message that offered it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from bot.slack.asked import Asked
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.places import audience_of_click, place_of_click
from bot.slack.posting import replace
from bot.slack.views import CHOICE


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons of choices."""

    @app.action(re.compile(rf"^{CHOICE}\d+$"))
    async def chosen(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        asked, caller = Asked(action.get("value") or ""), caller_of(context)
        await replace(respond, desk.answer(caller, asked, audience_of_click(body)).message)
        place = place_of_click(body)
        if place:
            await desk.remember(caller, place, asked.text)
