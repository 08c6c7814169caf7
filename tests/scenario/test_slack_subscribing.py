"""People set up what a channel, or they themselves, are sent by the clock, and change and stop it."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from bots import SCOPES, Bot, StartBot, over_http, visible
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bot.demo import Ack, Channel, Message, User, View
from bot.slack.views.daily import STOP, daily_tip
from bot.slack.views.subscribing import (
    AT,
    DIRECT,
    END,
    EXAM,
    FIRST,
    HERE,
    PAUSE,
    PRACTICE_DAYS,
    PREVIEW,
    QUIZ_DAYS,
    RESUME,
    REVEAL,
    THEMES,
    TIP_DAYS,
    WHERE,
    ZONE,
)
from bot.subscription import Subscription

NOON = 1_796_040_000.0
"""Monday 30 November 2026, 12:00 UTC."""
WEEK = [str(day) for day in range(5)]


def at_noon(bot: Bot) -> None:
    """Stops the bot's clock."""
    bot.desk.clock = lambda: NOON


async def run(bot: Bot, words: str = "tips", user: User | None = None, channel: Channel | None = None) -> Ack:
    """Someone runs the command."""
    ack = await bot.workspace.command(user or bot.ada, channel or bot.general, "/whosejob", words)
    assert ack.ok, ack.problems
    return ack


async def told(bot: Bot, words: str, user: User | None = None, channel: Channel | None = None) -> str:
    """What the command answers."""
    ack = await run(bot, words, user, channel)
    assert ack.message is not None
    assert ack.message.ephemeral_for == (user or bot.ada).id
    return ack.message.text


def modal(bot: Bot, user: User | None = None) -> View:
    """The modal before someone."""
    view = bot.workspace.modal(user or bot.ada)
    assert view is not None
    return view


async def submit(bot: Bot, user: User | None = None, **values: Any) -> Ack:
    """Someone fills in what is before them, by the names of `NAMES`, and submits it."""
    return await bot.workspace.submit(user or bot.ada, modal(bot, user), named(values))


NAMES = {
    "at": AT,
    "zone": ZONE,
    "tip_days": TIP_DAYS,
    "quiz_days": QUIZ_DAYS,
    "practice_days": PRACTICE_DAYS,
    "reveal": REVEAL,
    "themes": THEMES,
    "exam": EXAM,
    "first": FIRST,
}


def named(values: dict[str, Any]) -> dict[str, Any]:
    """Values by action id."""
    return {NAMES[name]: value for name, value in values.items()}


async def set_up(
    bot: Bot, user: User | None = None, channel: Channel | None = None, where: str = "", **values: Any
) -> Ack:
    """Someone opens the form, perhaps picks a place, fills it in and submits it."""
    await run(bot, user=user, channel=channel)
    if where:
        await pick(bot, where, user)
    ack = await submit(bot, user, **values)
    assert ack.ok, ack.problems
    return ack


async def pick(bot: Bot, where: str, user: User | None = None, **values: Any) -> None:
    """Someone picks another place in the form."""
    ack = await bot.workspace.click(
        user or bot.ada, modal(bot, user), action_id=WHERE, value=where, values=named(values)
    )
    assert ack.ok, ack.problems
    await bot.workspace.settled()


async def press(bot: Bot, action_id: str, user: User | None = None, **values: Any) -> None:
    """Someone clicks a button of the form."""
    ack = await bot.workspace.click(user or bot.ada, modal(bot, user), action_id=action_id, values=named(values))
    assert ack.ok, ack.problems
    await bot.workspace.settled()


async def stored(bot: Bot) -> tuple[Subscription, ...]:
    """What is kept."""
    return await bot.store.subscriptions.all()


def member(bot: Bot, name: str = "grace", channel: Channel | None = None, **rank: Any) -> User:
    """Another person in the channel."""
    user = bot.workspace.add_user(name, **rank)
    place = bot.workspace.state.channels[(channel or bot.general).id]
    bot.workspace.state.set_members(place.id, place.members | {user.id})
    return user


