"""The agent panel: prompts to begin with, a status while the bot works, follow-ups; and answers of several pages."""

from __future__ import annotations

from bots import StartBot

from bot.demo import Message
from bot.engine import Engine
from bot.slack.listeners.panel import PROMPTS
from bot.slack.status import WORKING

MANY = "compare EC2, RDS, Lambda, S3, DynamoDB, EKS"


def statuses(bot_calls: list[object]) -> list[str]:
    """What the statuses said, in the order of the calls."""
    return [call.args["status"] for call in bot_calls]  # type: ignore[attr-defined]


async def test_opening_the_panel_offers_questions_that_have_answers(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    assert (await bot.workspace.open_home(bot.ada, tab="messages")).acknowledged
    await bot.workspace.settled()
    dm = bot.workspace.dm(bot.ada)
    offered = bot.workspace.state.prompts[dm.id, ""]["prompts"]
    assert [prompt["message"] for prompt in offered] == [message for _, message in PROMPTS]
    [call] = bot.workspace.calls("assistant.threads.setSuggestedPrompts")
    assert "thread_ts" not in call.args
    assert bot.workspace.home(bot.ada) is None
    for prompt in offered:
        assert engine.ask(prompt["message"]).kind in ("answer", "matrix", "compare")


async def test_without_the_scope_for_prompts_the_panel_just_opens(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.faults.error("assistant.threads.setSuggestedPrompts", "missing_scope")
    delivery = await bot.workspace.open_home(bot.ada, tab="messages")
    assert delivery.acknowledged
    assert len(delivery.attempts) == 1


async def test_a_tab_that_nobody_knows_is_acknowledged(start_bot: StartBot) -> None:
    bot = await start_bot()
    assert (await bot.workspace.open_home(bot.ada, tab="about")).acknowledged
    assert not bot.workspace.calls("views.publish")
    assert not bot.workspace.calls("assistant.threads.setSuggestedPrompts")


async def test_a_status_shows_while_the_bot_works_and_is_gone_with_the_answer(start_bot: StartBot) -> None:
    bot = await start_bot()
    [answer] = await bot.direct("who patches RDS?")
    [in_thread] = await bot.direct("and on EC2?", thread_ts=answer.ts)
    calls = bot.workspace.calls("assistant.threads.setStatus")
    assert statuses([*calls]) == [WORKING, "", WORKING, ""]
    assert bot.workspace.state.statuses == {}
    assert calls[2].args["thread_ts"] == in_thread.thread_ts == answer.ts


async def test_a_status_goes_with_one_answer_and_not_with_its_redeliveries(start_bot: StartBot) -> None:
    bot = await start_bot()
    said = await bot.workspace.say(bot.workspace.dm(bot.ada), bot.ada, "who patches RDS?")
    await bot.workspace.redeliver(said.deliveries[0], times=3)
    await bot.workspace.settled()
    assert statuses([*bot.workspace.calls("assistant.threads.setStatus")]) == [WORKING, ""]


async def test_an_answer_needs_no_status(start_bot: StartBot) -> None:
    bot = await start_bot()
    faults = bot.workspace.faults
    for plant in (
        lambda: faults.error("assistant.threads.setStatus", "internal_error", times=None),
        lambda: faults.rate_limit("assistant.threads.setStatus", retry_after=5, times=None),
        lambda: faults.refuse("assistant.threads.setStatus", times=None),
        lambda: faults.drop_reply("assistant.threads.setStatus", times=None),
    ):
        faults.clear()
        plant()
        [answer] = await bot.direct("who patches RDS?")
        assert "■ AWS" in answer.text
    assert all(delivery.acknowledged for delivery in bot.workspace.deliveries("message"))
    assert all(len(delivery.attempts) == 1 for delivery in bot.workspace.deliveries("message"))


async def test_the_answer_does_not_wait_for_the_status(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.faults.delay("assistant.threads.setStatus", 0.5)
    await bot.direct("who patches RDS?")
    answered = bot.workspace.calls("chat.postMessage")[0].at
    assert answered < bot.workspace.calls("assistant.threads.setStatus")[-1].at


async def test_the_panel_is_followed_up_without_a_mention(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.direct("who patches the operating system on EC2?")
    [top] = await bot.direct("and on Fargate?")
    assert "AWS Fargate" in top.text
    [first] = await bot.direct("and on RDS?", thread_ts=top.ts)
    assert "Amazon RDS" in first.text
    [second] = await bot.direct("and on Lambda?", thread_ts=top.ts)
    assert "AWS Lambda" in second.text
    assert second.thread_ts == top.ts


def header(message: Message) -> list[str]:
    """The first row of a message's table."""
    [table] = [block for block in message.blocks if block["type"] == "table"]
    return [cell["text"] for cell in table["rows"][0]]


async def test_a_long_comparison_is_paged_in_its_place(start_bot: StartBot) -> None:
    bot = await start_bot()
    first = (await bot.direct(MANY))[0]
    assert header(first)[1:] == ["Amazon EC2", "Amazon RDS", "AWS Lambda", "Amazon S3"]
    dm = bot.workspace.dm(bot.ada)

    async def turned(action_id: str) -> Message:
        shown = [m for m in bot.workspace.messages(dm) if m.bot_id][-1]
        assert (await bot.workspace.click(bot.ada, shown, action_id=action_id)).ok
        await bot.workspace.settled()
        [only] = [m for m in bot.workspace.messages(dm) if m.bot_id]
        return only

    second = await turned("page-next")
    assert second.ts == first.ts
    assert header(second)[1] == "Amazon DynamoDB"
    assert header(await turned("page-back")) == header(first)


async def test_a_private_answer_is_paged_privately_and_a_shared_one_says_who_shared_it(start_bot: StartBot) -> None:
    bot = await start_bot()
    private = (await bot.workspace.command(bot.ada, bot.general, "/whosejob", MANY)).message
    assert private is not None
    assert (await bot.workspace.click(bot.ada, private, action_id="page-next")).ok
    await bot.workspace.settled()
    [second] = bot.workspace.ephemerals(bot.general, bot.ada)
    assert header(second)[1] == "Amazon DynamoDB"
    assert bot.workspace.messages(bot.general) == []
    assert (await bot.workspace.click(bot.ada, second, action_id="share")).ok
    await bot.workspace.settled()
    [shared] = bot.workspace.messages(bot.general)
    assert (await bot.workspace.click(bot.ada, shared, action_id="page-next")).ok
    await bot.workspace.settled()
    [turned] = bot.workspace.messages(bot.general)
    assert header(turned)[1] == "Amazon DynamoDB"
    assert f"Shared by <@{bot.ada.id}>." in turned.text


async def test_a_long_list_is_paged_in_a_modal(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.workspace.open_home(bot.ada)
    home = bot.workspace.home(bot.ada)
    assert home is not None
    await bot.workspace.click(bot.ada, home, action_id="home-ask", value="list backups")
    await bot.workspace.settled()
    first = bot.workspace.modal(bot.ada)
    assert first is not None
    assert (await bot.workspace.click(bot.ada, first, action_id="page-next")).ok
    await bot.workspace.settled()
    second = bot.workspace.modal(bot.ada)
    assert second is not None
    assert second.id == first.id
    assert "Page 2 of " in str(second.content)
    assert "list backups" in str(second.content["blocks"][0])


async def test_the_picture_that_is_shared_is_the_picture_that_was_seen(start_bot: StartBot) -> None:
    bot = await start_bot()
    answer = (await bot.workspace.command(bot.ada, bot.general, "/whosejob", "who rotates KMS keys?")).message
    assert answer is not None
    await bot.workspace.click(bot.ada, answer, action_id="whole-picture")
    await bot.workspace.settled()
    picture = bot.workspace.ephemerals(bot.general, bot.ada)[-1]
    assert "Who does what for" in picture.text
    await bot.workspace.click(bot.ada, picture, action_id="share")
    await bot.workspace.settled()
    [shared] = bot.workspace.messages(bot.general)
    assert shared.text.startswith(picture.text)
