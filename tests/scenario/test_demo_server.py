"""`whosejob demo` without its page: people act over HTTP, and see over the feed what comes of it."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from visiting import JSON, Visitor, elements, labelled, opened, visited

from bot.demo.page.running import Options, demo
from bot.settings import Settings
from bot.slack.views.ballot import PICK_ROW
from bot.slack.views.subscribing import AT, QUIZ_DAYS, TIP_DAYS


async def test_a_first_start_has_people_channels_and_an_answered_thread(guest: Visitor) -> None:
    state = await guest.get("state")
    assert {user["name"] for user in state["users"]} == {"whosejob", "ada", "bob", "eve"}
    assert len({user["tz"] for user in state["users"] if not user["is_bot"]}) == 3
    assert [user["name"] for user in state["users"] if user["is_admin"]] == ["ada"]
    assert {one["name"] for one in state["channels"]} == {"general", "security", "whosejob"}
    assert [one["command"] for one in state["commands"]] == ["/whosejob"]
    assert {one["type"] for one in state["shortcuts"]} == {"global", "message"}
    root = await guest.hear("message", lambda news: news["message"].get("reply_count") == 3)
    thread = await guest.get(
        "messages", user=guest.id_of("bob"), channel=guest.channel("general"), thread=root["message"]["ts"]
    )
    assert ["bot_id" in message for message in thread["messages"]] == [False, True, False, True]
    assert thread["messages"][1]["text"].startswith("*Patching the operating system")


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_questions_are_answered_over_either_transport(cache: Path, http: bool) -> None:
    async with visited(Options(port=0, http=http), cache) as guest:
        assert "RDS" in (await guest.ask("who patches RDS?"))["text"]


async def test_a_choice_is_picked(guest: Visitor) -> None:
    choice = await guest.ask("who encrypts it?")
    buttons = [one for one in elements(choice["blocks"]) if one["type"] == "button"]
    if not buttons:
        pytest.skip("the question has become one that is answered")
    guest.heard.clear()
    assert await guest.click(choice, buttons[0]) == {"ok": True}
    assert (await guest.hear("message"))["message"]["blocks"] != choice["blocks"]


async def test_a_private_answer_is_seen_by_one_and_then_shared(guest: Visitor) -> None:
    shown = await guest.privately("/whosejob who patches RDS?")
    assert (shown["ephemeral_for"], shown["is_ephemeral"]) == (guest.id_of("ada"), True)
    general = guest.channel("general")
    hers, his = [await guest.get("messages", user=guest.id_of(name), channel=general) for name in ("ada", "bob")]
    assert shown["ts"] in [message["ts"] for message in hers["messages"]]
    assert shown["ts"] not in [message["ts"] for message in his["messages"]]
    guest.heard.clear()
    assert await guest.click(shown, labelled(shown["blocks"], "Share")) == {"ok": True}
    await guest.hear("message", lambda news: news["message"]["channel"] == general and "bot_id" in news["message"])
    refused = await guest.click(shown, labelled(shown["blocks"], "Share"), "bob")
    assert refused["error"] == "message_not_found"


async def test_home_opens_and_is_browsed(guest: Visitor) -> None:
    assert (await guest.act("open_home", "ada"))["channel"] == guest.dm("ada")
    home = (await guest.hear("home"))["home"]
    assert (await guest.get("state"))["home"]["id"] == home["id"]
    button = next(one for one in elements(home["blocks"]) if one["type"] == "button" and not one.get("url"))
    guest.heard.clear()
    done = await guest.act("click", "ada", view_id=home["id"], action_id=button["action_id"], value=button.get("value"))
    assert done == {"ok": True}
    other = await guest.act("click", "bob", view_id=home["id"], action_id=button["action_id"])
    assert other["error"] == "view_not_found"


async def test_the_agent_panel_suggests_questions(guest: Visitor) -> None:
    await guest.act("open_panel", "eve")
    prompts = (await guest.hear("prompts", lambda news: news["channel"] == guest.dm("eve")))["prompts"]
    assert 1 <= len(prompts) <= 4
    said = await guest.act("say", "eve", channel=guest.dm("eve"), text=prompts[0]["message"])
    await guest.hear(
        "message",
        lambda news: news["message"]["channel"] == guest.dm("eve") and news["message"]["ts"] > said["ts"],
    )


async def test_a_modal_suggests_complains_and_answers(guest: Visitor) -> None:
    modal = await opened(guest)
    select = next(one for one in elements(modal["blocks"]) if one["type"] == "external_select")
    offered = await guest.act("suggest", "ada", view_id=modal["id"], action_id=select["action_id"], query="rds")
    options = offered.get("options") or [one for group in offered["option_groups"] for one in group["options"]]
    assert any("RDS" in one["text"]["text"] for one in options)

    wrong = await guest.act("submit", "ada", view_id=modal["id"], values={})
    assert not wrong["ok"]
    assert wrong["errors"]
    assert set(wrong["errors"]) <= {block["block_id"] for block in modal["blocks"]}

    text = next(one for one in elements(modal["blocks"]) if one["type"] == "plain_text_input")
    values = {text["action_id"]: "who patches RDS?"}
    guest.heard.clear()
    assert (await guest.act("submit", "ada", view_id=modal["id"], values=values))["ok"]
    shown = await guest.hear("view")
    assert "RDS" in json.dumps(shown["modals"])


async def test_a_modal_is_closed(guest: Visitor) -> None:
    modal = await opened(guest)
    assert await guest.act("close", "ada", view_id=modal["id"]) == {"ok": True}
    await guest.hear("view", lambda news: news["modals"] == [])
    assert (await guest.act("submit", "ada", view_id=modal["id"], values={}))["error"] == "view_not_found"


async def test_a_shortcut_on_a_message(guest: Visitor) -> None:
    general = guest.channel("general")
    said = await guest.act("say", "bob", channel=general, text="who patches RDS?")
    done = await guest.act("message_shortcut", "ada", channel=general, ts=said["ts"], callback_id="whose-job")
    assert done == {"ok": True}
    assert "RDS" in (await guest.hear("ephemeral"))["message"]["text"]
    unknown = await guest.act("message_shortcut", "ada", channel=general, ts=said["ts"], callback_id="nothing")
    assert unknown["error"] == "unknown_shortcut"


async def test_two_people_have_their_own_quiz(guest: Visitor) -> None:
    for name in ("ada", "bob"):
        question = await guest.privately("/whosejob quiz", name)
        assert question["ephemeral_for"] == guest.id_of(name)
        option = next(one for one in elements(question["blocks"]) if one["type"] == "button")
        guest.heard.clear()
        assert await guest.click(question, option, name) == {"ok": True}
        await guest.hear("ephemeral", lambda news, name=name: news["user"] == guest.id_of(name))


async def test_a_scheduled_message_comes_when_the_clock_is_moved(guest: Visitor) -> None:
    workspace, general = guest.workspace, guest.channel("general")
    at = int(workspace.clock.now()) + 86_400
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    call = {"channel": general, "text": "tomorrow's tip", "post_at": at}
    async with guest.session.post("/api/chat.scheduleMessage", json=call, headers=headers) as response:
        assert (await response.json())["ok"]
    moved = await guest.act("advance", "ada", seconds=90_000)
    assert moved["offset"] == 90_000
    shown = await guest.hear("message", lambda news: news["message"]["text"] == "tomorrow's tip")
    assert int(float(shown["message"]["ts"])) == at
    assert (await guest.hear("clock"))["now"] > at
    assert not (await guest.act("advance", "ada", seconds=-1))["ok"]


async def test_the_inspector_tells_what_an_action_led_to(guest: Visitor) -> None:
    before = max((entry["n"] for entry in (await guest.get("inspect"))["entries"]), default=0)
    await guest.ask("who patches EC2?", "bob")
    await guest.workspace.settled()
    entries = (await guest.get("inspect", since=str(before)))["entries"]
    mention = next(entry for entry in entries if entry["name"] == "app_mention" and "EC2" in json.dumps(entry))
    assert (mention["kind"], mention["action"], mention["status"]) == ("delivery", mention["n"], 200)
    assert mention["ms"] >= 0
    [posted] = [entry for entry in entries if entry["name"] == "chat.postMessage" and entry["action"] == mention["n"]]
    assert posted["answer"]["ok"]
    assert "EC2" in posted["request"]["text"]
    assert (await guest.hear("inspect", lambda news: news["entry"]["n"] == posted["n"]))["entry"] == posted


async def test_what_people_type_is_sent_as_slack_writes_it(alone: Visitor) -> None:
    general, ada = alone.channel("general"), alone.id_of("ada")
    typed = "@ada. <b> #general & https://example.com/a?b=1. a@bob.de @nobody"
    await alone.act("say", "bob", channel=general, text=typed)
    news = await alone.hear("message")
    assert news["message"]["text"] == (
        f"<@{ada}>. &lt;b&gt; <#{general}|general> &amp; <https://example.com/a?b=1>. a@bob.de @nobody"
    )


async def test_people_meet_and_react(alone: Visitor) -> None:
    made = await alone.act("create_channel", "ada", name="Plans", private=True)
    plans = made["channel"]
    assert alone.workspace.state.channels[plans].kind == "private"
    assert (await alone.act("say", "bob", channel=plans, text="hi"))["error"] == "channel_not_found"
    assert (await alone.act("join", "bob", channel=plans))["error"] == "channel_not_found"
    assert (await alone.act("invite", "ada", channel=plans, invited=alone.id_of("bob")))["ok"]
    said = await alone.act("say", "bob", channel=plans, text=f"hi {'@app'} @eve")
    assert said["not_in_channel"] == [alone.workspace.identity.bot_user_id, alone.id_of("eve")]
    for count in (1, 0):
        assert (await alone.act("react", "ada", channel=plans, ts=said["ts"], name="tada"))["ok"]
        [message] = (await alone.get("messages", user=alone.id_of("ada"), channel=plans))["messages"]
        assert sum(one["count"] for one in message.get("reactions", [])) == count
    assert (await alone.act("edit", "ada", channel=plans, ts=said["ts"], text="ho"))["error"] == "not_yours"
    assert (await alone.act("edit", "bob", channel=plans, ts=said["ts"], text="ho"))["ok"]
    assert (await alone.act("delete", "bob", channel=plans, ts=said["ts"]))["ok"]
    await alone.hear("deleted", lambda news: news["ts"] == said["ts"])
    together = await alone.act("dm", "ada", **{"with": alone.id_of("bob")})
    assert (await alone.act("say", "bob", channel=together["channel"], text="just us"))["ok"]
    assert together["channel"] not in json.dumps(await alone.get("state", user=alone.id_of("eve")))


async def test_pages_of_messages_and_what_is_unread(alone: Visitor) -> None:
    general, eve = alone.channel("general"), alone.id_of("eve")
    for number in range(5):
        await alone.act("say", "ada", channel=general, text=str(number))

    async def unread() -> int:
        state = await alone.get("state", user=eve)
        found: int = next(one["unread"] for one in state["channels"] if one["id"] == general)
        return found

    assert await unread() == 5
    page = await alone.get("messages", user=eve, channel=general, limit="2")
    assert ([one["text"] for one in page["messages"]], page["more"]) == (["3", "4"], True)
    assert await unread() == 0
    older = await alone.get("messages", user=eve, channel=general, before=page["messages"][0]["ts"], limit="50")
    assert ([one["text"] for one in older["messages"]][-3:], older["more"]) == (["0", "1", "2"], False)


async def test_an_app_that_does_not_answer_is_told_of_as_slack_does(alone: Visitor) -> None:
    failed = await alone.act("command", "ada", channel=alone.channel("general"), text="/anything at all")
    assert failed["error"] == "dispatch_failed"
    assert failed["detail"] == "/anything failed because the app did not respond."


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_a_bot_that_starts_slowly_answers_all_that_came_before(cache: Path, http: bool) -> None:
    async with (
        demo(Options(port=0, http=http), Settings(cache=cache), lambda _: None) as running,
        aiohttp.ClientSession(running.workspace.base_url) as session,
    ):
        guest, workspace = Visitor(running, session), running.workspace
        general = guest.channel("general")
        command = asyncio.create_task(guest.act("command", "bob", channel=general, text="/whosejob tips"))
        said = await guest.act("say", "ada", channel=general, text="@whosejob who patches EC2?")
        await asyncio.sleep(workspace.host.limits.ack_seconds + 0.2)
        assert not command.done()
        stop = asyncio.Event()
        until = asyncio.create_task(running.until(stop))
        assert await command == {"ok": True}
        await workspace.until(lambda: bool(workspace.state.modals[guest.id_of("bob")]))
        await workspace.until(lambda: bool(workspace.state.replies(general, said["ts"])))
        stop.set()
        await until


async def test_the_feed_of_a_person_holds_what_they_see(alone: Visitor) -> None:
    async with alone.session.ws_connect("/demo/feed", params={"user": alone.id_of("eve")}) as feed:
        made = await alone.act("create_channel", "ada", name="secret", private=True)
        await alone.act("say", "ada", channel=made["channel"], text="not for eve")
        await alone.act("say", "ada", channel=alone.channel("general"), text="for all")
        kinds = []
        while (news := await feed.receive_json(timeout=5))["type"] != "message":
            kinds.append(news["type"])
        assert news["message"]["text"] == "for all"


def seconds_until(guest: Visitor, hour: int) -> float:
    """How long it takes the workspace's clock to come to a full hour in Berlin; never less than a minute."""
    berlin = datetime.fromtimestamp(guest.workspace.clock.now(), ZoneInfo("Europe/Berlin"))
    today = datetime.combine(berlin.date(), time(hour), berlin.tzinfo)
    return ((today - berlin - timedelta(minutes=1)) % timedelta(days=1) + timedelta(minutes=1)).total_seconds()


