"""What is sent by the clock is paused, stopped and listed, by those who may."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from bots import StartBot, over_http, visible
from running import settled
from subscriptions import (
    at_noon,
    daily,
    lines,
    member,
    modal,
    named,
    pick,
    press,
    run,
    set_up,
    shown,
    stored,
    submit,
    told,
)

from bot.slack.views.daily import STOP
from bot.slack.views.subscribing import (
    DIRECT,
    END,
    HERE,
    PAUSE,
    RESUME,
    WHERE,
)
from bot.subscription import WORKING_DAYS, Subscription


@over_http
async def test_it_is_paused_and_resumed(start_bot: StartBot) -> None:
    bot = await start_bot()
    await set_up(bot)
    for button, paused, then in ((PAUSE, True, "Resume"), (RESUME, False, "Pause")):
        await run(bot)
        await press(bot, button)
        [kept] = await stored(bot)
        assert kept.paused is paused
        assert then in visible(modal(bot).content)
    assert "⏸ paused" not in await told(bot, "tips list")


async def test_a_form_that_names_another_workspace_changes_and_shows_nothing_of_it(start_bot: StartBot) -> None:
    bot = await start_bot()
    theirs = Subscription(workspace="T0THEIRS", place=bot.general.id, person=bot.ada.id, zone="UTC", tips=WORKING_DAYS)
    await bot.store.subscriptions.put(theirs, 1.0)
    await set_up(bot)
    for action in (PAUSE, END, "submit", WHERE):
        await run(bot)
        forged = json.dumps([theirs.workspace, bot.general.id, False, 0])
        view = bot.workspace.state.replace_view(modal(bot), {**modal(bot).content, "private_metadata": forged})
        if action == "submit":
            assert "Only people of the workspace" in visible((await bot.workspace.submit(bot.ada, view)).body["view"])
        elif action == WHERE:
            await pick(bot, DIRECT)
            await pick(bot, HERE)
            assert "As it is now" not in visible(modal(bot).content)
        else:
            await press(bot, action)
            assert "Only people of the workspace" in visible(modal(bot).content)
        assert theirs in await stored(bot)


@over_http
async def test_a_pause_outlives_a_change(start_bot: StartBot) -> None:
    bot = await start_bot()
    await set_up(bot)
    await run(bot)
    await press(bot, PAUSE, at="11:00")
    assert (await submit(bot, at="11:00")).ok
    [kept] = await stored(bot)
    assert (kept.paused, kept.at) == (True, time(11))
    assert "It is paused" in visible(modal(bot).content)


@pytest.mark.parametrize("where", [HERE, DIRECT])
async def test_it_is_stopped_in_the_form(start_bot: StartBot, where: str) -> None:
    bot = await start_bot()
    await set_up(bot, where=where)
    await run(bot)
    if where == DIRECT:
        await pick(bot, DIRECT)
    await press(bot, END)
    assert await stored(bot) == ()
    assert "Stopped" in visible(modal(bot).content)
    await settled(bot)  # the channel is told behind the form's back
    assert bool([one for one in lines(bot) if "stopped the tips" in one]) is (where == HERE)


@over_http
async def test_it_is_stopped_by_command(start_bot: StartBot) -> None:
    bot = await start_bot()
    assert "nothing to stop" in await told(bot, "tips stop")
    await set_up(bot)
    await set_up(bot, where=DIRECT)
    assert "Stopped." in await told(bot, "tips stop")
    assert [one.direct for one in await stored(bot)] == [True]
    assert "Stopped: I send you no more tips" in await told(bot, "tips stop", channel=bot.workspace.dm(bot.ada))
    assert await stored(bot) == ()


async def test_stop_in_a_direct_message(start_bot: StartBot) -> None:
    bot = await start_bot()
    [said] = await bot.direct("stop")
    assert "nothing to stop" in said.text
    await set_up(bot)
    await set_up(bot, where=DIRECT)
    [said] = [one for one in await bot.direct(" Stop ") if "Stopped" in one.text]
    assert f"<#{bot.general.id}>" in said.text, "what else they have set up"
    assert [one.place for one in await stored(bot)] == [bot.general.id]


@over_http
@pytest.mark.parametrize("words", ["Stop!", "please stop", "unsubscribe", "stop these."])
async def test_stop_is_understood_as_people_say_it(start_bot: StartBot, words: str) -> None:
    bot = await start_bot()
    await set_up(bot, where=DIRECT)
    assert "`stop` in our direct message" in await told(bot, words)
    assert len(await stored(bot)) == 1, "in a channel it could mean either"
    assert [one for one in await bot.direct(words) if "Stopped" in one.text]
    assert await stored(bot) == ()
    assert "nothing to stop" in await told(bot, words, channel=bot.workspace.dm(bot.ada))


@over_http
async def test_a_word_that_it_does_not_take_is_told_those_that_it_does(start_bot: StartBot) -> None:
    bot = await start_bot()
    assert "`/whosejob tips list`" in await told(bot, "tips lst")
    assert "`/whosejob tips list`" not in await told(bot, "tips on who patches RDS?")


@over_http
async def test_words_in_messages_name_the_command(start_bot: StartBot) -> None:
    bot = await start_bot()
    for words in ("tips", "tips list"):
        assert "`/whosejob tips" in (await bot.direct(words))[-1].text
    for words in ("tips", "stop", "tips stop"):
        assert "`/whosejob tips" in (await bot.mention(words))[-1].text


async def test_the_button_under_a_tip(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace, root = member(bot), member(bot, "root", is_admin=True)
    await set_up(bot, user=grace)
    tip = await daily(bot, bot.general)
    assert (await bot.workspace.click(bot.ada, tip, action_id=STOP)).ok
    await bot.workspace.settled()
    [refusal] = bot.workspace.ephemerals(bot.general, bot.ada)
    assert refusal.text.startswith(f"<@{grace.id}>, who set it up, and admins of this workspace can")
    assert len(await stored(bot)) == 1
    assert (await bot.workspace.click(root, tip, action_id=STOP)).ok
    await bot.workspace.settled()
    assert await stored(bot) == ()
    assert "Stopped." in bot.workspace.ephemerals(bot.general, root)[-1].text
    assert lines(bot)[-1].startswith(f"<@{root.id}> stopped the tips")
    assert (await bot.workspace.click(grace, tip, action_id=STOP)).ok
    await bot.workspace.settled()
    assert "nothing to stop" in bot.workspace.ephemerals(bot.general, grace)[-1].text


@over_http
async def test_the_button_under_a_tip_in_a_direct_message(start_bot: StartBot) -> None:
    bot = await start_bot()
    await set_up(bot, where=DIRECT)
    tip = await daily(bot, bot.workspace.dm(bot.ada))
    assert (await bot.workspace.click(bot.ada, tip, action_id=STOP)).ok
    assert await stored(bot) == ()


async def test_others_are_told_who_can_change_it(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = member(bot)
    await set_up(bot, user=grace)
    await run(bot)
    content = visible(modal(bot).content)
    assert f"<@{grace.id}>, who set it up, and admins" in content
    assert shown(modal(bot))[WHERE]["initial_option"]["value"] == DIRECT, "they can still have tips themselves"
    await pick(bot, HERE)
    assert shown(modal(bot)) == {}
    assert "submit" not in modal(bot).content
    await pick(bot, DIRECT)
    assert (await submit(bot)).ok
    assert {one.person for one in await stored(bot)} == {grace.id, bot.ada.id}
    assert "<@" in await told(bot, "tips stop")
    assert len(await stored(bot)) == 2


async def test_a_form_filled_in_by_somebody_else_meanwhile(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = member(bot)
    await run(bot)
    await set_up(bot, user=grace, at="07:00")
    ack = await submit(bot, at="20:00")
    assert ack.body["response_action"] == "update"
    assert "who set it up, and admins" in visible(modal(bot).content)
    [kept] = await stored(bot)
    assert (kept.at, kept.person) == (time(7), grace.id)


@over_http
async def test_admins_change_it_and_it_stays_whose_it_was(start_bot: StartBot) -> None:
    bot = await start_bot()
    root = member(bot, "root", is_admin=True)
    await set_up(bot)
    await set_up(bot, user=root, at="20:00")
    [kept] = await stored(bot)
    assert (kept.at, kept.person) == (time(20), bot.ada.id)
    assert lines(bot)[-1].startswith(f"<@{root.id}> changed what I post here")


async def test_a_list_of_what_is_set_up(start_bot: StartBot) -> None:
    bot = await start_bot()
    at_noon(bot)
    assert "Nothing is set up" in await told(bot, "tips list")
    grace, root = member(bot), member(bot, "root", is_admin=True)
    other = bot.workspace.add_channel("other", members=[grace])
    await set_up(bot, themes=["storage"], exam="security")
    await set_up(bot, where=DIRECT, tip_days=["5"])
    await set_up(bot, user=grace, channel=other, quiz_days=["0"])
    workspace = bot.workspace.identity.team_id
    await bot.store.subscriptions.trouble(workspace, other.id, "is_archived", told=True)
    mine = (await told(bot, "tips list")).splitlines()
    assert mine[0] == "*2 subscriptions*"
    assert mine[1].startswith(f"*<#{bot.general.id}>*: tips Mon–Fri at 09:00, Europe/Berlin · ")
    assert "Cloud Practitioner" not in mine[1]
    assert "Security exam · next tip on Tue 1 Dec at 09:00" in mine[1]
    assert mine[2].startswith(f"*Direct message to <@{bot.ada.id}>*: tips Sat at 09:00")
    theirs = await told(bot, "tips list", grace)
    assert theirs.startswith("*2 subscriptions*")
    assert "⚠ the channel is archived" in theirs
    assert (await told(bot, "tips list", root)).startswith("*3 subscriptions*")


@over_http
async def test_what_cannot_be_reached_any_more_is_stopped_in_the_list(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = member(bot)
    closed = bot.workspace.add_channel("closed", members=[bot.ada])
    await set_up(bot, channel=closed)
    await set_up(bot, user=grace)
    bot.workspace.archive(closed)
    ack = await run(bot, "tips list")
    assert ack.message is not None
    [general, archived] = [block for block in ack.message.blocks if "<#" in visible(block)]
    assert "accessory" not in general, "that is Grace's"
    assert archived["accessory"]["confirm"]["confirm"]["text"] == "Stop"
    action_id = archived["accessory"]["action_id"]
    for value in (f"{bot.general.id} 0", "C1&x 0", f"{closed.id} x", ""):
        forged = {**archived, "accessory": {**archived["accessory"], "value": value}}
        bot.workspace.state.replace_message(replace(ack.message, blocks=(forged,)))
        await bot.workspace.click(bot.ada, bot.workspace.ephemerals(bot.general, bot.ada)[0], action_id=action_id)
        await bot.workspace.settled()
        assert len(await stored(bot)) == 2, value
    bot.workspace.state.replace_message(ack.message)
    assert (await bot.workspace.click(bot.ada, ack.message, action_id=action_id)).ok
    await bot.workspace.settled()
    assert [one.place for one in await stored(bot)] == [bot.general.id]
    after = bot.workspace.ephemerals(bot.general, bot.ada)[0].text
    assert after.startswith("*1 subscription*")
    assert "Stopped." in after


@over_http
async def test_a_long_list_has_pages(start_bot: StartBot) -> None:
    bot = await start_bot()
    root = member(bot, "root", is_admin=True)
    workspace = bot.workspace.identity.team_id
    for number in range(130):
        one = Subscription(workspace=workspace, place=f"C{number:03}", person="U1", tips=frozenset({1}))
        await bot.store.subscriptions.put(one, 1.0)
    ack = await run(bot, "tips list", root)
    seen = []
    assert ack.message is not None
    page = ack.message
    for _ in range(11):
        seen += [line for line in page.text.splitlines() if line.startswith("*<#")]
        if "tips-list-page-next" not in str(page.blocks):
            break
        assert (await bot.workspace.click(root, page, action_id="tips-list-page-next")).ok
        await bot.workspace.settled()
        page = bot.workspace.ephemerals(bot.general, root)[-1]
    assert len(set(seen)) == len(seen) == 130


@over_http
async def test_people_of_another_company_change_nothing(start_bot: StartBot) -> None:
    bot = await start_bot()
    await set_up(bot)
    tip = await daily(bot, bot.general)
    eve = member(bot, "eve", is_admin=True)
    deliveries = []
    real = bot.workspace.host.deliverer.deliver

    async def as_stranger(envelope: Any) -> Any:
        if envelope.payload.get("user", {}).get("id") == eve.id:
            envelope.payload["user"]["team_id"] = "T0THEIRS"
            deliveries.append(envelope)
        return await real(envelope)

    bot.workspace.host.deliverer.deliver = as_stranger  # type: ignore[method-assign]
    assert (await bot.workspace.click(eve, tip, action_id=STOP)).ok
    await bot.workspace.settled()
    assert deliveries
    assert "Only people of the workspace" in bot.workspace.ephemerals(bot.general, eve)[-1].text
    await run(bot)
    form = modal(bot)
    ack = await bot.workspace.submit(eve, form, named({"at": "23:00"}))
    assert "Only people of the workspace" in visible(ack.body)
    await bot.workspace.click(eve, form, action_id=END)
    await bot.workspace.settled()
    [kept] = await stored(bot)
    assert kept.at == time(9)


@over_http
async def test_who_set_it_up_is_forgotten_and_admins_can_still_stop_it(start_bot: StartBot) -> None:
    bot = await start_bot()
    root = member(bot, "root", is_admin=True)
    await set_up(bot)
    await told(bot, "forget me")
    [kept] = await stored(bot)
    assert kept.person == ""
    assert "Only the admins of this workspace can" in await told(bot, "tips stop")
    assert "Stopped." in await told(bot, "tips stop", root)
    assert await stored(bot) == ()
