"""Clicks that ask for the whole picture of a service, and for one task of it in detail."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering.answer import Answer
from bot.slack.asked import Asked, carried
from bot.slack.desk import Desk
from bot.slack.modals import lay_second
from bot.slack.picked import option_of, place_of, task_of
from bot.slack.places import thread_of_click
from bot.slack.posting import whisper
from bot.slack.shapes import taking_apart
from bot.slack.views import Audience, answer_message
from bot.slack.views.actions import WHOLE_PICTURE
from bot.slack.views.ask import SERVICE as NAME
from bot.slack.views.browse import SERVICE, TOPIC, picture_modal
from bot.slack.views.told import told_modal


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the button under answers, to what names a service in Home and modals, and to the select of tasks."""

    @app.action(WHOLE_PICTURE)
    async def opened(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        if "view" in body:
            await lay_picture(client, body, carried(action))
        else:
            answer = picture(carried(action))
            private = answer_message(answer, Audience.PRIVATE, Asked(answer.text))
            await whisper(respond, private, thread_of_click(body))

    @app.action(re.compile(rf"^{SERVICE}\d+$"))
    async def service(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await lay_picture(client, body, carried(action))

    @app.action(NAME)
    async def name(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await lay_picture(client, body, option_of(action))

    @app.action(TOPIC)
    async def topic(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        with taking_apart("a task at a place"):  # which later knowledge need not have
            answer = desk.engine.look_up(*task_of(option_of(action)))
        message = answer_message(answer, Audience.VIEW, Asked(answer.text))
        await lay_second(client, body, told_modal("One task in detail", message))

    async def lay_picture(client: AsyncWebClient, body: dict[str, Any], value: str) -> None:
        await lay_second(client, body, picture_modal(desk.engine.catalog, picture(value)))

    def picture(value: str) -> Answer:
        with taking_apart("a place"):  # which later knowledge need not have
            return desk.engine.matrix(place_of(value))
