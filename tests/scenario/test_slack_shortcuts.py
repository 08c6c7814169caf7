"""People use the shortcut on a message, and ask in the modal of the global one."""

from __future__ import annotations

from typing import Any

import pytest
from bots import Bot, StartBot, over_http, visible

from bot.demo import Limits, Message, View
from bot.engine import Engine
from bot.slack.listeners.shortcuts import THIS
from bot.slack.views.ask import ASK, LONGEST_QUESTION, QUESTION, SERVICE, TOPIC
from bot.slack.views.reasons import REASON

PATCHING = "who patches the operating system on RDS?"


async def used_on(bot: Bot, message: Message) -> list[Message]:
    """What Ada sees of the shortcut on a message."""
    channel = bot.workspace.state.channels[message.channel]
    before = len(bot.workspace.ephemerals(channel, bot.ada))
    assert (await bot.workspace.message_shortcut(bot.ada, message, THIS)).ok
    await bot.workspace.settled()
    return bot.workspace.ephemerals(channel, bot.ada)[before:]


async def opened(bot: Bot) -> View:
    """The modal of the global shortcut."""
    assert (await bot.workspace.shortcut(bot.ada, ASK)).ok
    return uppermost(bot)


def uppermost(bot: Bot) -> View:
    """The modal before Ada."""
    view = bot.workspace.modal(bot.ada)
    assert view is not None
    return view


async def asked(bot: Bot, view: View, **values: Any) -> View:
    """The modal after Ada filled it in and submitted it."""
    named = {"question": QUESTION, "service": SERVICE, "topic": TOPIC}
    ack = await bot.workspace.submit(bot.ada, view, {named[name]: value for name, value in values.items()})
    assert ack.ok, ack.problems
    assert ack.body["response_action"] == "update", ack.body
    return uppermost(bot)


async def faults(bot: Bot, **values: Any) -> dict[str, str]:
    """Input -> what the modal finds wrong with it."""
    view = await opened(bot)
    named = {"question": QUESTION, "service": SERVICE, "topic": TOPIC}
    ack = await bot.workspace.submit(bot.ada, view, {named[name]: value for name, value in values.items()})
    assert ack.ok, ack.problems
    assert ack.body["response_action"] == "errors", ack.body
    assert uppermost(bot).hash == view.hash
    return {name.partition(":")[0]: fault for name, fault in ack.body["errors"].items()}


def bold_of(where: View | Message) -> str:
    """What a view or message says, without its bold."""
    blocks = where.content["blocks"] if isinstance(where, View) else where.blocks
    return visible(blocks).replace("*", "")


# on a message


