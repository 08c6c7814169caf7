"""A click on *Share in channel*: says aloud, in the name of whoever clicked, what only they saw."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from bot.slack.asked import carried, unpacked
from bot.slack.caller import Caller, caller_of
from bot.slack.desk import Desk
from bot.slack.places import thread_of_click
from bot.slack.posting import NotPostedError, replace, share
from bot.slack.views import Audience
from bot.slack.views.actions import SHARE, without
from bot.slack.views.draft import Message
from bot.slack.views.fixed import PERHAPS_SHARED, SHARED, refused_share, shared_by

logger = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the button."""

    @app.action(SHARE)
    async def clicked(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        _, asked = unpacked(carried(action))
        caller, private = caller_of(context), desk.replies.to(asked, Audience.PRIVATE).message
        aloud = desk.replies.to(asked, Audience.CHANNEL).message.with_note(shared_by(caller.user))
        try:
            note = await share_once(desk, caller, body, respond, aloud)
        except NotPostedError as error:
            # The button stays: what was refused may be allowed after a word with an admin.
            await replace(respond, private.with_note(refused_share(error.code)))
            return
        if note:
            await tell(respond, Message(private.text, tuple(without(private.blocks, SHARE))).with_note(note))


async def share_once(desk: Desk, caller: Caller, body: dict[str, Any], respond: AsyncRespond, aloud: Message) -> str:
    """Posts a message where someone clicked, in the thread in which they did.

    Returns:
        What to say of it to who clicked; nothing where an earlier click has done it.

    Raises:
        NotPostedError: Slack refused it, so that the next click may try again.
    """
    container = body.get("container", {})
    # Two quick clicks on one button are two requests, and one wish.
    click = f"share:{container.get('channel_id')}:{container.get('message_ts')}"
    note = ""
    async with desk.once.claimed(click, caller.workspace) as claim:
        if claim is not None:
            note = SHARED if await share(respond, aloud, thread_of_click(body)) else PERHAPS_SHARED
    return note


async def tell(respond: AsyncRespond, message: Message) -> None:
    """Puts a message into the place of the one clicked; the answer is shared all the same where that fails."""
    try:
        await replace(respond, message)
    except NotPostedError as error:
        logger.warning("an answer was shared, and its sharer not told: %s", error)
