"""People ask in a channel, in a direct message and by the slash command, and read a whole answer."""

from __future__ import annotations

import json

import pytest
from bots import Bot, StartBot, over_http

from bot.demo import Message
from bot.engine import Engine
from bot.slack.views import CHOICE

QUESTION = "is encryption at rest our job on S3?"


def says_all(message: Message) -> None:
    """Checks that the text says everything that the blocks say."""
    for block in message.blocks:
        parts = [block["text"]] if block["type"] == "section" else block.get("elements", [])
        for part in parts:
            if part["type"] == "button" and not part["action_id"].startswith(CHOICE):
                continue  # what can be done with the answer is no part of it
            if part["type"] != "feedback_buttons":
                words = part["text"]["text"] if part["type"] == "button" else part["text"]
                assert words.rstrip("…") in message.text


def is_whole(message: Message) -> None:
    """Checks owner, category, service, explanation, both sides and source of the answer to `QUESTION`."""
    for part in (
        "◆ both",
        "shared control",
        "Amazon S3",
        "SSE-S3",
        "*AWS's side:*",
        "*Your side:*",
        "Source: <https://",
    ):
        assert part in message.text
    assert ", AWS documentation, checked " in message.text
    assert message.blocks
    says_all(message)


async def test_a_mention_is_answered_in_its_thread(start_bot: StartBot) -> None:
    bot = await start_bot()
    [answer] = await bot.mention(QUESTION)
    is_whole(answer)
    [call] = bot.workspace.calls("chat.postMessage")
    assert call.args["unfurl_links"] is False
    assert not call.warnings
    assert [m for m in bot.workspace.messages(bot.general) if m.bot_id and not m.thread_ts] == []


async def test_a_mention_within_a_thread_is_answered_there(start_bot: StartBot) -> None:
    bot = await start_bot()
    root = await bot.workspace.say(bot.general, bot.ada, "we have an audit tomorrow")
    [answer] = await bot.mention(QUESTION, thread_ts=root.ts)
    assert answer.thread_ts == root.ts


async def test_a_direct_message_is_answered_directly(start_bot: StartBot) -> None:
    bot = await start_bot()
    [answer] = await bot.direct(QUESTION)
    is_whole(answer)
    assert answer.thread_ts is None
    [in_thread] = await bot.direct("who patches EC2?", thread_ts=answer.ts)
    assert in_thread.thread_ts == answer.ts


async def test_a_command_is_answered_privately_within_its_acknowledgement(start_bot: StartBot) -> None:
    bot = await start_bot()
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", QUESTION)
    assert ack.ok, ack.problems
    assert ack.message is not None
    is_whole(ack.message)
    assert ack.body["response_type"] == "ephemeral"
    assert bot.workspace.ephemerals(bot.general, bot.ada) == [ack.message]
    assert bot.workspace.messages(bot.general) == []
    assert {call.method for call in bot.workspace.calls()} <= {"auth.test", "apps.connections.open"}


@pytest.mark.parametrize(
    "text", ["who encrypts the payload of our S3 objects?", "payload=1 who patches RDS?", "{payload}"]
)
async def test_a_command_that_speaks_of_a_payload_is_answered(start_bot: StartBot, text: str) -> None:
    bot = await start_bot()
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", text)
    assert ack.ok, ack.problems
    assert ack.message is not None
    says_all(ack.message)


@pytest.mark.parametrize("text", ["", "   ", "help"])
async def test_a_command_without_a_question_gets_help(start_bot: StartBot, text: str) -> None:
    bot = await start_bot()
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", text)
    assert ack.message is not None
    assert "I say whose job it is" in ack.message.text
    says_all(ack.message)