async def test_a_message_is_answered_privately_where_it_stands(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    said = await bot.workspace.say(bot.general, bot.ada, PATCHING)
    [answer] = await used_on(bot, said.message)
    assert engine.ask(PATCHING).headline in bold_of(answer)
    assert answer.thread_ts is None
    assert bot.workspace.messages(bot.general) == [said.message], "the message stays, and nobody else sees anything"


async def test_a_reply_is_answered_in_its_thread_and_shared_there(start_bot: StartBot) -> None:
    bot = await start_bot()
    root = await bot.workspace.say(bot.general, bot.ada, "audit next week")
    said = await bot.workspace.say(bot.general, bot.ada, PATCHING, thread_ts=root.ts)
    [answer] = await used_on(bot, said.message)
    assert answer.thread_ts == root.ts
    assert (await bot.workspace.click(bot.ada, answer, action_id="share")).ok
    await bot.workspace.settled()
    *_, shared = bot.workspace.thread(bot.general, root.ts)
    assert f"Shared by {bot.ada.mention}." in shared.text
    [top] = await used_on(bot, root.message)
    assert top.thread_ts is None, "a thread's first message is seen in the channel"


async def test_it_works_where_the_bot_is_no_member(start_bot: StartBot) -> None:
    bot = await start_bot()
    elsewhere = bot.workspace.add_channel("elsewhere", members=[bot.ada], private=True, with_bot=False)
    said = await bot.workspace.say(elsewhere, bot.ada, PATCHING)
    [answer] = await used_on(bot, said.message)
    assert "AWS's job" in answer.text
    bob = bot.workspace.add_user("bob")
    between = bot.workspace.add_dm(bot.ada, bob)
    said = await bot.workspace.say(between, bob, PATCHING)
    [answer] = await used_on(bot, said.message)
    assert "AWS's job" in answer.text
    assert [m for m in bot.workspace.messages(between) if m.bot_id] == []


SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": PATCHING}}
PIECES = [{"type": "text", "text": "who patches "}, {"type": "text", "text": "the operating system on RDS?"}]
QUOTED = {"type": "rich_text_quote", "elements": PIECES[:1]}
LISTED = {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": PIECES}]}
BUTTON = {"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "who patches EC2?"}}
WORDY: list[dict[str, Any]] = [
    {"blocks": (SECTION,)},
    {"blocks": ({"type": "header", "text": {"type": "plain_text", "text": PATCHING}},)},
    {"blocks": ({"type": "section", "fields": [SECTION["text"]]},)},
    {"blocks": ({"type": "rich_text", "elements": [LISTED]},)},
    {"blocks": ({"type": "actions", "elements": [BUTTON]}, SECTION)},
    {"attachments": ({"fallback": "…", "text": PATCHING},)},
    {"attachments": ({"blocks": [SECTION]},)},
    {"bot_id": "B0OTHER001", "text": PATCHING},
]


@over_http
@pytest.mark.parametrize("content", WORDY)
async def test_a_message_whose_words_stand_in_its_blocks_is_read(
    start_bot: StartBot, engine: Engine, content: dict[str, Any]
) -> None:
    bot = await start_bot()
    fields = {"text": "", **content}
    message = bot.workspace.state.add_message(
        Message(bot.general.id, bot.workspace.state.new_ts(), bot.ada.id, **fields)
    )
    [answer] = await used_on(bot, message)
    assert engine.ask(PATCHING).headline in bold_of(answer)


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        ({"type": "divider"},),
        ({"type": "actions", "elements": [BUTTON]},),
        ({"type": "rich_text", "elements": []},),
    ],
)
@over_http
async def test_a_message_without_words_gets_a_word_on_that(start_bot: StartBot, blocks: tuple[dict[str, Any]]) -> None:
    bot = await start_bot()
    state = bot.workspace.state
    [answer] = await used_on(bot, state.add_message(Message(bot.general.id, state.new_ts(), bot.ada.id, " ", blocks)))
    assert "I found no words in that message" in answer.text


async def test_its_own_message_is_not_answered_again(start_bot: StartBot) -> None:
    bot = await start_bot()
    [own] = await bot.mention(PATCHING)
    [answer] = await used_on(bot, own)
    assert "That message is my own" in answer.text


# in the modal


async def test_a_question_is_answered_in_the_modal(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    view = await asked(bot, await opened(bot), question=PATCHING)
    expected = engine.ask(PATCHING)
    assert expected.headline in bold_of(view)
    assert expected.sources[0].title in bold_of(view)
    assert f"You asked: {PATCHING}" in bold_of(view)
    again = await asked(bot, view, question="is S3 encryption on us?")
    assert engine.ask("is S3 encryption on us?").headline in bold_of(again)
    first, second = ({b["block_id"] for b in v.content["blocks"] if b["type"] == "input"} for v in (view, again))
    assert not first & second, "Slack keeps what stands in a block that keeps its name"
    assert bot.workspace.calls("chat.postMessage") == []


@over_http
async def test_picks_are_looked_up(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    view = await asked(bot, await opened(bot), service="rds", topic="guest_os_patching")
    assert "Guest operating-system patching for Amazon RDS is AWS's job." in bold_of(view)
    view = await asked(bot, view, service="eks/eks-fargate")
    assert "Who does what for EKS on Fargate." in bold_of(view)
    view = await asked(bot, view, topic="guest_os_patching")
    assert engine.services_left("guest_os_patching").headline in bold_of(view)
    assert "Amazon EC2" in bold_of(view)


@over_http
async def test_every_task_and_service_that_can_be_picked_can_be_shown(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    view = await opened(bot)
    for topic in engine.catalog.topics:
        view = await asked(bot, view, topic=topic)
        view = await asked(bot, view, service="rds", topic=topic)
    for service in list(engine.catalog.services)[::10]:
        view = await asked(bot, view, service=service)


@over_http
async def test_a_question_is_read_for_the_service_that_was_picked(start_bot: StartBot) -> None:
    bot = await start_bot()
    view = await asked(bot, await opened(bot), question="who patches the operating system?", service="rds")
    assert "for Amazon RDS is AWS's job" in bold_of(view)
    view = await asked(bot, view, question="who patches the operating system?", service="ec2")
    assert "for Amazon EC2 is your job" in bold_of(view)
    assert list(await faults(bot, question="who patches the OS on EC2?", service="rds")) == [QUESTION]


async def test_too_little_and_too_much_are_told_at_the_field(start_bot: StartBot) -> None:
    bot = await start_bot()
    assert list(await faults(bot)) == [QUESTION, SERVICE]
    assert list(await faults(bot, question="  ")) == [QUESTION, SERVICE]
    assert list(await faults(bot, question=PATCHING, topic="backup_recovery")) == [QUESTION]
    assert list(await faults(bot, service="gone")) == [SERVICE]
    assert list(await faults(bot, question=PATCHING, service="gone")) == [SERVICE]
    assert list(await faults(bot, service="rds/gone", topic="gone")) == [SERVICE, TOPIC]


async def test_the_nearest_topics_can_be_clicked_in_the_modal(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    question = "who encrypts it?"
    view = await asked(bot, await opened(bot), question=question)
    offered = engine.ask(question).choices
    assert offered
    ack = await bot.workspace.click(bot.ada, view, action_id="choice-1")
    assert ack.ok
    answer = uppermost(bot)
    assert answer.id == view.id, "in the same modal"
    assert engine.ask(offered[0].ask).headline in bold_of(answer)
    await asked(bot, answer, question=PATCHING)
    assert all(call.error is None for call in bot.workspace.calls())


async def test_a_modal_that_was_closed_meanwhile_is_let_go(start_bot: StartBot) -> None:
    bot = await start_bot()
    view = await asked(bot, await opened(bot), question="who encrypts it?")
    await bot.workspace.close_view(bot.ada, view)
    assert (await bot.workspace.click(bot.ada, view, action_id="choice-1")).ok
    [call] = bot.workspace.calls("views.update")
    assert call.error == "not_found"


async def test_the_whole_picture_lies_on_top_and_can_be_judged(start_bot: StartBot) -> None:
    bot = await start_bot()
    view = await asked(bot, await opened(bot), question=PATCHING)
    assert (await bot.workspace.click(bot.ada, view, action_id="whole-picture")).ok
    picture = uppermost(bot)
    assert picture.previous_id == view.id
    assert "Who does what for Amazon RDS." in bold_of(picture)
    assert (await bot.workspace.click(bot.ada, picture, action_id="feedback-wrong")).ok
    assert uppermost(bot).previous_id == picture.id, "three modals are the most that Slack stacks"
    assert all(call.error is None for call in bot.workspace.calls())


async def test_each_answer_of_a_modal_is_judged_by_itself(start_bot: StartBot) -> None:
    bot = await start_bot()
    view = await asked(bot, await opened(bot), question=PATCHING)
    assert (await bot.workspace.click(bot.ada, view, action_id="feedback-right")).ok
    view = await asked(bot, view, question="is S3 encryption on us?")
    assert (await bot.workspace.click(bot.ada, view, action_id="feedback-wrong")).ok
    reasons = uppermost(bot)
    assert reasons.previous_id == view.id
    assert (await bot.workspace.submit(bot.ada, reasons, {REASON: "owner"})).ok
    assert uppermost(bot).id == view.id, "back at the answer"
    async with bot.store.engine.begin() as connection:
        kept = await connection.exec_driver_sql("SELECT verdict, reason FROM feedback ORDER BY verdict")
        assert [tuple(row) for row in kept] == [("right", ""), ("wrong", "owner")]


@over_http
async def test_a_modal_that_slack_no_longer_opens_is_told_by_slack(start_bot: StartBot) -> None:
    bot = await start_bot(limits=Limits(trigger_seconds=-1))
    assert (await bot.workspace.shortcut(bot.ada, ASK)).error == "dispatch_failed"
    assert bot.workspace.modal(bot.ada) is None
    [call] = bot.workspace.calls("views.open")
    assert call.error == "expired_trigger_id"


# what people type is shown as typed, and fits


@pytest.mark.parametrize(
    "typed", ["<!channel> <@U1> *who* patches <https://evil.example|RDS>?", "&lt;!here&gt; who patches RDS?"]
)
@over_http
async def test_what_was_typed_cannot_mention_or_link(start_bot: StartBot, typed: str) -> None:
    bot = await start_bot()
    view = await asked(bot, await opened(bot), question=typed)
    echo, *others = view.content["blocks"]
    assert echo["elements"] == [{"type": "plain_text", "text": f"You asked: {typed}", "emoji": False}]
    assert "evil" not in visible(others)
    assert "<!" not in visible(others)


@pytest.mark.parametrize("letter", ["é", '"', "字", "🙂", "\\"])
@over_http
async def test_a_long_question_breaks_nothing(start_bot: StartBot, letter: str) -> None:
    bot = await start_bot()
    for length in (900, 1900, LONGEST_QUESTION):
        padded = f"{PATCHING} {letter * (length - len(PATCHING) - 1)}"
        view = await asked(bot, await opened(bot), question=padded)
        buttons = [e["action_id"] for b in view.content["blocks"] if b["type"] == "actions" for e in b["elements"]]
        if "feedback-wrong" in buttons:
            assert (await bot.workspace.click(bot.ada, view, action_id="feedback-wrong")).ok
            assert (await bot.workspace.submit(bot.ada, uppermost(bot), {REASON: "other"})).ok
    assert all(call.error is None for call in bot.workspace.calls())


# typing ahead


async def test_selects_offer_what_is_typed(start_bot: StartBot) -> None:
    bot = await start_bot()
    view = await opened(bot)
    ack = await bot.workspace.suggest(bot.ada, view, action_id=SERVICE, query="kubernets")
    assert ack.ok, ack.problems
    assert ack.body["options"][0]["value"] == "eks"
    empty = await bot.workspace.suggest(bot.ada, view, action_id=SERVICE, query="")
    assert empty.ok
    assert [option["value"] for option in empty.body["options"][:3]] == ["ec2", "s3", "rds"]
    topics = await bot.workspace.suggest(bot.ada, view, action_id=TOPIC, query="")
    assert topics.ok
    assert sum(len(group["options"]) for group in topics.body["option_groups"]) == 31
    topics = await bot.workspace.suggest(bot.ada, view, action_id=TOPIC, query="mfa")
    assert topics.body["options"][0]["value"] == "iam_access"
    nothing = await bot.workspace.suggest(bot.ada, view, action_id=SERVICE, query="qwertyzxc")
    assert nothing.ok
    assert nothing.body == {"options": []}
