"""People say whether an answer was right: kept once for each of them, with the reason, and taken back as they like."""

from __future__ import annotations

from typing import Any

import pytest
from bots import Bot, StartBot, over_http
from sqlalchemy import text

from bot.demo import Message, User
from bot.slack.asked import Asked
from bot.slack.views.actions import FEEDBACK, RIGHT, SHARE, WHOLE_PICTURE, WRONG
from bot.slack.views.ask import ASK
from bot.slack.views.reasons import REASON, REASONS

QUESTION = "who patches the operating system on EC2?"


async def verdicts(bot: Bot) -> list[tuple[Any, ...]]:
    """What is kept: message, verdict and reason, oldest first."""
    async with bot.store.engine.connect() as connection:
        found = await connection.execute(text("select message, verdict, reason from feedback order by given_at"))
        return [tuple(row) for row in found]


async def wrong_gaps(bot: Bot) -> list[tuple[str, int]]:
    """The gaps by answers that were called wrong: text and how many people said so."""
    return [(gap.text, gap.askers) for gap in await bot.store.gaps.all() if gap.kind == "wrong"]


def native(message: Message, verdict: str) -> str:
    """The value of one of the native buttons."""
    [element] = [e for b in message.blocks if b["type"] == "context_actions" for e in b["elements"]]
    return str(element["positive_button" if verdict == RIGHT else "negative_button"]["value"])


async def judge(bot: Bot, message: Message, verdict: str, user: User | None = None) -> None:
    """Someone clicks on a native button."""
    clicked = await bot.workspace.click(user or bot.ada, message, action_id=FEEDBACK, value=native(message, verdict))
    assert clicked.ok
    await bot.workspace.settled()


async def explain(bot: Bot, reason: str, user: User | None = None) -> None:
    """Someone picks a reason in the modal that is open before them."""
    view = bot.workspace.modal(user or bot.ada)
    assert view is not None
    assert (await bot.workspace.submit(user or bot.ada, view, {REASON: reason})).ok
    await bot.workspace.settled()
    assert bot.workspace.modal(user or bot.ada) is None


@pytest.mark.parametrize("where", ["channel", "direct"])
async def test_native_buttons_keep_a_verdict(start_bot: StartBot, where: str) -> None:
    bot = await start_bot()
    [answer] = await (bot.mention(QUESTION) if where == "channel" else bot.direct(QUESTION))
    await judge(bot, answer, RIGHT)
    assert await verdicts(bot) == [(f"{answer.channel}:{answer.ts}", RIGHT, "")]
    assert bot.workspace.modal(bot.ada) is None
    assert await wrong_gaps(bot) == []


async def test_a_wrong_answer_asks_for_the_reason(start_bot: StartBot) -> None:
    bot = await start_bot()
    [answer] = await bot.mention(QUESTION)
    await judge(bot, answer, WRONG)
    [(_, verdict, reason)] = await verdicts(bot)
    assert (verdict, reason) == (WRONG, ""), "it counts before the reason is told, and without it"
    await explain(bot, "service")
    [(_, verdict, reason)] = await verdicts(bot)
    assert (verdict, reason) == (WRONG, "service")
    assert await wrong_gaps(bot) == [("", 1)]


@over_http
@pytest.mark.parametrize("reason", REASONS)
async def test_every_reason_is_kept(start_bot: StartBot, reason: str) -> None:
    bot = await start_bot()
    [answer] = await bot.mention(QUESTION)
    await judge(bot, answer, WRONG)
    await explain(bot, reason)
    assert [row[2] for row in await verdicts(bot)] == [reason]


async def test_a_verdict_that_is_changed_takes_the_place_of_the_earlier_one(start_bot: StartBot) -> None:
    bot = await start_bot()
    [answer] = await bot.mention(QUESTION)
    await judge(bot, answer, WRONG)
    await explain(bot, "owner")
    await judge(bot, answer, RIGHT)
    assert [row[1:] for row in await verdicts(bot)] == [(RIGHT, "")]
    assert await wrong_gaps(bot) == [], "what was taken back is no gap"


async def test_everybodys_verdict_on_every_answer_is_kept(start_bot: StartBot) -> None:
    bot = await start_bot()
    bea = bot.workspace.add_user("bea")
    bot.workspace.state.set_members(bot.general.id, bot.workspace.state.channels[bot.general.id].members | {bea.id})
    [first] = await bot.mention(QUESTION)
    [second] = await bot.mention(QUESTION)
    for user in (bot.ada, bea):
        for answer in (first, second):
            for _ in range(2):
                await judge(bot, answer, WRONG, user)
    assert len(await verdicts(bot)) == 4
    assert await wrong_gaps(bot) == [("", 2)], "one question, whom two people found wrongly answered"
    await judge(bot, first, RIGHT, bea)
    assert await wrong_gaps(bot) == [("", 1)]


