"""People practise what is due, see how they do in Home, are reminded, compete, and are forgotten."""

from __future__ import annotations

import asyncio
from datetime import date, time

import pytest
from bots import SCOPES, Bot, StartBot, over_http
from running import answer, asked, click, complete, in_message, in_modal, later, run_in, settled, told
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select, text
from test_slack_home import elements, opened, said, standing

from bot.demo import Limits, Message, View
from bot.engine import Engine
from bot.slack.caller import Caller
from bot.slack.charting import Bar, Chart
from bot.slack.views.leaderboard import BOARD_JOIN, BOARD_LEAVE, BOARD_SHOW
from bot.slack.views.practice import PRACTICE_BEGIN, REMIND, REMIND_NO_MORE, reminder_message
from bot.slack.views.quiz import QUIZ_ABOUT, QUIZ_AGAIN, QUIZ_ANSWER, QUIZ_CHOICE, QUIZ_NEXT
from bot.store import Card, Cards, Learner, Store
from bot.store.database import Database
from bot.store.tables import METADATA
from bot.subscription import WORKING_DAYS, Subscription

NEVER = Card(9e9, "{}")
"""Of a question that is not due in this century."""
DATE = date(2026, 11, 27)


class Hesitant(Cards):
    """Cards that nobody can read for a while."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.goes_on = asyncio.Event()

    async def of(self, workspace: str, person: str) -> dict[str, Card]:
        """A person's cards, once that goes on."""
        await self.goes_on.wait()
        return await super().of(workspace, person)


async def command(bot: Bot, words: str) -> Message:
    """What Ada is told, alone, after a command."""
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", words)
    await settled(bot)
    assert ack.message is not None
    assert ack.message.ephemeral_for == bot.ada.id
    return ack.message


async def home(bot: Bot) -> View:
    """Home as Ada sees it once its chart has come too."""
    await opened(bot)
    await settled(bot)
    return standing(bot.workspace.home(bot.ada))


async def press(bot: Bot, view: View, action_id: str) -> None:
    """Ada clicks in a view."""
    assert (await bot.workspace.click(bot.ada, view, action_id=action_id)).ok
    await settled(bot)


def names(bot: Bot) -> tuple[str, str]:
    """The workspace's key and Ada's id, as the store has them."""
    return bot.workspace.identity.team_id, bot.ada.id


def picture(view: View) -> str:
    """Slack's id of the chart in Home; empty where there is none."""
    return next((b["slack_file"]["id"] for b in view.content["blocks"] if b["type"] == "image"), "")


async def tables_naming(store: Store, word: str) -> set[str]:
    """Tables in which a word stands anywhere."""
    found = set()
    async with store.engine.connect() as connection:
        for table in METADATA.tables.values():
            rows = (await connection.execute(select(table))).all()
            found |= {table.name for row in rows for value in row if word in str(value)}
    return found