def shown(view: View) -> dict[str, Any]:
    """Action id -> element of each input."""
    return {block["element"]["action_id"]: block["element"] for block in view.content["blocks"] if "element" in block}


def lines(bot: Bot, channel: Channel | None = None) -> list[str]:
    """What the bot has said in a channel."""
    return [one.text for one in bot.workspace.messages(channel or bot.general) if one.bot_id]


async def test_a_channel_gets_tips_and_quizzes(start_bot: StartBot) -> None:
    bot = await start_bot()
    at_noon(bot)
    ack = await run(bot)
    assert ack.message is None
    inputs = shown(modal(bot))
    assert inputs[ZONE]["initial_option"]["value"] == bot.ada.tz == "Europe/Berlin"
    assert inputs[ZONE]["initial_option"]["text"]["text"] == "Europe/Berlin · 13:00 now, UTC+1"
    assert [option["value"] for option in inputs[TIP_DAYS]["initial_options"]] == WEEK
    ack = await submit(
        bot, at="08:30", quiz_days=["2"], reveal="15:00", themes=["storage", "ec2"], exam="security", first="2026-12-07"
    )
    assert ack.ok, ack.problems
    [kept] = await stored(bot)
    assert kept == Subscription(
        workspace=bot.workspace.identity.team_id,
        place=bot.general.id,
        person=bot.ada.id,
        at=time(8, 30),
        zone="Europe/Berlin",
        tips=frozenset(range(5)),
        quizzes=frozenset({2}),
        reveal=time(15),
        themes=frozenset({"storage", "ec2"}),
        exam="security",
        first=kept.first,
        since=NOON,
    )
    assert str(kept.first) == "2026-12-07"
    assert "Saved." in visible(modal(bot).content)
    assert "tip on Mon 7 Dec at 08:30" in visible(modal(bot).content)
    [line] = lines(bot)
    assert line.startswith(f"<@{bot.ada.id}> set up what I post here: tips Mon–Fri, quiz Wed at 08:30, Europe/Berlin")
    assert "`/whosejob tips` changes or stops it." in line
    assert bot.workspace.calls("conversations.join") != []


async def test_what_is_there_is_shown_and_changed(start_bot: StartBot) -> None:
    bot = await start_bot()
    at_noon(bot)
    await set_up(bot, tip_days=["0"], themes=["storage"], exam="security")
    await run(bot)
    inputs = shown(modal(bot))
    assert [one["value"] for one in inputs[TIP_DAYS]["initial_options"]] == ["0"]
    assert [one["value"] for one in inputs[THEMES]["initial_options"]] == ["storage"]
    assert inputs[EXAM]["initial_option"]["value"] == "security"
    assert "As it is now: next: tip on Mon 7 Dec at 09:00" in visible(modal(bot).content)
    assert (await submit(bot, at="10:00")).ok
    [kept] = await stored(bot)
    assert (kept.at, kept.tips) == (time(10), {0})
    assert "changed what I post here" in lines(bot)[-1]


async def test_a_person_gets_them_in_the_direct_message(start_bot: StartBot) -> None:
    bot = await start_bot()
    at_noon(bot)
    await set_up(bot, where=DIRECT, practice_days=["1", "3"], zone="Asia/Kolkata")
    [kept] = await stored(bot)
    assert (kept.place, kept.direct, kept.zone) == (bot.workspace.dm(bot.ada).id, True, "Asia/Kolkata")
    assert (kept.tips, kept.practice, kept.quizzes) == (frozenset(range(5)), {1, 3}, frozenset())
    [line] = lines(bot, bot.workspace.dm(bot.ada))
    assert line.startswith("From now on I send you: tips Mon–Fri, practice Tue, Thu at 09:00, Asia/Kolkata")
    assert lines(bot) == []


