"""An answer that only one person saw is shared where they asked: once, in their name, where that is allowed."""

from __future__ import annotations

import asyncio

import pytest
from bots import Bot, StartBot, over_http, visible

from bot.demo import Channel, Limits, Message, User
from bot.slack.listeners.shortcuts import THIS
from bot.slack.views.actions import SHARE, WHOLE_PICTURE

QUESTION = "who patches the operating system on EC2?"


async def ask(bot: Bot, channel: Channel, text: str = QUESTION, user: User | None = None) -> Message:
    """Someone asks by the slash command; the private answer."""
    ack = await bot.workspace.command(user or bot.ada, channel, "/whosejob", text)
    assert ack.message is not None
    return ack.message


async def share(bot: Bot, private: Message, user: User | None = None) -> Message:
    """Someone clicks on *Share in channel*; the private answer as it stands then."""
    assert (await bot.workspace.click(user or bot.ada, private, action_id=SHARE)).ok
    await bot.workspace.settled()
    return now(bot, private, user or bot.ada)


def now(bot: Bot, private: Message, user: User) -> Message:
    """A private message as it stands now."""
    channel = bot.workspace.state.channels[private.channel]
    [message] = [one for one in bot.workspace.ephemerals(channel, user) if one.ts == private.ts]
    return message


def shared(bot: Bot, channel: Channel) -> list[Message]:
    """What the bot said to everybody in a channel."""
    return [message for message in bot.workspace.messages(channel) if message.bot_id]


def offers_sharing(message: Message) -> bool:
    """Whether it still has the button."""
    return any(e["action_id"] == SHARE for b in message.blocks if b["type"] == "actions" for e in b["elements"])


async def test_an_answer_is_shared_in_the_name_of_who_asked(start_bot: StartBot) -> None:
    bot = await start_bot()
    private = await ask(bot, bot.general)
    assert shared(bot, bot.general) == []
    after = await share(bot, private)
    [said] = shared(bot, bot.general)
    assert "● you" in said.text
    assert "Source: <https://" in said.text
    assert said.text.endswith(f"Shared by {bot.ada.mention}.")
    assert said.thread_ts is None
    assert not offers_sharing(said)
    assert after.text.endswith("You shared this.")
    assert not offers_sharing(after)
    assert "● you" in after.text, "the answer itself stays"


async def test_an_answer_is_shared_where_the_bot_is_no_member(start_bot: StartBot) -> None:
    bot = await start_bot()
    bea = bot.workspace.add_user("bea")
    for channel in (
        bot.workspace.add_channel("elsewhere", members=[bot.ada], with_bot=False),
        bot.workspace.add_channel("secret", members=[bot.ada], private=True, with_bot=False),
        bot.workspace.add_dm(bot.ada, bea),
        bot.workspace.dm(bot.ada),
    ):
        after = await share(bot, await ask(bot, channel))
        [said] = shared(bot, channel)
        assert said.text.endswith(f"Shared by {bot.ada.mention}.")
        assert after.text.endswith("You shared this.")
    assert not bot.workspace.calls("chat.postMessage")


async def test_an_answer_within_a_thread_is_shared_there(start_bot: StartBot) -> None:
    bot = await start_bot()
    root = await bot.workspace.say(bot.general, bot.ada, "we have an audit tomorrow")
    reply = await bot.workspace.say(bot.general, bot.ada, QUESTION, thread_ts=root.ts)
    assert (await bot.workspace.message_shortcut(bot.ada, reply.message, THIS)).ok
    await bot.workspace.settled()
    [private] = bot.workspace.ephemerals(bot.general, bot.ada)
    assert private.thread_ts == root.ts
    after = await share(bot, private)
    [said] = shared(bot, bot.general)
    assert said.thread_ts == root.ts
    assert after.text.endswith("You shared this.")
    assert after.thread_ts == root.ts


@over_http
async def test_what_is_shared_is_what_was_seen(start_bot: StartBot) -> None:
    bot = await start_bot()
    for text in ("matrix Lambda", "compare RDS EC2 patching", "list OS patching", "who patches EKS nodes?"):
        private = await ask(bot, bot.general, text)
        await share(bot, private)
        assert shared(bot, bot.general)[-1].text.startswith(private.text.partition("\n")[0])
    answer = await ask(bot, bot.general)
    await bot.workspace.click(bot.ada, answer, action_id=WHOLE_PICTURE)
    await bot.workspace.settled()
    picture = bot.workspace.ephemerals(bot.general, bot.ada)[-1]
    assert "Who does what for Amazon EC2" in picture.text
    await share(bot, picture)
    assert "Who does what for Amazon EC2" in shared(bot, bot.general)[-1].text


