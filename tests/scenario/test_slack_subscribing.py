"""People set up what a channel, or they themselves, are sent by the clock."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from bots import SCOPES, Bot, StartBot, over_http, visible
from sqlalchemy import text
from subscriptions import (
    NOON,
    WEEK,
    at_noon,
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

from bot.slack.views.subscribing import (
    AT,
    DIRECT,
    EXAM,
    FIRST,
    HERE,
    PAUSE,
    PREVIEW,
    QUIZ_DAYS,
    THEMES,
    TIP_DAYS,
    WHERE,
    ZONE,
)
from bot.subscription import Subscription


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
    assert bot.workspace.calls("conversations.join") == [], "it is there already"


async def test_what_is_there_is_shown_and_changed(start_bot: StartBot) -> None:
    bot = await start_bot()
    at_noon(bot)
    await set_up(bot, tip_days=["0"], themes=["storage"], exam="security")
    await run(bot)
    inputs = shown(modal(bot))
    assert [one["value"] for one in inputs[TIP_DAYS]["initial_options"]] == ["0"]
    assert [one["value"] for one in inputs[THEMES]["initial_options"]] == ["storage"]
    assert inputs[EXAM]["initial_option"]["value"] == "security"
    assert "Now: next tip on Mon 7 Dec at 09:00" in visible(modal(bot).content)
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
    await press(bot, PREVIEW, tip_days=[], quiz_days=[])
    assert "Pick at least one weekday." in visible(modal(bot).content)


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


async def test_a_bot_that_was_installed_with_fewer_scopes_says_what_helps(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.grant(set(SCOPES) - {"channels:join", "im:write"})
    channel = bot.workspace.add_channel("random", members=[bot.ada], with_bot=False)
    await run(bot, channel=channel)
    assert "Type /invite @whosejob" in str((await submit(bot)).body["errors"]), "which needs no admin"
    await pick(bot, DIRECT)
    assert "can install me again" in str((await submit(bot)).body["errors"])
    assert await stored(bot) == ()


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
    if method == "conversations.join":
        bot.workspace.state.set_members(bot.general.id, {bot.ada.id, grace.id})
    disturb(bot, method, fault)
    ack = await submit(bot, user, at="22:00")
    assert ack.ok, "in time"
    assert "saved" in next(iter(ack.body["errors"].values()))
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
