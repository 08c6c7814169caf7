"""What tests of quizzes in channels begin with and look at."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

from bots import Bot
from polling import Quizzed, quizzed

from bot.demo import Message, User
from bot.demo.model import Envelope
from bot.engine import Engine
from bot.settings import Settings
from bot.slack.client import web_client
from bot.slack.settling import close_due
from bot.slack.views.ballot import BALLOT_CHOICE, BALLOT_REVEAL
from bot.study.quizzing import right_letters
from bot.subscription import Subscription

PAUSE = 0.02
"""Seconds between two updates of a message, in tests."""


async def begun(bot: Bot, engine: Engine, *, several: bool = False, posted: bool = True) -> Quizzed:
    """The question of the day is in #general; ada has set it up."""
    bot.desk.tallies.pause = PAUSE
    return await quizzed(bot.workspace, bot.general, bot.store, engine, bot.ada, several=several, posted=posted)


def wrong_letter(quiz: Quizzed) -> str:
    right = right_letters(quiz.scenario)
    return next(letter for letter in "ABC" if letter not in right)


def buttons(message: Message) -> set[str]:
    return {e["action_id"] for block in message.blocks if block["type"] == "actions" for e in block["elements"]}


async def settle(bot: Bot, quiz: Quizzed) -> float | None:
    """A pass comes by."""
    client = web_client(Settings(slack_api_url=bot.workspace.api_url), bot.workspace.bot_token)
    return await close_due(bot.store, client, bot.desk.engine.lessons, quiz.key, bot.workspace.clock.now())


async def stale(bot: Bot, quiz: Quizzed, value: str) -> None:
    """A button with another value is clicked: who clicked is told, and nothing else happens."""
    for action_id in (f"{BALLOT_CHOICE}a", BALLOT_REVEAL):
        blocks = json.loads(json.dumps(quiz.question.blocks))
        for block in blocks:
            for element in block["elements"] if block["type"] == "actions" else ():
                element["value"] = value
        await bot.workspace.click(bot.ada, replace(quiz.question, blocks=tuple(blocks)), action_id=action_id)
        assert "earlier version" in quiz.told(bot.ada)
    assert await bot.store.votes.tally(quiz.key, bot.general.id, quiz.quiz.day) == {}
    assert not (await quiz.kept()).closed_at


async def asked_on(bot: Bot, engine: Engine, subscription: Subscription) -> list[Quizzed]:
    """The questions that are planned, by day."""
    rows = (await bot.store.posts.of(subscription.workspace, 0.0))[subscription.place]
    answers = {row.day: row.moment for row in rows if row.kind == "reveal"}
    return [
        Quizzed(bot.workspace, bot.general, bot.store, engine, subscription, row, answers[row.day])
        for row in rows
        if row.kind == "quiz"
    ]


def clicked_by(quiz: Quizzed, user: User, home: str, **more: Any) -> Envelope:
    """The click that was delivered last, as if somebody of another team had made it."""
    payload = deepcopy(quiz.workspace.deliveries()[-1].envelope.payload)
    payload |= {"user": {**payload["user"], "id": user.id, "team_id": home}, **more}
    return Envelope("interactive", payload, quiz.workspace.identity.team_id)
