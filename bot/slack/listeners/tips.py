"""Clicks under a tip: the whole picture of what it is about, and another tip."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from bot.slack.asked import Asked, StaleButtonError, carried
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.places import thread_of_click
from bot.slack.posting import replace, whisper
from bot.slack.tips import give_tip
from bot.slack.views import Audience, answer_message
from bot.slack.views.tips import TIP_ABOUT, TIP_NEXT


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons."""

    @app.action(TIP_ABOUT)
    async def opened(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        tip = desk.engine.lessons.tips.get(carried(action))
        if tip is None:
            raise StaleButtonError("no such tip")
        answer = desk.engine.about(tip.about)
        await whisper(respond, answer_message(answer, Audience.PRIVATE, Asked(answer.text)), thread_of_click(body))

    @app.action(TIP_NEXT)
    async def turned(ack: AsyncAck, action: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond) -> None:
        await ack()
        await replace(respond, await give_tip(desk, caller_of(context), (carried(action),)))
