"""How people set up what is sent by the clock: the form, its inputs, and what came of it."""

from __future__ import annotations

from typing import Any

from bots import Bot
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Ack, Channel, Message, User, View
from bot.slack.views.daily import daily_tip
from bot.slack.views.subscribing import (
    AT,
    EXAM,
    FIRST,
    PRACTICE_DAYS,
    QUIZ_DAYS,
    REVEAL,
    THEMES,
    TIP_DAYS,
    WHERE,
    ZONE,
)
from bot.subscription import Subscription

NOON = 1_796_040_000.0
"""Monday 30 November 2026, 12:00 UTC."""


WEEK = [str(day) for day in range(5)]


def at_noon(bot: Bot) -> None:
    """Stops the bot's clock."""
    bot.desk.clock = lambda: NOON


async def run(bot: Bot, words: str = "tips", user: User | None = None, channel: Channel | None = None) -> Ack:
    """Someone runs the command."""
    ack = await bot.workspace.command(user or bot.ada, channel or bot.general, "/whosejob", words)
    assert ack.ok, ack.problems
    return ack


async def told(bot: Bot, words: str, user: User | None = None, channel: Channel | None = None) -> str:
    """What the command answers."""
    ack = await run(bot, words, user, channel)
    assert ack.message is not None
    assert ack.message.ephemeral_for == (user or bot.ada).id
    return ack.message.text


def modal(bot: Bot, user: User | None = None) -> View:
    """The modal before someone."""
    view = bot.workspace.modal(user or bot.ada)
    assert view is not None
    return view


async def submit(bot: Bot, user: User | None = None, **values: Any) -> Ack:
    """Someone fills in what is before them, by the names of `NAMES`, and submits it."""
    return await bot.workspace.submit(user or bot.ada, modal(bot, user), named(values))


NAMES = {
    "at": AT,
    "zone": ZONE,
    "tip_days": TIP_DAYS,
    "quiz_days": QUIZ_DAYS,
    "practice_days": PRACTICE_DAYS,
    "reveal": REVEAL,
    "themes": THEMES,
    "exam": EXAM,
    "first": FIRST,
}


def named(values: dict[str, Any]) -> dict[str, Any]:
    """Values by action id."""
    return {NAMES[name]: value for name, value in values.items()}


async def set_up(
    bot: Bot, user: User | None = None, channel: Channel | None = None, where: str = "", **values: Any
) -> Ack:
    """Someone opens the form, perhaps picks a place, fills it in and submits it."""
    await run(bot, user=user, channel=channel)
    if where:
        await pick(bot, where, user)
    ack = await submit(bot, user, **values)
    assert ack.ok, ack.problems
    return ack


async def pick(bot: Bot, where: str, user: User | None = None, **values: Any) -> None:
    """Someone picks another place in the form."""
    ack = await bot.workspace.click(
        user or bot.ada, modal(bot, user), action_id=WHERE, value=where, values=named(values)
    )
    assert ack.ok, ack.problems
    await bot.workspace.settled()


async def press(bot: Bot, action_id: str, user: User | None = None, **values: Any) -> None:
    """Someone clicks a button of the form."""
    ack = await bot.workspace.click(user or bot.ada, modal(bot, user), action_id=action_id, values=named(values))
    assert ack.ok, ack.problems
    await bot.workspace.settled()


async def stored(bot: Bot) -> tuple[Subscription, ...]:
    """What is kept."""
    return await bot.store.subscriptions.all()


def member(bot: Bot, name: str = "grace", channel: Channel | None = None, **rank: Any) -> User:
    """Another person in the channel."""
    user = bot.workspace.add_user(name, **rank)
    place = bot.workspace.state.channels[(channel or bot.general).id]
    bot.workspace.state.set_members(place.id, place.members | {user.id})
    return user


def shown(view: View) -> dict[str, Any]:
    """Action id -> element of each input."""
    return {block["element"]["action_id"]: block["element"] for block in view.content["blocks"] if "element" in block}


def lines(bot: Bot, channel: Channel | None = None) -> list[str]:
    """What the bot has said in a channel."""
    return [one.text for one in bot.workspace.messages(channel or bot.general) if one.bot_id]


async def daily(bot: Bot, channel: Channel) -> Message:
    """A tip of the day as it stands in a place."""
    lessons = bot.desk.engine.lessons
    tip = next(iter(lessons.tips.values()))
    place = Subscription(workspace="T", place=channel.id)
    content = daily_tip(tip, lessons.sources[f"tip:{tip.id}"], place, "Storage").content()
    client = AsyncWebClient(token=bot.workspace.bot_token, base_url=bot.workspace.api_url)
    ts = str((await client.chat_postMessage(channel=channel.id, **content))["ts"])
    return next(one for one in bot.workspace.messages(channel) if one.ts == ts)