async def test_typed_in_a_direct_message_it_is_about_that_with_the_bot(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = bot.workspace.add_user("grace")
    for place in (bot.workspace.dm(bot.ada), bot.workspace.add_dm(bot.ada, grace)):
        await run(bot, channel=place)
        assert WHERE not in shown(modal(bot))
        assert QUIZ_DAYS not in shown(modal(bot))
        assert (await submit(bot)).ok
    assert [one.place for one in await stored(bot)] == [bot.workspace.dm(bot.ada).id]
    assert lines(bot, bot.workspace.dm(bot.ada))[-1].startswith("Changed: ")


async def test_each_place_has_its_own(start_bot: StartBot) -> None:
    bot = await start_bot()
    await set_up(bot, at="07:00")
    await set_up(bot, where=DIRECT, at="08:00", tip_days=["6"])
    await run(bot)
    assert shown(modal(bot))[AT]["initial_time"] == "07:00"
    await pick(bot, DIRECT)
    assert shown(modal(bot))[AT]["initial_time"] == "08:00"
    await pick(bot, HERE)
    assert shown(modal(bot))[AT]["initial_time"] == "07:00"
    assert [option["value"] for option in shown(modal(bot))[TIP_DAYS]["initial_options"]] == WEEK


async def test_what_was_filled_in_goes_along_to_a_place_that_has_nothing(start_bot: StartBot) -> None:
    bot = await start_bot()
    await run(bot)
    await pick(bot, DIRECT, at="06:15", zone="Asia/Tokyo", tip_days=["5"], exam="security")
    inputs = shown(modal(bot))
    assert inputs[AT]["initial_time"] == "06:15"
    assert inputs[ZONE]["initial_option"]["value"] == "Asia/Tokyo"
    assert [one["value"] for one in inputs[TIP_DAYS]["initial_options"]] == ["5"]
    assert inputs[EXAM]["initial_option"]["value"] == "security"
    assert await stored(bot) == ()


async def test_zones_are_found_while_someone_types(start_bot: StartBot) -> None:
    bot = await start_bot()
    await run(bot)
    for typed, zone in (("new york", "America/New_York"), ("nyc", "America/New_York"), ("utc+5:30", "Asia/Kolkata")):
        ack = await bot.workspace.suggest(bot.ada, modal(bot), action_id=ZONE, query=typed)
        assert ack.ok, ack.problems
        assert ack.body["options"][0]["value"] == zone
    ack = await bot.workspace.suggest(bot.ada, modal(bot), action_id=ZONE, query="")
    assert len(ack.body["options"]) == 25
    ack = await bot.workspace.suggest(bot.ada, modal(bot), action_id=ZONE, query="qwertyzxc")
    assert ack.ok
    assert ack.body["options"] == []


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"tip_days": []}, TIP_DAYS, "at least one weekday"),
    ({"first": "2026-02-30"}, FIRST, "no such date"),
    ({"first": "2026-11-29"}, FIRST, "has passed"),
    ({"first": "2028-01-01"}, FIRST, "more than a year"),
    ({"zone": "Mars/Olympus"}, ZONE, "Type the name of a city"),
]


@pytest.mark.parametrize(("values", "field", "fault"), FAULTS)
@over_http
async def test_what_is_wrong_is_said_in_its_field(
    start_bot: StartBot, values: dict[str, Any], field: str, fault: str
) -> None:
    bot = await start_bot()
    at_noon(bot)
    await run(bot)
    ack = await submit(bot, **values)
    assert ack.body["response_action"] == "errors"
    [(block, said)] = ack.body["errors"].items()
    assert block.partition(":")[0] == field
    assert fault in said
    assert await stored(bot) == ()
    assert bot.workspace.calls("chat.postMessage") == []