async def test_answers_of_a_quiz_are_kept_and_come_again(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    ids = await complete(bot, engine, in_message(bot), wrong=(1,))
    reviews = await bot.store.reviews.of(*names(bot), 0.0)
    assert [(one.scenario, one.right) for one in reviews] == [(one, number != 1) for number, one in enumerate(ids)]
    assert (await bot.store.learners.of(*names(bot))).zone == bot.ada.tz
    cards = await bot.store.cards.of(*names(bot))
    assert set(cards) == set(ids)
    assert min(cards, key=lambda one: cards[one].due) == ids[1], "what was missed comes first"
    later(bot, 1)
    assert ids[1] in run_in(engine, await command(bot, "practice")).questions
    assert f"{sum(card.due <= bot.desk.clock() for card in cards.values())} question" in said(await home(bot))


async def test_a_run_of_practice_ends_with_when_the_next_are_due(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    first = await complete(bot, engine, in_message(bot), wrong=range(5))
    later(bot, 2)
    message = await command(bot, "practice")
    assert set(run_in(engine, message).questions) == set(first)
    await complete(bot, engine, in_message(bot))
    result = in_message(bot)()
    assert isinstance(result, Message)
    assert "5 of 5 right." in result.text
    assert "Next due: <!date^" in result.text
    await click(bot, in_message(bot), QUIZ_AGAIN)
    assert not set(run_in(engine, in_message(bot)()).questions) & set(first), "nothing is due, and new ones come"


async def test_home_practises_in_a_modal_and_is_shown_anew(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    before = await home(bot)
    assert "Five quiz questions at a time" in said(before)
    await press(bot, before, PRACTICE_BEGIN)
    shown = in_modal(bot)
    assert "Question 1 of 5" in told(shown())
    await answer(bot, engine, shown, right=True)
    assert "✓ Right." in told(shown())
    await click(bot, shown, f"{QUIZ_ABOUT}1")
    on_top = standing(bot.workspace.modal(bot.ada))
    assert on_top.previous_id is not None
    assert "Source: " in said(on_top)
    await bot.workspace.close_view(bot.ada, on_top)
    await click(bot, shown, QUIZ_NEXT)
    for _ in range(4):
        await answer(bot, engine, shown, right=True)
        await click(bot, shown, QUIZ_NEXT)
    assert "5 of 5 right." in told(shown())
    closed = await bot.workspace.close_view(bot.ada, standing(bot.workspace.modal(bot.ada)))
    assert closed is not None
    assert closed.ok
    await settled(bot)
    after = standing(bot.workspace.home(bot.ada))
    assert "1 day in a row · 5 answered" in said(after)
    assert "Nothing is due; Practise asks you new ones. Next due: " in said(after)


async def test_boxes_that_nobody_checked_are_asked_for_again(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    several = [one.id for one in engine.lessons.scenarios.values() if len(one.right) > 1]
    for scenario in engine.lessons.scenarios:
        if scenario not in several:
            await bot.store.cards.put(*names(bot), scenario, NEVER)
    await press(bot, await home(bot), PRACTICE_BEGIN)
    shown = in_modal(bot)
    await click(bot, shown, QUIZ_ANSWER)
    assert "Check the options" in told(shown())
    await answer(bot, engine, shown, right=True)
    assert "✓ Right." in told(shown())
    await click(bot, shown, QUIZ_NEXT)
    await click(bot, shown, QUIZ_ANSWER)
    assert "Check the options" in told(shown()), "what was checked for one question is not for the next"


async def test_a_click_that_comes_twice_counts_once(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    message = await command(bot, "quiz s3")
    while len(asked(engine, message).right) > 1:
        message = await command(bot, "quiz s3")
    for letter in ("a", "b", "a"):
        assert (await bot.workspace.click(bot.ada, message, action_id=QUIZ_CHOICE + letter)).ok
    await settled(bot)
    assert len(await bot.store.reviews.of(*names(bot), 0.0)) == 1


@over_http
async def test_the_same_questions_count_again_in_another_run(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    for times in (1, 2):
        await command(bot, "quiz lambda")
        length = len(await complete(bot, engine, in_message(bot)))
        later(bot, 0.01)
        assert len(await bot.store.reviews.of(*names(bot), 0.0)) >= times * min(length, 2)


async def test_reminders_are_switched_on_and_off_beside_a_daily_tip(start_bot: StartBot) -> None:
    bot = await start_bot()
    assert "Remind me on weekdays at 09:00" in said(await home(bot))
    await press(bot, standing(bot.workspace.home(bot.ada)), REMIND)
    [own] = await bot.store.subscriptions.of_person(*names(bot))
    assert (own.practice, own.at, own.zone, own.direct) == (WORKING_DAYS, time(9), bot.ada.tz, True)
    assert own.place == bot.workspace.dm(bot.ada).id
    view = standing(bot.workspace.home(bot.ada))
    assert "Reminders when something is due: Mon–Fri at 09:00, Europe/Berlin" in said(view)
    assert "Subscribed" in said(view)
    await press(bot, view, REMIND_NO_MORE)
    assert await bot.store.subscriptions.of_person(*names(bot)) == ()
    tip = Subscription(
        workspace=names(bot)[0], place=own.place, person=bot.ada.id, direct=True, at=time(7, 30), tips=frozenset({2}),
        zone="Asia/Tokyo",
    )  # fmt: skip
    await bot.store.subscriptions.put(tip, 1.0)
    view = await home(bot)
    assert "Remind me on weekdays at 07:30" in said(view)
    await press(bot, view, REMIND)
    [both] = await bot.store.subscriptions.of_person(*names(bot))
    assert (both.tips, both.practice, both.at, both.zone) == (frozenset({2}), WORKING_DAYS, time(7, 30), "Asia/Tokyo")
    await press(bot, standing(bot.workspace.home(bot.ada)), REMIND_NO_MORE)
    [left] = await bot.store.subscriptions.of_person(*names(bot))
    assert (left.tips, left.practice) == (frozenset({2}), frozenset())


async def test_reminders_of_a_bot_that_may_not_write_first_are_told_why(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.grant(set(SCOPES) - {"im:write"})
    await press(bot, await home(bot), REMIND)
    told = said(standing(bot.workspace.modal(bot.ada)))
    assert "install me again" in told
    assert "try again" not in told
    assert await bot.store.subscriptions.of_person(*names(bot)) == ()


async def test_a_reminder_begins_a_run_that_only_its_reader_sees(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    dm = bot.workspace.dm(bot.ada)
    client = AsyncWebClient(token=bot.workspace.bot_token, base_url=bot.workspace.api_url)
    await client.chat_postMessage(channel=dm.id, **reminder_message().content())
    [message] = bot.workspace.messages(dm)
    assert (await bot.workspace.click(bot.ada, message, action_id=PRACTICE_BEGIN)).ok
    await settled(bot)
    [question] = bot.workspace.ephemerals(dm, bot.ada)
    assert "Question 1 of 5" in question.text
    assert asked(engine, question)


async def test_practising_all_that_is_due_makes_the_workspace_due(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot), wrong=range(5))
    assert await bot.store.rounds.take(bot.desk.clock(), 0.0, 60.0) is None, "nobody is to be reminded"
    await press(bot, await home(bot), REMIND)
    taken = await bot.store.rounds.take(bot.desk.clock(), 0.0, 60.0)
    assert taken is not None
    await bot.store.rounds.finish(taken, bot.desk.clock() + 1e6)
    later(bot, 2)
    assert await bot.store.rounds.take(bot.desk.clock(), 100.0, 60.0) is None
    await command(bot, "practice")
    await complete(bot, engine, in_message(bot))
    assert await bot.store.rounds.take(bot.desk.clock(), 200.0, 60.0) is not None, "the reminder is to be taken back"


async def test_a_chart_is_drawn_once_and_again_when_progress_changes(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    assert not picture(await home(bot)), "there is nothing to be drawn"
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    first = picture(await home(bot))
    png = bot.workspace.file(first)
    assert png.startswith(b"\x89PNG")
    assert len(png) <= 20_000
    assert picture(await home(bot)) == first
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1
    shown = standing(bot.workspace.home(bot.ada))
    [image] = [block for block in shown.content["blocks"] if block["type"] == "image"]
    assert "questions known" in image["alt_text"]
    assert not any("fields" in block for block in shown.content["blocks"]), "nothing is said twice"
    assert all(theme.short in image["alt_text"] for theme in engine.lessons.themes.values() if theme.scenarios)
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    second = picture(await home(bot))
    assert second not in ("", first)
    assert list(bot.workspace.files()) == [second], "the old one is deleted"


@over_http
async def test_a_chart_comes_to_the_open_home_once_slack_is_done_with_it(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot(Limits(file_seconds=1.0))
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    assert picture(await home(bot)) in bot.workspace.files()
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1


@over_http
async def test_home_does_without_a_chart_that_slack_is_still_at_work_on(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot(Limits(file_seconds=5.0))
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    assert not picture(await home(bot))
    assert not picture(await home(bot)), "nor is it drawn anew"
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1
    bot.workspace.clock.advance(10.0)
    assert picture(await home(bot))
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1


@over_http
async def test_a_chart_that_somebody_deleted_is_drawn_anew(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    await home(bot)
    learner = await bot.store.learners.of(*names(bot))
    await bot.store.learners.replace_chart(*names(bot), learner.chart_file, learner.chart_digest, "F0GONE")
    assert picture(await home(bot)) in bot.workspace.files()


@over_http
async def test_a_chart_that_comes_late_puts_no_older_home_back(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    bot.workspace.faults.delay("files.completeUploadExternal", 1.0)
    first = await opened(bot)
    assert not picture(first)
    await press(bot, first, BOARD_JOIN)
    assert elements(standing(bot.workspace.home(bot.ada)), BOARD_LEAVE)
    assert picture(await home(bot))
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1


@over_http
async def test_an_older_installation_has_no_chart_and_no_errors(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    bot.workspace.grant(set(SCOPES) - {"files:write"})
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    for _ in range(2):
        view = await home(bot)
        assert "5 answered" in said(view)
        assert not picture(view)
    assert len(bot.workspace.calls("files.getUploadURLExternal")) == 1, "Slack is not asked again and again"


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
@over_http
async def test_an_upload_that_fails_leaves_home_as_it_is(start_bot: StartBot, engine: Engine, method: str) -> None:
    bot = await start_bot()
    bot.workspace.faults.server_error(method)
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    assert not picture(await home(bot))
    assert picture(await home(bot)), "the next opening has one"


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


@over_http
async def test_a_chart_that_comes_after_its_person_was_forgotten_goes_too(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    bot.workspace.faults.delay("files.completeUploadExternal", 1.0)
    await opened(bot)
    assert "Done. I deleted" in (await command(bot, "forget me")).text
    await settled(bot)
    assert await tables_naming(bot.store, bot.ada.id) == set()
    assert bot.workspace.files() == {}


async def test_a_chart_that_is_begun_after_its_person_was_forgotten_is_not_kept(start_bot: StartBot) -> None:
    """Home was read right before."""
    bot = await start_bot()

    async def show(_: str) -> None:
        raise AssertionError("shown")

    client = AsyncWebClient(token=bot.workspace.bot_token, base_url=bot.workspace.api_url)
    bot.desk.charts.renew(
        Caller(*names(bot)), client, Learner(), Chart("3 known", "", (Bar("Identity", 1, 2, 3),)), show
    )
    await settled(bot)
    assert await tables_naming(bot.store, bot.ada.id) == set()
    assert bot.workspace.files() == {}


async def test_practising_works_while_the_database_is_away(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    async with bot.store.engine.begin() as connection:
        for table in ("card", "review", "learner", "event_claim"):
            await connection.execute(text(f"DROP TABLE {table}"))
    view = await home(bot)
    assert "cannot look up your practice" in said(view)
    await press(bot, view, PRACTICE_BEGIN)
    await complete(bot, engine, in_modal(bot), wrong=(2,))
    assert "4 of 5 right." in told(in_modal(bot)())
    assert "cannot look up the leaderboard" in (await command(bot, "leaderboard")).text
    await command(bot, "practice")
    await complete(bot, engine, in_message(bot))


@over_http
async def test_a_database_that_hangs_holds_up_no_answer(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    bot.store.cards = Hesitant(Database(bot.store.engine))
    message = await command(bot, "quiz")
    while len(asked(engine, message).right) > 1:
        message = await command(bot, "quiz")
    delivery = await bot.workspace.click(bot.ada, message, action_id=QUIZ_CHOICE + "a")
    assert delivery.ok
    await bot.workspace.settled()
    assert "Source: " in told(in_message(bot)())
    assert await bot.store.reviews.of(*names(bot), 0.0) == ()
    bot.store.cards.goes_on.set()
    await settled(bot)
    assert len(await bot.store.reviews.of(*names(bot), 0.0)) == 1


@over_http
async def test_what_cannot_be_switched_is_told(start_bot: StartBot) -> None:
    bot = await start_bot()
    view = await home(bot)
    bot.workspace.faults.refuse("conversations.open", times=None)
    await press(bot, view, REMIND)
    assert "Not changed" in said(standing(bot.workspace.modal(bot.ada)))
    async with bot.store.engine.begin() as connection:
        await connection.execute(text("DROP TABLE subscription"))
    await press(bot, view, REMIND_NO_MORE if elements(view, REMIND_NO_MORE) else REMIND)
    assert "Not changed" in said(standing(bot.workspace.modal(bot.ada)))
