"""A click on *Whole picture*: shows who does what for the service, to whoever clicked."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering.answer import Answer
from bot.slack.asked import StaleButtonError, carried
from bot.slack.asking import place_of
from bot.slack.desk import Desk
from bot.slack.modals import lay_second
from bot.slack.posting import whisper
from bot.slack.views import Audience, answer_message
from bot.slack.views.actions import WHOLE_PICTURE
from bot.slack.views.browse import picture_asked, picture_modal


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the button."""

    @app.action(WHOLE_PICTURE)
    async def opened(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        answer = picture(desk, carried(action))
        if "view" in body:
            await lay_second(client, body, picture_modal(desk.engine.catalog, answer))
        else:
            await whisper(respond, answer_message(answer, Audience.PRIVATE, picture_asked(answer)))


def picture(desk: Desk, value: str) -> Answer:
    """The whole picture of the service or variant in a button's value.

    Raises:
        StaleButtonError: there is none of that id, in later knowledge.
    """
    try:
        return desk.engine.matrix(place_of(value))
    except LookupError:
        raise StaleButtonError("no such place") from None