@over_http
async def test_the_preview_shows_the_tip_and_the_next_five(start_bot: StartBot) -> None:
    bot = await start_bot()
    at_noon(bot)
    await run(bot)
    await press(bot, PREVIEW, quiz_days=["2"], themes=["storage"], at="13:30", zone="Europe/London")
    content = visible(modal(bot).content)
    for part in (
        *("tip on Mon 30 Nov at 13:30", "tip on Wed 2 Dec at 13:30", "quiz on Wed 2 Dec at 13:30"),
        *("tip on Thu 3 Dec at 13:30", "Tip of the day · ", "*Why it matters:*", "Nothing is stored yet."),
        "its answer is posted at 16:00",
    ):
        assert part in content
    assert content.count("•") == 5
    assert await stored(bot) == ()
    await bot.workspace.close_view(bot.ada, modal(bot))
    await press(bot, PREVIEW, tip_days=[])
    assert "Pick at least one weekday." in visible(modal(bot).content)


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
    assert bool([one for one in lines(bot) if "stopped the tips" in one]) is (where == HERE)


@over_http
async def test_it_is_stopped_by_command(start_bot: StartBot) -> None:
    bot = await start_bot()
    assert "nothing to stop" in await told(bot, "tips stop")
    await set_up(bot)
    await set_up(bot, where=DIRECT)
    assert "Stopped." in await told(bot, "tips stop")
    assert [one.direct for one in await stored(bot)] == [True]
    assert "Stopped: I send you nothing" in await told(bot, "tips stop", channel=bot.workspace.dm(bot.ada))
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


async def daily(bot: Bot, channel: Channel) -> Message:
    """A tip of the day as it stands in a place."""
    lessons = bot.desk.engine.lessons
    tip = next(iter(lessons.tips.values()))
    place = Subscription(workspace="T", place=channel.id)
    content = daily_tip(tip, lessons.sources[f"tip:{tip.id}"], place, "Storage").content()
    client = AsyncWebClient(token=bot.workspace.bot_token, base_url=bot.workspace.api_url)
    ts = str((await client.chat_postMessage(channel=channel.id, **content))["ts"])
    return next(one for one in bot.workspace.messages(channel) if one.ts == ts)


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


@over_http
async def test_the_bot_joins_a_public_channel(start_bot: StartBot) -> None:
    bot = await start_bot()
    channel = bot.workspace.add_channel("random", members=[bot.ada], with_bot=False)
    await set_up(bot, channel=channel)
    assert bot.workspace.identity.bot_user_id in bot.workspace.state.channels[channel.id].members
    assert [one.place for one in await stored(bot)] == [channel.id]


async def test_a_private_channel_must_invite_it(start_bot: StartBot) -> None:
    bot = await start_bot()
    secret = bot.workspace.add_channel("secret", members=[bot.ada], private=True, with_bot=False)
    await run(bot, channel=secret)
    before = modal(bot)
    ack = await submit(bot)
    [(block, said)] = ack.body["errors"].items()
    assert block.startswith(WHERE)
    assert "Type /invite @whosejob" in said
    assert await stored(bot) == ()
    assert modal(bot).hash == before.hash, "what was filled in still stands there"
    members = bot.workspace.state.channels[secret.id].members
    bot.workspace.state.set_members(secret.id, members | {bot.workspace.identity.bot_user_id})
    assert "errors" not in (await submit(bot)).body
    assert [one.place for one in await stored(bot)] == [secret.id]


@over_http
async def test_a_channel_that_takes_nothing_says_why(start_bot: StartBot) -> None:
    bot = await start_bot()
    for spoil, words in ((bot.workspace.restrict, "only some people may post"), (bot.workspace.archive, "archived")):
        await run(bot)
        spoil(bot.general)
        ack = await submit(bot)
        assert words in next(iter(ack.body["errors"].values()))
        bot.workspace.state.change_channel(bot.general.id, archived=False, posters=None)
    assert await stored(bot) == ()


SLACK_FAILS = ["users.info", "conversations.open", "conversations.join", "chat.postMessage"]


