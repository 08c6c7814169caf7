"""What `/whosejob` does beside answering: help, a tip, settings, forgetting a person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asked import Asked
from bot.slack.caller import Caller
from bot.slack.configuring import open_settings
from bot.slack.desk import Desk
from bot.slack.views import Audience, Message
from bot.slack.views.fixed import HELP, forgotten


@dataclass(frozen=True, slots=True)
class Command:
    """One run of the slash command."""

    desk: Desk
    caller: Caller
    ack: AsyncAck
    client: AsyncWebClient
    trigger_id: str

    async def privately(self, message: Message) -> None:
        """Acknowledges with a message that only who ran the command sees."""
        await self.ack(response_type="ephemeral", **message.content())


Run = Callable[[Command], Awaitable[None]]


async def show_help(command: Command) -> None:
    """Says what can be asked."""
    await command.privately(HELP)


async def show_tip(command: Command) -> None:
    """Explains one idea of the model, another one each time."""
    desk = command.desk
    concepts = list(desk.engine.catalog.concepts.values())
    concept = concepts[int(desk.clock()) % len(concepts)]
    asked = Asked((*concept.phrases, concept.name)[0])
    await command.privately(desk.replies.to(asked, Audience.PRIVATE).message)


async def forget_me(command: Command) -> None:
    """Deletes what is kept of the person."""
    await command.desk.notes.drain()
    rows = await command.desk.store.forget_person(command.caller.workspace, command.caller.user)
    await command.privately(forgotten(rows))


async def show_settings(command: Command) -> None:
    """Opens the workspace's settings for its admins; others are told who can."""
    refusal = await open_settings(command.desk, command.caller, command.client, command.trigger_id)
    if refusal:
        await command.privately(refusal)
    else:
        await command.ack()


SUBCOMMANDS: dict[str, Run] = {
    "": show_help,
    "help": show_help,
    "tip": show_tip,
    "settings": show_settings,
    "forget me": forget_me,
}
"""What is typed after `/whosejob` -> what it does; everything else is a question."""


def subcommand(text: str) -> Run | None:
    """What a text calls for, when it is no question."""
    return SUBCOMMANDS.get(" ".join(text.casefold().split()))
