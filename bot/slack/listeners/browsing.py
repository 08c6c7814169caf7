"""Clicks that look around: a category, a service by its name, a task in detail."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import Asked
from bot.slack.asking import place_of
from bot.slack.desk import Desk
from bot.slack.listeners.pictures import picture
from bot.slack.modals import lay_second, put
from bot.slack.shapes import taking_apart
from bot.slack.views import Audience, answer_message
from bot.slack.views.ask import SERVICE as NAME
from bot.slack.views.browse import BROWSE_PAGE, GROUP, SERVICE, TOPIC, group_modal, picture_modal
from bot.slack.views.told import told_modal


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to what Home and the modals over it offer."""
    catalog = desk.engine.catalog

    @app.action(GROUP)
    async def category(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await lay_second(client, body, services_of(picked(action)))

    @app.action(re.compile(rf"^{BROWSE_PAGE}\w+$"))
    async def turned(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        page, _, group = str(action.get("value")).partition(":")
        await put(client, body, services_of(group, page))

    @app.action(re.compile(rf"^{SERVICE}\d+$"))
    async def service(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await lay_second(client, body, picture_modal(catalog, picture(desk, action.get("value") or "")))

    @app.action(NAME)
    async def name(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await lay_second(client, body, picture_modal(catalog, picture(desk, picked(action))))

    @app.action(TOPIC)
    async def topic(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        place, _, target = picked(action).partition(":")
        with taking_apart("a task in detail"):  # which later knowledge need not have
            answer = desk.engine.look_up(place_of(place), target)
        message = answer_message(answer, Audience.VIEW, Asked(answer.text))
        await lay_second(client, body, told_modal("One task in detail", message))

    def services_of(group: str, page: str = "0") -> dict[str, Any]:
        with taking_apart("a category"):  # which later knowledge need not have
            return group_modal(catalog, group, int(page))

    def picked(action: dict[str, Any]) -> str:
        with taking_apart("a choice"):
            return str(action["selected_option"]["value"])
