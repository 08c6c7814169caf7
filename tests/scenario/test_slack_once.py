"""An event is answered once, however often it is delivered and whatever goes wrong in between."""

from __future__ import annotations

import asyncio
import time

import pytest
from bots import StartBot, over_http, settings_for

from bot.demo import Limits
from bot.engine import Engine
from bot.slack.caller import Caller
from bot.slack.client import web_client
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.places import Place
from bot.slack.views.actions import SHARE
from bot.store import Taken

QUESTION = "who patches the OS on EC2?"
SHORT = Limits(ack_seconds=1.0)
"""Over Socket Mode a failure is no acknowledgement, which shows only when the time for one is over."""


@pytest.mark.parametrize("at_once", [True, False])
async def test_four_deliveries_give_one_answer(start_bot: StartBot, at_once: bool) -> None:
    bot = await start_bot()
    said = await bot.workspace.say(bot.general, bot.ada, f"{bot.workspace.mention} {QUESTION}")
    again = await bot.workspace.redeliver(said.deliveries[0], times=3, at_once=at_once)
    await bot.workspace.settled()
    assert all(delivery.acknowledged for delivery in again)
    assert len(bot.workspace.calls("chat.postMessage")) == 1
    assert len(bot.workspace.thread(bot.general, said.ts)) == 2


async def test_redeliveries_during_a_slow_answer_wait_for_it(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.faults.delay("chat.postMessage", 0.5)
    saying = asyncio.create_task(bot.workspace.say(bot.general, bot.ada, f"{bot.workspace.mention} {QUESTION}"))
    while not bot.workspace.deliveries("app_mention"):  # noqa: ASYNC110 (the workspace does not say when)
        await asyncio.sleep(0.01)
    again = await bot.workspace.redeliver(bot.workspace.deliveries("app_mention")[0], times=3, at_once=True)
    said = await saying
    await bot.workspace.settled()
    assert said.acknowledged
    assert all(delivery.acknowledged for delivery in again)
    assert len(bot.workspace.calls("chat.postMessage")) == 1


async def test_an_answer_slower_than_slack_waits_is_given_once(start_bot: StartBot) -> None:
    bot = await start_bot(limits=Limits(ack_seconds=0.3))
    bot.workspace.faults.delay("chat.postMessage", 0.8)
    said = await bot.workspace.say(bot.general, bot.ada, f"{bot.workspace.mention} {QUESTION}")
    await bot.workspace.settled(quiet=0.5)
    assert len(said.deliveries[0].attempts) > 1
    assert len(bot.workspace.thread(bot.general, said.ts)) == 2


@pytest.mark.parametrize(("fault", "answers"), [("drop_reply", 2), ("refuse", 1)])
async def test_a_lost_reply_gives_an_answer_whether_or_not_it_was_posted(
    start_bot: StartBot, fault: str, answers: int
) -> None:
    bot = await start_bot(limits=SHORT)
    getattr(bot.workspace.faults, fault)("chat.postMessage")
    # The local workspace, unlike perhaps Slack, does not know the second attempt by its id.
    assert len(await bot.mention(QUESTION)) == answers
    first, second = bot.workspace.calls("chat.postMessage")
    assert first.args["client_msg_id"] == second.args["client_msg_id"]


async def test_a_rate_limit_is_waited_for(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.faults.rate_limit("chat.postMessage", retry_after=1)
    assert len(await bot.mention(QUESTION)) == 1
    limited, performed = bot.workspace.calls("chat.postMessage")
    assert (limited.status, performed.performed) == (429, True)


async def test_a_long_rate_limit_is_left_to_slacks_redelivery(start_bot: StartBot) -> None:
    bot = await start_bot(limits=SHORT)
    bot.workspace.faults.rate_limit("chat.postMessage", retry_after=300)
    assert len(await bot.mention(QUESTION)) == 1
    [delivery] = bot.workspace.deliveries("app_mention")
    assert len(delivery.attempts) == 2


@pytest.mark.parametrize("fault", ["server_error", "error"])
async def test_a_failed_post_is_answered_at_the_next_delivery(start_bot: StartBot, fault: str) -> None:
    bot = await start_bot(limits=SHORT)
    if fault == "error":
        bot.workspace.faults.error("chat.postMessage", "internal_error")
    else:
        bot.workspace.faults.server_error("chat.postMessage")
    assert len(await bot.mention(QUESTION)) == 1
    [delivery] = bot.workspace.deliveries("app_mention")
    assert len(delivery.attempts) == 2
    assert delivery.acknowledged


@pytest.mark.parametrize(("age", "answers"), [(61, 1), (0, 0)])
async def test_only_an_abandoned_claim_is_taken_over(start_bot: StartBot, age: float, answers: int) -> None:
    bot = await start_bot(limits=Limits(retry_delays=()))
    root = await bot.workspace.say(bot.general, bot.ada, "x")
    event_id = "Ev0000000001"
    assert await bot.store.claims.take(event_id, time.time() - age) is Taken.OURS
    said = await bot.workspace.say(bot.general, bot.ada, f"{bot.workspace.mention} {QUESTION}", thread_ts=root.ts)
    await bot.workspace.settled()
    assert said.deliveries[0].event_id == event_id
    assert said.acknowledged is bool(answers), "Slack should come back while someone else is answering"
    assert len(bot.workspace.calls("chat.postMessage")) == answers


async def test_a_share_that_was_refused_can_be_tried_again(start_bot: StartBot) -> None:
    bot = await start_bot()
    shown = (await bot.workspace.command(bot.ada, bot.general, "/whosejob", QUESTION)).message
    assert shown is not None
    bot.workspace.faults.server_error("response_url")
    for expected in (0, 1, 1):
        await bot.workspace.click(bot.ada, shown, action_id=SHARE)
        await bot.workspace.settled()
        assert len(bot.workspace.messages(bot.general)) == expected


@over_http
async def test_an_engine_that_fails_apologizes_once(
    start_bot: StartBot, everything_logged: pytest.LogCaptureFixture
) -> None:
    class Broken(Engine):
        def __init__(self) -> None:
            pass

        def ask(self, text: str, context: object = ()) -> object:  # noqa: ARG002 (the engine's own signature)
            raise KeyError(text)

    bot = await start_bot()
    client = web_client(settings_for(bot.workspace), bot.workspace.bot_token)
    desk = Desk(Broken(), bot.store)
    said = await bot.workspace.say(bot.general, bot.ada, "x")
    for _ in range(2):
        place = Place(bot.general.id, said.ts)
        await desk.answer_event("Ev1", Caller("T1", bot.ada.id), place, "our secret plan", client)
    await desk.close()
    [call] = bot.workspace.calls("chat.postMessage")
    assert call.args["text"].startswith("Sorry")
    assert "secret plan" not in everything_logged.text
    assert "KeyError at " in everything_logged.text
    assert origin(ValueError("x")) == "ValueError"
