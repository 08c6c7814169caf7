"""Buttons that nothing else listens to: another version made them."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.asked import StaleButtonError
from bot.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:  # noqa: ARG001 (every surface registers alike)
    """Listens to all buttons; comes last, since the first listener that fits is the one that is called."""

    @app.action(re.compile(""))
    async def clicked(ack: AsyncAck) -> None:
        await ack()
        raise StaleButtonError("no listener for a button")