async def test_tomorrows_tip_is_seen_today_and_two_people_vote(guest: Visitor) -> None:
    general = guest.channel("general")
    # From noon on, so that the next nine o'clock is tomorrow's whenever the test runs.
    await guest.act("advance", "ada", seconds=seconds_until(guest, 12))
    assert await guest.act("command", "ada", channel=general, text="/whosejob tips") == {"ok": True}
    form = (await guest.hear("view", lambda news: news["modals"]))["modals"][-1]
    days = [str(day) for day in range(7)]
    values = {AT: "09:00", TIP_DAYS: days, QUIZ_DAYS: days}
    assert await guest.act("submit", "ada", view_id=form["id"], values=values) == {"ok": True}
    await guest.workspace.until(lambda: len(guest.workspace.pending()) > 2)
    guest.heard.clear()
    await guest.act("advance", "ada", seconds=seconds_until(guest, 9) + 60)
    heard = await guest.hear("message", lambda news: PICK_ROW in json.dumps(news))
    question: JSON = heard["message"]
    tip = await guest.hear("message", lambda news: "Tip of the day" in json.dumps(news))
    assert tip["message"]["channel"] == question["channel"] == general
    [row] = [block for block in question["blocks"] if block["block_id"] == PICK_ROW]
    boxes = [one for one in row["elements"] if one["type"] == "checkboxes"]
    checked = {box["action_id"]: [box["options"][0]["value"]] for box in boxes}
    for name in ("ada", "bob"):
        assert await guest.click(question, row["elements"][-1], name, values=checked) == {"ok": True}
    await guest.hear("message", lambda news: "2 people have voted" in json.dumps(news))


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_who_is_quicker_than_the_bot_is_answered_all_the_same(cache: Path, http: bool) -> None:
    async with demo(Options(port=0, http=http), Settings(cache=cache), lambda _: None) as running:
        stop = asyncio.Event()
        until = asyncio.create_task(running.until(stop))
        workspace, seeds = running.workspace, running.seeds
        assert seeds is not None
        await asyncio.sleep(0.01)
        ack = await workspace.command(seeds.bob, seeds.general, "/whosejob", "who patches RDS?")
        stop.set()
        await until
        assert ack.message is not None
        assert "RDS" in ack.message.text
