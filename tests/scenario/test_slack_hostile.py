"""Hostile, broken and endless questions, and what of them reaches Slack and the logs."""

from __future__ import annotations

import time

import pytest
from bots import StartBot, over_http, visible

from bot.demo import Limits

HOSTILE = "<!channel> <@U123> <#C123|x> <https://x.test|y> *bold* _it_ `code` & <tag> who patches RDS?"
STRANGE = {
    "hostile": HOSTILE,
    "hostile_unknown": "<!channel> <@U123> <https://x.test|y> zzyzx & <b>",
    "escaped": "&lt;!channel&gt; &lt;@U123&gt; &amp;amp; who patches RDS?",
    "long": "who patches RDS? " * 6000,
    "one_word": "a" * 100_000,
    "brackets": "<" * 5_000,
    "emoji": "🔥🔥🔥 :fire: 👩‍👩‍👧‍👦",
    "rtl": "من يقوم بتصحيح RDS؟ \u202ewho patches\u202c מי מתקן",
    "control": "who\x00 patches\x07\x1b[31m RDS\x7f?\u200b",
    "surrogate": "who patches RDS? \ud83d",
    "newlines": "\n\n\n",
    "mention_only": "",
}


@pytest.mark.parametrize("name", STRANGE)
async def test_a_strange_question_gets_a_short_honest_answer(start_bot: StartBot, name: str) -> None:
    bot = await start_bot()
    start = time.monotonic()
    answers = await bot.mention(STRANGE[name])
    assert len(answers) == 1, [call.answer for call in bot.workspace.calls("chat.postMessage")]
    [call] = bot.workspace.calls("chat.postMessage")
    assert call.performed
    sent = visible(call.args)
    assert len(sent) < 12_000
    for dangerous in ("<!", "<@", "<#", "x.test", "*bold*", "zzyzx"):
        assert dangerous not in sent
    assert time.monotonic() - start < 2.5
    assert len(await bot.mention("who patches RDS?")) == 1, "the bot is still well"


@pytest.mark.parametrize("name", [name for name in STRANGE if name != "surrogate"])
async def test_a_strange_command_is_answered_too(start_bot: StartBot, name: str) -> None:
    bot = await start_bot()
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", STRANGE[name])
    assert ack.ok, ack.problems
    assert ack.seconds < 1.5
    assert "<!" not in visible(ack.body)


async def test_logs_hold_no_words_and_no_tokens(
    start_bot: StartBot, everything_logged: pytest.LogCaptureFixture
) -> None:
    bot = await start_bot(limits=Limits(ack_seconds=0.5, retry_delays=(0.0,)))
    words = "marzipan submarine"
    await bot.mention(words)
    await bot.direct(words)
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", words)
    await bot.workspace.command(bot.ada, bot.general, "/unknown", words)
    await bot.workspace.happen({"type": "reaction_added", "text": words, "event_ts": "1.1"})
    bot.workspace.faults.error("chat.postMessage", "internal_error", times=2)
    await bot.mention(words)
    bot.workspace.faults.drop_reply("chat.postMessage")
    await bot.mention(words)
    logged = everything_logged.text
    for secret in ("marzipan", "submarine", "xoxb-", "xapp-", bot.workspace.signing_secret):
        assert secret not in logged
    assert "request Ev" in logged
    assert "internal_error" in logged


@over_http
async def test_a_click_that_cannot_be_shown_fails_openly(start_bot: StartBot) -> None:
    bot = await start_bot()
    [offer] = await bot.mention("who encrypts it?")
    bot.workspace.faults.server_error("response_url")
    ack = await bot.workspace.click(bot.ada, offer, action_id="choice-1")
    assert not ack.ok
    assert (await bot.workspace.click(bot.ada, offer, action_id="choice-1")).ok
