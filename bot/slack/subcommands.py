"""What is typed and is no question: help, tips, quizzes, practice, settings, forgetting, a word that lacks another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.caller import Caller
from bot.slack.competing import show_board
from bot.slack.configuring import open_settings
from bot.slack.desk import Desk
from bot.slack.listing import list_tips
from bot.slack.practising import practise
from bot.slack.publishing import publish
from bot.slack.quizzes import begin
from bot.slack.tips import give_tip
from bot.slack.tips_form import open_tips
from bot.slack.unsubscribing import stop_direct, stop_typed
from bot.slack.views import Message
from bot.slack.views.fixed import HELP, ONLY_COMMAND, TIPS_USAGE, USAGE, forgotten, only_command, usage


@dataclass(frozen=True, slots=True)
class Command:
    """One run of the slash command."""

    desk: Desk
    caller: Caller
    ack: AsyncAck
    client: AsyncWebClient
    trigger_id: str
    channel: str
    """Id of the channel or direct message in which it was typed."""

    async def privately(self, message: Message) -> None:
        """Acknowledges with a message that only who ran the command sees."""
        await self.ack(response_type="ephemeral", **message.content())


Tell = Callable[[Desk, Caller, AsyncWebClient], Awaitable[Message]]
"""Does what a word calls for, and gives the reply; the client is the workspace's."""
Run = Callable[[Command], Awaitable[None]]


async def forget_me(desk: Desk, caller: Caller, client: AsyncWebClient) -> Message:
    """Deletes what is kept of the person, and shows them a Home without it."""
    await desk.notes.drain()
    await desk.reviews.drain()
    await desk.charts.forget(caller, client)
    removed = await desk.store.forget_person(caller.workspace, caller.user)
    if not caller.stranger:
        desk.errands.begin("showing Home anew", publish(desk, caller, client, None, insist=True))
    return forgotten(removed)


async def tell_tip(desk: Desk, caller: Caller, _: AsyncWebClient) -> Message:
    """The tip that a person gets next."""
    return await give_tip(desk, caller)


async def tell_practice(desk: Desk, caller: Caller, _: AsyncWebClient) -> Message:
    """The first question of a run of what is due."""
    return await practise(desk, caller)


async def tell_leaderboard(desk: Desk, caller: Caller, _: AsyncWebClient) -> Message:
    """Who answered most of late, of those who take part."""
    return await show_board(desk, caller)


async def tell_quiz(desk: Desk, caller: Caller, _: AsyncWebClient, about: str = "") -> Message:
    """The first question of a run on what a person named."""
    return await begin(desk, caller, about)


async def tell_stop(desk: Desk, caller: Caller, _: AsyncWebClient) -> Message:
    """Stops what the person is sent in their direct message with the bot."""
    return await stop_direct(desk, caller)


async def show_settings(command: Command) -> None:
    """Opens the workspace's settings for its admins; others are told who can."""
    refusal = await open_settings(command.desk, command.caller, command.client, command.trigger_id)
    if refusal:
        await command.privately(refusal)
    else:
        await command.ack()


async def show_tips(command: Command) -> None:
    """Opens the form of what a channel or person is sent by the clock."""
    refusal = await open_tips(command.desk, command.caller, command.client, command.trigger_id, command.channel)
    if refusal:
        await command.privately(refusal)
    else:
        await command.ack()


async def show_subscribed(command: Command) -> None:
    """Lists what is sent by the clock."""
    await command.privately(await list_tips(command.desk, command.caller, command.client, command.channel))


async def stop_tips(command: Command) -> None:
    """Stops what is sent to where the command was typed."""
    await command.privately(await stop_typed(command.desk, command.caller, command.client, command.channel))


async def stop_bare(command: Command) -> None:
    """Stops what the person is sent; in a channel, where either may be meant, says how each is stopped."""
    if command.channel.startswith("D"):
        await stop_tips(command)
    else:
        await command.privately(only_command("stop"))


def _saying(message: Message) -> Tell:
    async def say(_: Desk, __: Caller, ___: AsyncWebClient) -> Message:
        return message

    return say


QUIZ = "quiz"
SAME = {
    "practise": "practice",
    "quizzes": QUIZ,
    "daily tips": "tips",
    "please stop": "stop",
    "stop please": "stop",
    "stop it": "stop",
    "stop this": "stop",
    "stop these": "stop",
    "stop tips": "stop",
    "unsubscribe": "stop",
}
"""What people type -> what is meant."""
RUNS: dict[str, Run] = {
    "settings": show_settings,
    "tips": show_tips,
    "tips list": show_subscribed,
    "tips stop": stop_tips,
    "stop": stop_bare,
}
"""What is typed -> what does all of it, the acknowledgement included."""
EVERYWHERE: dict[str, Tell] = {
    "tip": tell_tip,
    "forget me": forget_me,
    **{word: _saying(usage(word)) for word in USAGE},
}
"""What is typed -> what tells the reply, after `/whosejob` and in messages to the bot."""
COMMANDS: dict[str, Tell] = {
    **EVERYWHERE,
    "practice": tell_practice,
    "leaderboard": tell_leaderboard,
    "": _saying(HELP),
    "help": _saying(HELP),
}
MESSAGES: dict[str, Tell] = {**EVERYWHERE, **{word: _saying(only_command(word)) for word in ONLY_COMMAND}}
DIRECT_MESSAGES: dict[str, Tell] = {**MESSAGES, "stop": tell_stop, "tips stop": tell_stop}


def subcommand(text: str) -> Run | None:
    """What a text after `/whosejob` calls for, when it is no question."""
    word = _bare(text)
    first, _, rest = text.strip().partition(" ")
    if QUIZ in (first.casefold(), word):
        return partial(_privately, partial(tell_quiz, about=rest))
    if word in RUNS:
        return RUNS[word]
    tell = COMMANDS.get(word)
    if tell is None and len(word.split()) == 2 and word.startswith("tips "):
        tell = _saying(TIPS_USAGE)  # longer ones are questions
    return partial(_privately, tell) if tell else None


def in_message(text: str, *, direct: bool = False) -> Tell | None:
    """What a message to the bot calls for, when it is no question.

    Args:
        text: without the bot's name.
        direct: whether it stands in a direct message, and not in a channel.
    """
    word = _bare(text)
    tells = DIRECT_MESSAGES if direct else MESSAGES
    return tells[QUIZ] if word.startswith(f"{QUIZ} ") else tells.get(word)


async def _privately(tell: Tell, command: Command) -> None:
    await command.privately(await tell(command.desk, command.caller, command.client))


def _bare(text: str) -> str:
    """Small letters without the signs that end a sentence; what people also call it, as it is called here."""
    word = " ".join(text.casefold().split()).rstrip(".! ")
    return SAME.get(word, word)
