"""Shows what a form would have posted, and when; nothing is stored."""

import asyncio
import logging
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.modals import lay
from bot.slack.shapes import taking_apart
from bot.slack.tips_form import read_form
from bot.slack.views import Message
from bot.slack.views.daily import daily_tip, theme_name
from bot.slack.views.preview import faulty_modal, preview_modal
from bot.slack.views.subscribing import sheet_of
from bot.study.choosing import next_lesson
from bot.study.planning import allowed
from bot.subscription import Subscription

logger = logging.getLogger(__name__)

READ_SECONDS = 1.0
"""How long the preview waits for what the place was given before; without it, any tip shows how they look."""


async def preview_tips(desk: Desk, caller: Caller, client: AsyncWebClient, body: dict[str, Any]) -> None:
    """Opens the preview on top of the form."""
    with taking_apart("the form of tips"):
        sheet = sheet_of(body["view"])
        shown, faults = read_form(body["view"], sheet, desk, caller)
    if faults:
        await lay(client, body, faulty_modal(list(faults.values())))
        return
    tip = await _next_tip(desk, shown) if shown.tips and desk.engine.lessons.tips else None
    await lay(client, body, preview_modal(shown, tip, desk.engine.lessons, desk.clock()))


async def _next_tip(desk: Desk, shown: Subscription) -> Message:
    lessons = desk.engine.lessons
    choice = allowed(shown, lessons, "tip")
    planned, given = await _history(desk, shown)
    chosen = next((one for one in planned if one in choice), None)
    chosen = chosen or next_lesson(shown.place or shown.person, choice, given)
    return daily_tip(lessons.tips[chosen], lessons.sources[f"tip:{chosen}"], shown, theme_name(lessons, chosen))


async def _history(desk: Desk, shown: Subscription) -> tuple[list[str], tuple[str, ...]]:
    """Tips that the place is to be sent next, and those that it was given."""
    if not shown.place:
        return [], ()
    posts, now = desk.store.posts, desk.clock()
    try:
        async with asyncio.timeout(READ_SECONDS):
            ahead = (await posts.of(shown.workspace, now)).get(shown.place, ())
            given = await posts.given(shown.workspace, shown.place, "tip")
    except (StoreError, TimeoutError) as error:
        logger.warning("a preview was made without what the place was given: %s", origin(error))
        return [], ()
    tips = sorted((post for post in ahead if post.kind == "tip" and post.moment > now), key=lambda post: post.moment)
    return [post.lesson for post in tips], given