@pytest.mark.parametrize("method", SLACK_FAILS)
@pytest.mark.parametrize("fault", ["slow", "refuse", "limit"])
@over_http
async def test_slack_slow_or_out(start_bot: StartBot, method: str, fault: str) -> None:
    bot = await start_bot()
    where = DIRECT if method == "conversations.open" else HERE
    grace = member(bot, is_admin=True)
    await set_up(bot, where=where)
    await run(bot, user=grace if where == HERE else bot.ada)
    user = grace if where == HERE else bot.ada
    if where == DIRECT:
        await pick(bot, DIRECT)
    [before] = await stored(bot)
    disturb(bot, method, fault)
    ack = await submit(bot, user, at="22:00")
    assert ack.ok, "in time"
    errors = ack.body.get("errors")
    if method == "conversations.join" and fault != "slow":
        assert errors is None, "it was in the channel already"
    else:
        assert errors is not None
        assert "saved" in next(iter(errors.values()))
        assert await stored(bot) == (before,)


def disturb(bot: Bot, method: str, fault: str) -> None:
    """Slack does not do what is asked."""
    if fault == "slow":
        bot.workspace.faults.delay(method, seconds=4)
    elif fault == "refuse":
        bot.workspace.faults.error(method, "fatal_error")
    else:
        bot.workspace.faults.rate_limit(method, retry_after=30)


@over_http
async def test_without_the_persons_zone_one_is_picked(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.grant(set(SCOPES) - {"users:read"})
    await run(bot)
    assert "initial_option" not in shown(modal(bot))[ZONE]
    assert (await submit(bot, zone="Pacific/Auckland")).ok
    assert [one.zone for one in await stored(bot)] == ["Pacific/Auckland"]


@over_http
async def test_a_trigger_that_has_run_out(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.faults.error("views.open", "expired_trigger_id")
    assert "too long" in await told(bot, "tips")
    bot.workspace.faults.delay("views.open", seconds=4)
    assert "too long" in await told(bot, "tips")


@over_http
async def test_the_database_is_away(start_bot: StartBot) -> None:
    bot = await start_bot()
    await set_up(bot)
    await run(bot)
    view = modal(bot)
    said = len(lines(bot))
    async with bot.store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE subscription RENAME TO gone"))
    for words in ("tips", "tips list", "tips stop"):
        assert "again in a moment" in await told(bot, words)
    ack = await bot.workspace.submit(bot.ada, view)
    assert "Not saved" in next(iter(ack.body["errors"].values()))
    await bot.workspace.click(bot.ada, view, action_id=PAUSE)
    await bot.workspace.settled()
    assert "Nothing was changed" in visible(modal(bot).content)
    assert len(lines(bot)) == said, "nothing is promised that is not kept"


@over_http
async def test_a_database_that_hangs_is_told_of_in_time(start_bot: StartBot) -> None:
    bot = await start_bot()
    await set_up(bot)
    await run(bot)
    view = modal(bot)
    async with bot.store.engine.connect() as connection:
        await connection.exec_driver_sql("BEGIN EXCLUSIVE")
        ack = await bot.workspace.submit(bot.ada, view, named({"at": "22:00"}))
        assert ack.ok, "in time"
        assert "tips list" in next(iter(ack.body["errors"].values()))
        assert "again in a moment" in await told(bot, "tips stop")
        await connection.rollback()
    assert [one.at for one in await stored(bot)] == [time(9)]


@over_http
async def test_a_line_that_was_not_true_is_taken_back(start_bot: StartBot) -> None:
    bot = await start_bot()
    await run(bot)
    async with bot.store.engine.begin() as connection:
        await connection.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON subscription BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    ack = await submit(bot)
    assert "Not saved" in next(iter(ack.body["errors"].values()))
    assert len(bot.workspace.calls("chat.postMessage")) == 1
    assert lines(bot) == []


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
    assert "Security · next: tip on Tue 1 Dec at 09:00" in mine[1]
    assert mine[2].startswith(f"*direct message to <@{bot.ada.id}>*: tips Sat at 09:00")
    theirs = await told(bot, "tips list", grace)
    assert theirs.startswith("*2 subscriptions*")
    assert "⚠ the channel is archived" in theirs
    assert (await told(bot, "tips list", root)).startswith("*3 subscriptions*")


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