async def test_a_choice_is_answered_in_the_message_that_offered_it(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    [offer] = await bot.mention("who encrypts it?")
    says_all(offer)
    [question] = [e["value"] for b in offer.blocks if b["type"] == "actions" for e in b["elements"]][:1]
    ack = await bot.workspace.click(bot.ada, offer, action_id="choice-1")
    await bot.workspace.settled()
    assert ack.ok
    [answer] = [m for m in bot.workspace.messages(bot.general) if m.bot_id]
    assert answer.ts == offer.ts
    assert engine.ask(question).headline in answer.text.replace("*", "")
    assert not bot.workspace.calls("chat.update"), "the response URL needs no scope"


async def test_a_choice_in_a_private_answer_stays_private(start_bot: StartBot) -> None:
    bot = await start_bot()
    offer = (await bot.workspace.command(bot.ada, bot.general, "/whosejob", "who encrypts it?")).message
    assert offer is not None
    assert (await bot.workspace.click(bot.ada, offer, action_id="choice-2")).ok
    await bot.workspace.settled()
    [answer] = bot.workspace.ephemerals(bot.general, bot.ada)
    assert "Source: " in answer.text
    assert bot.workspace.messages(bot.general) == []


async def test_a_thread_is_followed_up(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    root = await bot.workspace.say(
        bot.general, bot.ada, f"{bot.workspace.mention} who patches the operating system on EC2?"
    )
    await bot.workspace.settled()
    [answer] = await bot.mention("and on Fargate?", thread_ts=root.ts)
    expected = engine.ask("and on Fargate?", ["who patches the operating system on EC2?"])
    assert expected.place == "AWS Fargate"
    assert expected.headline in answer.text.replace("*", "")
    [elsewhere] = await bot.mention("and on Fargate?")
    assert elsewhere.text != answer.text, "another thread knows nothing of it"


async def test_a_direct_message_and_a_choice_are_followed_up(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.direct("who patches the operating system on EC2?")
    [answer] = await bot.direct("and on Fargate?")
    assert "AWS Fargate" in answer.text
    [in_thread] = await bot.direct("and on RDS?", thread_ts=answer.ts)
    assert "Amazon RDS" in in_thread.text


async def test_what_is_no_question_to_the_bot_gets_no_answer(start_bot: StartBot) -> None:
    bot = await start_bot()
    dm = bot.workspace.dm(bot.ada)
    said = await bot.workspace.say(dm, bot.ada, QUESTION)
    await bot.workspace.settled()
    before = len(bot.workspace.calls("chat.postMessage"))
    await bot.workspace.edit(said.message, "who patches RDS?")
    for event in (
        {"type": "message", "channel_type": "im", "channel": dm.id, "user": bot.ada.id, "text": "x", "bot_id": "B1"},
        {"type": "message", "channel_type": "im", "channel": dm.id, "subtype": "bot_message", "text": "x"},
        {"type": "message", "channel_type": "channel", "channel": bot.general.id, "user": bot.ada.id, "text": "x"},
        {"type": "app_mention", "channel": bot.general.id, "user": "U9", "bot_id": "B1", "text": "x"},
    ):
        delivery = await bot.workspace.happen({**event, "ts": "1.000001", "event_ts": "1.000001"})
        assert delivery.acknowledged
    await bot.workspace.settled()
    assert len(bot.workspace.calls("chat.postMessage")) == before


@over_http
async def test_every_kind_of_answer_passes_slacks_limits(start_bot: StartBot) -> None:
    bot = await start_bot()
    for text in (
        "what is AWS responsible for in Lambda?",
        "compare RDS and EC2",
        "RDS vs EC2 patching",
        "which services do we have to patch?",
        "which controls are inherited?",
        "who patches EKS nodes?",
        "what does of the cloud mean?",
        "who patches the OS on EC2? who encrypts S3?",
        "hello",
        "what is the weather like?",
    ):
        ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", text)
        assert ack.ok, (text, ack.problems)
        assert ack.message is not None
        says_all(ack.message)
        # About a phone's screen: thirty lines of fifty characters, links aside.
        assert len(json.dumps([b for b in ack.message.blocks if b["type"] == "section"])) < 2600, text


async def test_a_busy_channel_gets_one_answer_each(start_bot: StartBot) -> None:
    bot: Bot = await start_bot()
    asked = [(bot.ada, f"{bot.workspace.mention} {QUESTION}")] * 20
    said = await bot.workspace.together(bot.general, asked)
    await bot.workspace.settled()
    assert all(len(bot.workspace.thread(bot.general, one.ts)) == 2 for one in said)
    assert len(bot.workspace.calls("auth.test")) <= 20
