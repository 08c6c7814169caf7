"""A click on a choice: answers it in the place of the message that offered it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.slack.desk import Desk
from bot.slack.places import place_of_click
from bot.slack.posting import replace
from bot.slack.views import CHOICE


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons of choices."""

    @app.action(re.compile(rf"^{CHOICE}\d+$"))
    async def chosen(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        question = action["value"]
        await replace(respond, desk.answer(question))
        place = place_of_click(body)
        if place:
            await desk.remember(place, question)
