"""Practice: answers decide what comes again, in runs, in Home and in reminders."""

from __future__ import annotations

from datetime import time

from bots import SCOPES, StartBot, over_http
from practised import NEVER, Hesitant, command, home, names, press
from running import answer, asked, click, complete, in_message, in_modal, later, run_in, settled, told
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text
from test_slack_home import elements, said, standing

from bot.demo import Message
from bot.engine import Engine
from bot.slack.views.practice import PRACTICE_BEGIN, REMIND, REMIND_NO_MORE, reminder_message
from bot.slack.views.quiz import QUIZ_ABOUT, QUIZ_AGAIN, QUIZ_ANSWER, QUIZ_CHOICE, QUIZ_NEXT
from bot.store.database import Database
from bot.subscription import WORKING_DAYS, Subscription


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
