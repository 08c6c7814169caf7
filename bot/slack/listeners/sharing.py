"""A click on *Share in channel*: says aloud, in the name of whoever clicked, what only they saw."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from bot.slack.asked import unpacked
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.posting import NotPostedError, replace, share
from bot.slack.views import Audience
from bot.slack.views.actions import SHARE, without
from bot.slack.views.draft import Message
from bot.slack.views.fixed import refused_share


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
        _, asked = unpacked(action.get("value") or "")
        container = body.get("container", {})
        # Two quick clicks on one button are two requests, and one wish.
        click = f"share:{container.get('channel_id')}:{container.get('message_ts')}"
        caller = caller_of(context)
        shown = desk.replies.to(asked, Audience.CHANNEL).message.with_note(f"Shared by <@{caller.user}>.")
        private = desk.replies.to(asked, Audience.PRIVATE).message
        try:
            async with desk.once.claimed(click, caller.workspace) as claim:
                if claim is None:
                    return
                await share(respond, shown, container.get("thread_ts"))
        except NotPostedError as error:
            await replace(respond, private.with_note(refused_share(error.code)))
            return
        # Outside the claim: it is shared by now, whatever becomes of the private message.
        blocks = tuple(without(private.blocks, SHARE))
        await replace(respond, Message(private.text, blocks).with_note("You shared this."))
