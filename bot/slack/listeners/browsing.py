"""Clicks that look around among the categories of services."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import carried
from bot.slack.desk import Desk
from bot.slack.modals import lay_second, put
from bot.slack.picked import option_of
from bot.slack.shapes import taking_apart
from bot.slack.views.browse import BROWSE_PAGE, GROUP, group_modal


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to Home's select of categories, and to paging through one."""

    @app.action(GROUP)
    async def category(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await lay_second(client, body, services_of(option_of(action)))

    @app.action(re.compile(rf"^{BROWSE_PAGE}\w+$"))
    async def turned(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        page, _, group = carried(action).partition(":")
        await put(client, body, services_of(group, page))

    def services_of(group: str, page: str = "0") -> dict[str, Any]:
        with taking_apart("a category"):  # which later knowledge need not have
            return group_modal(desk.engine.catalog, group, int(page))
