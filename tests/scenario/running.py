"""Runs of quiz questions as people do them, in a message that only they see or in a modal."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from bots import Bot

from bot.catalog.lesson_model import Scenario
from bot.demo import Message, View
from bot.engine import Engine
from bot.slack.views.quiz import QUIZ_ANSWER, QUIZ_CHECKED, QUIZ_CHOICE, QUIZ_NEXT
from bot.study.quizzing import LETTERS, Run, right_letters, unpacked

DAY = 24 * 3600.0
Shown = Callable[[], Message | View]
"""Gives what a person sees of a run right now."""


def in_message(bot: Bot) -> Shown:
    """The latest message in the channel that only Ada sees."""
    return lambda: bot.workspace.ephemerals(bot.general, bot.ada)[-1]


def in_modal(bot: Bot) -> Shown:
    """The modal before Ada."""

    def modal() -> View:
        view = bot.workspace.modal(bot.ada)
        assert view is not None
        return view

    return modal


def blocks_of(shown: Message | View) -> Sequence[dict[str, Any]]:
    """The blocks of a message or view."""
    return shown.blocks if isinstance(shown, Message) else shown.content["blocks"]


def run_in(engine: Engine, shown: Message | View) -> Run:
    """The run that the buttons carry."""
    values = [e.get("value") for b in blocks_of(shown) if b["type"] == "actions" for e in b["elements"]]
    return unpacked(next(value for value in values if value and value.startswith("[")), engine.lessons)[1]


def asked(engine: Engine, shown: Message | View) -> Scenario:
    """The question that is shown."""
    return engine.lessons.scenarios[run_in(engine, shown).current]


async def click(bot: Bot, shown: Shown, action_id: str, **more: Any) -> None:
    """Ada clicks in the run."""
    assert (await bot.workspace.click(bot.ada, shown(), action_id=action_id, **more)).ok
    await settled(bot)


async def answer(bot: Bot, engine: Engine, shown: Shown, *, right: bool) -> str:
    """Ada answers the question that she sees; its id."""
    scenario = asked(engine, shown())
    letters = right_letters(scenario)
    if not right:
        letters = next(one for one in LETTERS if one not in letters)
    if len(scenario.right) > 1:
        await click(bot, shown, QUIZ_ANSWER, values={QUIZ_CHECKED: list(letters)})
    else:
        await click(bot, shown, QUIZ_CHOICE + letters.lower())
    return scenario.id


async def complete(bot: Bot, engine: Engine, shown: Shown, wrong: Sequence[int] = ()) -> list[str]:
    """Ada answers every question of a run, those at some places wrongly; their ids."""
    ids = []
    for number in range(len(run_in(engine, shown()).questions)):
        ids.append(await answer(bot, engine, shown, right=number not in wrong))
        await click(bot, shown, QUIZ_NEXT)
    return ids


async def settled(bot: Bot) -> None:
    """Everything has been answered, and written behind the answers' backs."""
    await bot.workspace.settled()
    await bot.desk.reviews.drain()
    await bot.desk.errands.finish()
    await bot.workspace.settled()


def later(bot: Bot, days: float) -> None:
    """Lets days pass."""
    bot.workspace.clock.advance(days * DAY)


def told(shown: Message | View) -> str:
    """What is shown, as one text."""
    return json.dumps(blocks_of(shown), ensure_ascii=False)