async def test_plain_buttons_on_a_private_answer_do_the_same(start_bot: StartBot) -> None:
    bot = await start_bot()
    private = (await bot.workspace.command(bot.ada, bot.general, "/whosejob", QUESTION)).message
    assert private is not None
    assert not [block for block in private.blocks if block["type"] == "context_actions"]
    assert (await bot.workspace.click(bot.ada, private, action_id=f"{FEEDBACK}-{WRONG}")).ok
    await bot.workspace.settled()
    assert bot.workspace.ephemerals(bot.general, bot.ada)[-1].text == "Thanks for telling me."
    await explain(bot, "unclear")
    assert [row[1:] for row in await verdicts(bot)] == [(WRONG, "unclear")]
    assert (await bot.workspace.click(bot.ada, private, action_id=f"{FEEDBACK}-{RIGHT}")).ok
    await bot.workspace.settled()
    assert [row[1:] for row in await verdicts(bot)] == [(RIGHT, "")]
    assert bot.workspace.ephemerals(bot.general, bot.ada)[-1].text == "Thanks for telling me."
    assert bot.workspace.messages(bot.general) == []


@over_http
async def test_a_verdict_in_a_modal_is_thanked_for_there_and_can_be_changed(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.workspace.shortcut(bot.ada, ASK)
    form = bot.workspace.modal(bot.ada)
    assert form is not None
    await bot.workspace.submit(bot.ada, form, {"ask-question": QUESTION})
    for verdict in (RIGHT, RIGHT, WRONG):
        shown = bot.workspace.modal(bot.ada)
        assert shown is not None
        assert (await bot.workspace.click(bot.ada, shown, action_id=f"{FEEDBACK}-{verdict}")).ok
        await bot.workspace.settled()
        thanks = [block for block in bot.workspace.state.views[shown.id].content["blocks"] if "Thanks" in str(block)]
        assert len(thanks) == 1
    reasons = bot.workspace.modal(bot.ada)
    assert reasons is not None
    assert (await bot.workspace.submit(bot.ada, reasons, {REASON: "owner"})).ok
    assert [row[1:] for row in await verdicts(bot)] == [(WRONG, "owner")], "one answer, one verdict"
    shown = bot.workspace.modal(bot.ada)
    assert shown is not None
    await bot.workspace.submit(bot.ada, shown, {"ask-question": "who patches RDS?"})
    shown = bot.workspace.modal(bot.ada)
    assert shown is not None
    assert "Thanks" not in str(shown.content)
    await bot.workspace.click(bot.ada, shown, action_id=f"{FEEDBACK}-{RIGHT}")
    await bot.workspace.settled()
    assert [row[1] for row in await verdicts(bot)] == [WRONG, RIGHT], "another answer in the same modal"


@over_http
async def test_what_comes_of_a_click_in_a_thread_is_shown_there(start_bot: StartBot) -> None:
    bot = await start_bot()
    [answer] = await bot.mention(QUESTION)
    assert (await bot.workspace.click(bot.ada, answer, action_id=WHOLE_PICTURE)).ok
    await bot.workspace.settled()
    [picture] = bot.workspace.ephemerals(bot.general, bot.ada)
    assert picture.thread_ts == answer.thread_ts
    assert (await bot.workspace.click(bot.ada, picture, action_id=f"{FEEDBACK}-{RIGHT}")).ok
    await bot.workspace.settled()
    assert bot.workspace.ephemerals(bot.general, bot.ada)[-1].thread_ts == answer.thread_ts
    [channel] = [m for m in [(await bot.workspace.command(bot.ada, bot.general, "/whosejob", QUESTION)).message] if m]
    await bot.workspace.click(bot.ada, channel, action_id=WHOLE_PICTURE)
    await bot.workspace.settled()
    assert bot.workspace.ephemerals(bot.general, bot.ada)[-1].thread_ts is None


async def test_choices_and_what_was_chosen_can_be_judged(start_bot: StartBot) -> None:
    bot = await start_bot()
    [offer] = await bot.mention("who patches EKS nodes?")
    await judge(bot, offer, RIGHT)
    await bot.workspace.click(bot.ada, offer, action_id="choice-1")
    await bot.workspace.settled()
    [answer] = [message for message in bot.workspace.messages(bot.general) if message.bot_id]
    assert answer.text != offer.text
    await judge(bot, answer, WRONG)
    assert [row[1] for row in await verdicts(bot)] == [WRONG]


@over_http
async def test_what_claims_nothing_cannot_be_judged(start_bot: StartBot) -> None:
    bot = await start_bot()
    for words in ("hello", "help", "who frobnicates the quux?", "what is the weather?"):
        [answer] = await bot.mention(words)
        assert FEEDBACK not in str(answer.blocks)


@pytest.mark.parametrize("fault", ["server_error", "error", "drop_reply"])
async def test_a_verdict_counts_without_the_modal(start_bot: StartBot, fault: str) -> None:
    bot = await start_bot()
    [answer] = await bot.mention(QUESTION)
    if fault == "error":
        bot.workspace.faults.error("views.open", "expired_trigger_id")
    else:
        getattr(bot.workspace.faults, fault)("views.open")
    await judge(bot, answer, WRONG)
    assert [row[1] for row in await verdicts(bot)] == [WRONG]


@over_http
async def test_a_long_question_fits_into_the_modal(start_bot: StartBot) -> None:
    bot = await start_bot()
    for filling in ("é ", '" '):
        question = f"{QUESTION} {filling * 400}"
        [answer] = await bot.mention(question)
        await judge(bot, answer, WRONG)
        await explain(bot, "other")
    assert [row[1:] for row in await verdicts(bot)] == [(WRONG, "other")] * 2


STALE = [
    (f"{FEEDBACK}-{RIGHT}", "garbage"),
    (f"{FEEDBACK}-{RIGHT}", '["right"]'),
    (f"{FEEDBACK}-{WRONG}", '["dubious","who patches RDS?"]'),
    (f"{FEEDBACK}-{WRONG}", "[1,2]"),
    (f"{FEEDBACK}-{WRONG}", None),
    (SHARE, '{"question":"who patches RDS?"}'),
    (SHARE, "who patches RDS?"),
    (SHARE, "[]"),
    (SHARE, None),
    (WHOLE_PICTURE, "no-such-service"),
    (WHOLE_PICTURE, "rds/no-such-variant"),
    (WHOLE_PICTURE, None),
    ("subscribe-v0", "daily"),
    ("choice-1", None),
]


@over_http
@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize(("action_id", "value"), STALE)
async def test_a_button_of_another_version_is_answered_kindly(
    start_bot: StartBot, action_id: str, value: str | None, private: bool
) -> None:
    bot = await start_bot()
    old = old_message(bot, action_id, value, bot.ada if private else None)
    ack = await bot.workspace.click(bot.ada, old, action_id=action_id)
    await bot.workspace.settled()
    assert ack.ok
    assert ack.status == 200
    told = bot.workspace.ephemerals(bot.general, bot.ada)[-1]
    assert "from an earlier version of me" in told.text
    assert old in (*bot.workspace.messages(bot.general), *bot.workspace.ephemerals(bot.general, bot.ada))
    assert len([message for message in bot.workspace.messages(bot.general) if message != old]) == 0
    assert await verdicts(bot) == []


async def test_a_button_of_another_version_in_a_view_opens_a_modal_that_says_so(start_bot: StartBot) -> None:
    bot = await start_bot()
    button = {"type": "button", "action_id": "old", "text": {"type": "plain_text", "text": "Old"}, "value": "x"}
    blocks = [{"type": "actions", "elements": [button]}]
    bot.workspace.state.homes[bot.ada.id] = bot.workspace.state.add_view(
        bot.ada.id, {"type": "home", "blocks": blocks}
    ).id
    home = bot.workspace.home(bot.ada)
    assert home is not None
    assert (await bot.workspace.click(bot.ada, home, action_id="old")).ok
    modal = bot.workspace.modal(bot.ada)
    assert modal is not None
    assert "from an earlier version of me" in str(modal.content)


async def test_a_modal_of_another_version_is_answered_kindly(start_bot: StartBot) -> None:
    bot = await start_bot()
    [answer] = await bot.mention(QUESTION)
    await judge(bot, answer, WRONG)
    view = bot.workspace.modal(bot.ada)
    assert view is not None
    old = bot.workspace.state.replace_view(view, {**view.content, "private_metadata": "v0"})
    assert (await bot.workspace.submit(bot.ada, old, {REASON: "owner"})).ok
    modal = bot.workspace.modal(bot.ada)
    assert modal is not None
    assert "from an earlier version of me" in str(modal.content)


def old_message(bot: Bot, action_id: str, value: str | None, only_for: User | None) -> Message:
    """A message that an earlier version has posted."""
    button: dict[str, Any] = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": "Old"}}
    if value is not None:
        button["value"] = value
    state, identity = bot.workspace.state, bot.workspace.identity
    return state.add_message(
        Message(
            channel=bot.general.id,
            ts=state.new_ts(),
            user=identity.bot_user_id,
            text="An old answer",
            blocks=({"type": "actions", "elements": [button]},),
            bot_id=identity.bot_id,
            ephemeral_for=only_for.id if only_for else None,
        )
    )


def test_a_question_keeps_its_earlier_ones_as_far_as_they_fit() -> None:
    asked = Asked("x" * 900, ("a" * 900, "b" * 900))
    assert asked.value(RIGHT) is not None
    assert "a" * 900 not in str(asked.value(RIGHT))
    assert "a" * 900 in str(asked.value(RIGHT, most=3000))
