"""The same question gets the same owner and the same source, wherever in Slack it is asked."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bots import Bot, StartBot, visible

from bot.answering.answer import Answer
from bot.answering.wording import OWNER_SHAPE, OWNER_WORD, mark
from bot.demo import View
from bot.engine import Engine
from bot.slack.listeners.shortcuts import THIS
from bot.slack.listeners.steps import LOOK_UP
from bot.slack.views import ask, home

sys.path.append(str(Path(__file__).parents[1] / "data"))
from asking import FILES, questions

OWNERS = {"aws": 8, "customer": 8, "shared": 7, "partner": 2}
"""How many questions have which owner."""
ABOUT = re.compile("|".join(re.escape(f"{OWNER_SHAPE[owner]} {OWNER_WORD[owner]}") for owner in OWNER_SHAPE if owner))
SOURCE = re.compile(r"Source: <(https://[^|>]+)\|")


@dataclass(frozen=True, slots=True)
class Told:
    """What a surface said: owner, as it is marked, and the first source."""

    owner: str
    source: str


def read(text: str) -> Told:
    """What a message or view says."""
    owner, source = ABOUT.search(text), SOURCE.search(text)
    return Told(owner[0] if owner else "", source[1].replace("&amp;", "&") if source else "")


def expected(answer: Answer) -> Told:
    """What every surface should say."""
    return Told(mark(answer.owner), answer.sources[0].url)


def asked(engine: Engine) -> list[str]:
    """Questions that one owner answers, from every file in turn."""
    texts = [[q["text"] for q in questions(file) if not q.get("context")] for file in FILES]
    turns = [row[number] for number in range(40) for row in texts if len(row) > number]
    found: dict[str, list[str]] = {owner: [] for owner in OWNERS}
    # Slack's own signs in a text would be escaped by Slack, which this test has no part in.
    for text in (text for text in turns if not set(text) & set("&<>")):
        answer = engine.ask(text)
        single = answer.kind == "answer" and answer.owner and not answer.several  # a workflow step takes one question
        if single and answer.owner and len(found[answer.owner]) < OWNERS[answer.owner]:
            found[answer.owner].append(text)
        if sum(map(len, found.values())) == sum(OWNERS.values()):
            break
    return [text for same in found.values() for text in same]


def somebody(bot: Bot) -> Bot:
    """The bot with another person, in a channel of theirs."""
    number = len(bot.workspace.state.channels)
    person = bot.workspace.add_user(f"somebody-{number}")
    return replace(bot, ada=person, general=bot.workspace.add_channel(f"channel-{number}", members=[person]))


async def by_mention(bot: Bot, text: str) -> Told:
    [answer] = await bot.mention(text)
    return read(answer.text)


async def by_direct_message(bot: Bot, text: str) -> Told:
    [answer] = await bot.direct(text)
    return read(answer.text)


async def by_command(bot: Bot, text: str) -> Told:
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", text)
    assert ack.message is not None
    return read(ack.message.text)


async def by_message_shortcut(bot: Bot, text: str) -> Told:
    said = await bot.workspace.say(bot.general, bot.ada, text)
    assert (await bot.workspace.message_shortcut(bot.ada, said.message, THIS)).ok
    await bot.workspace.settled()
    return read(bot.workspace.ephemerals(bot.general, bot.ada)[-1].text)


async def by_global_shortcut(bot: Bot, text: str) -> Told:
    assert (await bot.workspace.shortcut(bot.ada, ask.ASK)).ok
    form = _modal(bot)
    assert (await bot.workspace.submit(bot.ada, form, {ask.QUESTION: text})).ok
    return read(visible(_modal(bot).content["blocks"]))


async def by_home(bot: Bot, text: str) -> Told:
    await bot.workspace.open_home(bot.ada)
    shown = bot.workspace.home(bot.ada)
    assert shown is not None
    assert (await bot.workspace.click(bot.ada, shown, action_id=home.ASK, value=text)).ok
    await bot.workspace.settled()
    return read(visible(_modal(bot).content["blocks"]))


async def by_workflow_step(bot: Bot, text: str) -> Told:
    execution = await bot.workspace.run_step(LOOK_UP, {"question": text})
    await bot.workspace.settled()
    outputs: dict[str, Any] = bot.workspace.execution(execution.id).outputs or {}
    [owner] = [owner for owner, word in OWNER_WORD.items() if word == outputs["owner"]]
    return Told(mark(owner), outputs["source"])


SURFACES: tuple[Callable[[Bot, str], Awaitable[Told]], ...] = (
    *(by_mention, by_direct_message, by_command, by_message_shortcut),
    *(by_global_shortcut, by_home, by_workflow_step),
)


async def test_every_surface_says_the_same(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    texts = asked(engine)
    assert len(texts) == sum(OWNERS.values()) == 25
    for surface in SURFACES:
        # Somebody else each time, in a channel of their own: what a person asked before would be taken for context.
        told = await asyncio.gather(*(surface(somebody(bot), text) for text in texts))
        assert dict(zip(texts, told, strict=True)) == {text: expected(engine.ask(text)) for text in texts}, surface


async def test_overviews_and_help_can_be_asked_for_everywhere(start_bot: StartBot) -> None:
    bot = await start_bot()
    for text, told in (
        ("matrix Lambda", "Who does what for AWS Lambda."),
        ("compare RDS EC2 patching", "Amazon RDS and Amazon EC2"),
        ("list OS patching", "it is yours on "),
        ("help", "AWS shared responsibility model"),
    ):
        [mentioned] = await bot.mention(text)
        [direct] = await bot.direct(text)
        assert told in mentioned.text
        assert told in direct.text


async def test_what_is_no_question_works_in_messages_too(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    assert await bot.direct("who patches RDS?")
    for text, told in (
        ("Settings", "open the settings with `/whosejob settings`"),
        ("quiz", "`/whosejob quiz` asks you five questions"),
        ("Quiz storage", "`/whosejob quiz` asks you five questions"),
        ("practise!", "`/whosejob practice` asks you the questions"),
        ("matrix", "name one service"),
        ("forget", "`/whosejob forget me` deletes"),
        ("thanks!", "`/whosejob help` lists all"),
        ("forget  me", "things that I kept about you"),
        ("forget me", "I kept nothing about you"),
    ):
        [direct] = await bot.direct(text)
        assert told in direct.text, text
    [tip] = await bot.mention("tip")
    assert any(one.fact[:40] in tip.text.replace("*", "") for one in engine.lessons.tips.values())
    for text, told in (("list", "name a task"), ("compare RDS", "name services")):
        [mentioned] = await bot.mention(text)
        assert told in mentioned.text


async def test_a_word_that_lacks_another_is_told_so_by_the_command(start_bot: StartBot) -> None:
    bot = await start_bot()
    for text, told in (("matrix", "name one service"), ("compare", "name services"), ("list foobar", "name a task")):
        ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", text)
        assert ack.message is not None
        assert told in ack.message.text


async def test_a_mention_is_understood_wherever_in_the_text_it_stands(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    name = bot.workspace.mention
    question = "who patches the operating system on EC2?"
    for text in (f"{name} {question}", f"{question} {name}", f"hey {name}, {question}", f"{name}: {question} {name}"):
        said = await bot.workspace.say(bot.general, bot.ada, text)
        await bot.workspace.settled()
        [_, answer] = bot.workspace.thread(bot.general, said.ts)
        assert read(answer.text) == expected(engine.ask(question))
        assert bot.workspace.identity.bot_user_id not in str(answer.blocks), "its buttons carry the question alone"


def _modal(bot: Bot) -> View:
    view = bot.workspace.modal(bot.ada)
    assert view is not None
    return view
