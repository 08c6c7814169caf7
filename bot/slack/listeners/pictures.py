"""A click on *Whole picture*: shows who does what for the service, to whoever clicked."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.parsing.vocabulary import Link
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from bot.slack.modals import lay
from bot.slack.posting import whisper
from bot.slack.shapes import taking_apart
from bot.slack.views import Audience, answer_message
from bot.slack.views.actions import WHOLE_PICTURE
from bot.slack.views.told import told_modal


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the button."""

    @app.action(WHOLE_PICTURE)
    async def opened(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        audience = Audience.VIEW if "view" in body else Audience.PRIVATE
        with taking_apart("the place of a picture"):  # which later knowledge need not have
            service, _, variant = action["value"].partition("/")
            answer = desk.engine.matrix(Link(service, variant or None))
        message = answer_message(answer, audience, Asked(answer.text))
        if audience is Audience.VIEW:
            await lay(client, body, told_modal("Whole picture", message))
        else:
            await whisper(respond, message)
