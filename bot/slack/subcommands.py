"""What is typed and is no question: help, a tip, a quiz, settings, forgetting a person, a word that lacks another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.caller import Caller
from bot.slack.configuring import open_settings
from bot.slack.desk import Desk
from bot.slack.quizzes import begin
from bot.slack.tips import give_tip
from bot.slack.views import Message
from bot.slack.views.fixed import HELP, ONLY_COMMAND, USAGE, forgotten, only_command, usage


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


Tell = Callable[[Desk, Caller], Awaitable[Message]]
"""Does what a word calls for, and gives the reply."""
Run = Callable[[Command], Awaitable[None]]


async def forget_me(desk: Desk, caller: Caller) -> Message:
    """Deletes what is kept of the person."""
    await desk.notes.drain()
    return forgotten(await desk.store.forget_person(caller.workspace, caller.user))


async def show_settings(command: Command) -> None:
    """Opens the workspace's settings for its admins; others are told who can."""
    refusal = await open_settings(command.desk, command.caller, command.client, command.trigger_id)
    if refusal:
        await command.privately(refusal)
    else:
        await command.ack()


def _saying(message: Message) -> Tell:
    async def say(_: Desk, __: Caller) -> Message:
        return message

    return say


QUIZ, SETTINGS = "quiz", "settings"
EVERYWHERE: dict[str, Tell] = {
    "tip": give_tip,
    "forget me": forget_me,
    **{word: _saying(usage(word)) for word in USAGE},
}
"""What is typed -> what tells the reply, after `/whosejob` and in messages to the bot."""
COMMANDS: dict[str, Tell] = {**EVERYWHERE, "": _saying(HELP), "help": _saying(HELP)}
MESSAGES: dict[str, Tell] = {**EVERYWHERE, **{word: _saying(only_command(word)) for word in ONLY_COMMAND}}


def subcommand(text: str) -> Run | None:
    """What a text after `/whosejob` calls for, when it is no question."""
    first, _, rest = text.strip().partition(" ")
    if first.casefold() == QUIZ:
        return partial(_privately, partial(begin, about=rest))
    word = _bare(text)
    if word == SETTINGS:
        return show_settings
    tell = COMMANDS.get(word)
    return partial(_privately, tell) if tell else None


def in_message(text: str) -> Tell | None:
    """What a message to the bot calls for, when it is no question."""
    return MESSAGES.get(_bare(text))


async def _privately(tell: Tell, command: Command) -> None:
    await command.privately(await tell(command.desk, command.caller))


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())
