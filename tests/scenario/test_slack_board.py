"""The leaderboard, and leaving it and all else: who is forgotten leaves nothing."""

from __future__ import annotations

from bots import StartBot, over_http
from practised import DATE, command, home, names, picture, press, tables_naming
from running import click, complete, in_message, later, told
from test_slack_home import elements, said, standing

from bot.demo import Message
from bot.engine import Engine
from bot.slack.views.leaderboard import BOARD_JOIN, BOARD_LEAVE, BOARD_SHOW
from bot.slack.views.practice import REMIND
from bot.store import Learner


async def test_the_leaderboard_names_those_who_take_part_and_nobody_else(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    workspace, ada = names(bot)
    scenario = next(iter(engine.lessons.scenarios))
    today = bot.desk.clock()
    for person, right, board in (("U0BOB", 3, True), ("U0EVE", 3, True), ("U0SHY", 9, False), (ada, 1, False)):
        await bot.store.learners.put(workspace, person, Learner(board=board))
        for number in range(3):
            await bot.store.reviews.add(workspace, person, scenario, number < right, DATE, today)
    shown = await command(bot, "leaderboard")
    assert "1. <@U0BOB>: 3 of 3 right\n1. <@U0EVE>: 3 of 3 right" in shown.text
    assert "U0SHY" not in shown.text
    assert ada not in shown.text
    await click(bot, in_message(bot), BOARD_JOIN)
    joined = in_message(bot)()
    assert isinstance(joined, Message)
    assert f"3. <@{ada}> _(you)_: 1 of 3 right" in joined.text
    await click(bot, in_message(bot), BOARD_LEAVE)
    assert ada not in told(in_message(bot)())
    await press(bot, await home(bot), BOARD_JOIN)
    assert (await bot.store.learners.of(*names(bot))).board
    view = standing(bot.workspace.home(bot.ada))
    await press(bot, view, BOARD_SHOW)
    board = standing(bot.workspace.modal(bot.ada))
    assert "3. <@" in said(board)
    await press(bot, board, BOARD_LEAVE)
    assert ada not in said(standing(bot.workspace.modal(bot.ada)))
    assert elements(standing(bot.workspace.home(bot.ada)), BOARD_JOIN)


@over_http
async def test_of_many_the_first_ten_and_oneself_are_shown(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    workspace, ada = names(bot)
    scenario = next(iter(engine.lessons.scenarios))
    for number, person in enumerate([*(f"U0P{one:02}" for one in range(14)), ada]):
        await bot.store.learners.put(workspace, person, Learner(board=True))
        for _ in range(20 - number):
            await bot.store.reviews.add(workspace, person, scenario, True, DATE, bot.desk.clock())
    shown = await command(bot, "leaderboard")
    assert [line.partition(".")[0] for line in shown.text.splitlines() if "<@" in line] == [
        *map(str, range(1, 11)),
        "15",
    ]
    later(bot, 31)
    assert "Nobody who takes part has answered anything yet." in (await command(bot, "leaderboard")).text


async def test_whoever_is_forgotten_leaves_nothing(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot), wrong=(0, 1))
    for action_id in (REMIND, BOARD_JOIN):
        await press(bot, await home(bot), action_id)
    assert bot.workspace.files()
    assert {"card", "review", "learner", "subscription"} <= await tables_naming(bot.store, bot.ada.id)
    assert "Done. I deleted" in (await command(bot, "forget me")).text
    assert await tables_naming(bot.store, bot.ada.id) == set()
    assert bot.workspace.files() == {}
    view = standing(bot.workspace.home(bot.ada))
    assert "Five quiz questions at a time" in said(view)
    assert "Remind me on weekdays" in said(view)
    assert not picture(view)


@over_http
async def test_a_slack_that_is_away_keeps_nobody_from_being_forgotten(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    await home(bot)
    bot.workspace.faults.delay("files.delete", 4.0)
    assert "Done. I deleted" in (await command(bot, "forget me")).text
    assert await tables_naming(bot.store, bot.ada.id) == set()