@pytest.mark.parametrize("obstacle", ["archived", "restricted"])
async def test_an_answer_is_not_shared_where_that_is_not_allowed(start_bot: StartBot, obstacle: str) -> None:
    bot = await start_bot()
    private = await ask(bot, bot.general)
    if obstacle == "archived":
        bot.workspace.archive(bot.general)
    else:
        bot.workspace.restrict(bot.general, [bot.ada])
    after = await share(bot, private)
    assert shared(bot, bot.general) == []
    reason = "this channel is archived" if obstacle == "archived" else "only some people may post here"
    assert after.text.endswith(f"Not shared: {reason}.")
    assert "● you" in after.text
    assert offers_sharing(after), "it may be allowed later"


async def test_what_was_refused_can_be_shared_once_it_is_allowed(start_bot: StartBot) -> None:
    bot = await start_bot()
    private = await ask(bot, bot.general)
    bot.workspace.restrict(bot.general, [bot.ada])
    refused = await share(bot, private)
    bot.workspace.state.change_channel(bot.general.id, posters=None)
    after = await share(bot, refused)
    assert len(shared(bot, bot.general)) == 1
    assert after.text.endswith("You shared this.")


async def test_a_double_click_shares_once(start_bot: StartBot) -> None:
    bot = await start_bot()
    private = await ask(bot, bot.general)
    clicks = [bot.workspace.click(bot.ada, private, action_id=SHARE) for _ in range(3)]
    assert all(ack.ok for ack in await asyncio.gather(*clicks))
    await bot.workspace.settled()
    await share(bot, private)
    assert len(shared(bot, bot.general)) == 1


@pytest.mark.parametrize("fault", ["drop_reply", "refuse", "server_error", "rate_limit"])
async def test_a_click_shares_at_most_once_whatever_happens_to_the_call(start_bot: StartBot, fault: str) -> None:
    bot = await start_bot()
    private = await ask(bot, bot.general)
    getattr(bot.workspace.faults, fault)("response_url")
    after = await share(bot, private)
    lost = fault in ("drop_reply", "refuse")  # which of the two it was, nobody can tell
    assert len(shared(bot, bot.general)) == int(fault == "drop_reply")
    assert offers_sharing(after) is not lost
    assert ("Not shared: " in after.text) is not lost
    assert ("Slack did not say whether this was shared" in after.text) is lost
    await share(bot, private)
    assert len(shared(bot, bot.general)) == int(fault != "refuse")


async def test_a_sharer_who_cannot_be_told_has_shared_all_the_same(start_bot: StartBot) -> None:
    bot = await start_bot(limits=Limits(response_url_uses=1))
    private = await ask(bot, bot.general)
    after = await share(bot, private)
    assert after == private, "Slack takes no second answer to the click"
    await share(bot, after)
    assert len(shared(bot, bot.general)) == 1


HOSTILE = (
    "<!channel> *x* who patches the operating system on EC2?",
    "<@U00000001> who patches the operating system on EC2?",
    "<https://evil.example|click> _who_ patches the operating system on EC2? ~x~ `y`",
    "\u202ewho patches the operating system on EC2?\u202c",
    "<!here> <#C00000002|general> who patches RDS &lt;!everyone&gt;?",
    "compare *RDS* <!channel> EC2 patching",
    "matrix <!here> Lambda",
    "who patches EKS nodes <!subteam^S1|all>?",
    ":rotating_light: @channel who patches @here EC2?",
    "who encrypts it? <!channel>",
)


TYPED = ("<!", "<@", "<#", "&lt;!", "@channel", "@here", "evil", "*x*", "~x~", "`y`", "_who_", "\u202e", "rotating")


@over_http
@pytest.mark.parametrize("text", HOSTILE)
async def test_nothing_that_a_person_typed_is_in_what_they_share(start_bot: StartBot, text: str) -> None:
    bot = await start_bot()
    private = await ask(bot, bot.general, text)
    assert offers_sharing(private), "the question is answered, so that there is something to share"
    await share(bot, private)
    [said] = shared(bot, bot.general)
    shown = f"{said.text} {visible(list(said.blocks))}".replace(f"Shared by {bot.ada.mention}.", "")
    for typed in TYPED:
        assert typed not in shown


@over_http
async def test_a_question_that_cannot_be_carried_whole_is_not_offered_for_sharing(start_bot: StartBot) -> None:
    bot = await start_bot()
    for quote in ("x", "\\", '"'):
        private = await ask(bot, bot.general, f"{QUESTION} {quote * 1995}")
        assert not offers_sharing(private)
