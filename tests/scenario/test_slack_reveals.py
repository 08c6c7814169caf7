"""The answer to a channel's question: by the clock, by hand, once, and after whatever went wrong."""

from __future__ import annotations

import asyncio

import pytest
from bots import StartBot, over_http
from polling import people
from scheduling import Jobs
from sqlalchemy import text
from voted import PAUSE, asked_on, begun, buttons, settle, wrong_letter

from bot.engine import Engine
from bot.slack.balloting import LAST_SECONDS
from bot.slack.views.ballot import BALLOT_REVEAL
from bot.study.quizzing import right_letters


async def test_the_answer_comes_by_the_clock_and_votes_are_over(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    ada, ben = people(bot.workspace, bot.general, 2)
    wrong, right = wrong_letter(quiz), right_letters(quiz.scenario)
    await quiz.vote(ada, wrong)
    await quiz.settled(bot.desk)
    quiz.advance(to=quiz.answer_at)
    assert len(quiz.answers) == 1
    for option in quiz.scenario.options:
        assert option.because.split("&")[0][:40] in quiz.answers[0].text.replace("&amp;", "&")
    await quiz.vote(ben, right)
    assert "votes no longer count" in quiz.told(ben)
    assert f"{right} is right" in quiz.told(ben)
    await quiz.vote(ada, right)
    assert "(your vote)" in quiz.told(ada)
    await quiz.settled(bot.desk)
    closed = quiz.question
    assert "1 person voted, and was wrong." in closed.text
    assert f"✓ *{right}.*" in closed.text
    assert buttons(closed) == {"quiz-about-1"}
    await quiz.ask_tally(ada)
    assert f"You voted {wrong}." in quiz.told(ada)
    await quiz.ask_tally(ben)
    assert "You voted" not in quiz.told(ben)
    assert "1 person voted" in quiz.told(ben)
    await bot.workspace.click(ben, closed, action_id="quiz-about-1")
    assert engine.about(quiz.scenario.about).headline in quiz.told(ben).replace("*", "")


async def test_who_set_it_up_shows_the_answer_early_and_it_comes_once(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    [ben] = people(bot.workspace, bot.general, 1)
    await quiz.vote(ben, right_letters(quiz.scenario))
    await quiz.settled(bot.desk)
    open_still = quiz.question
    await quiz.reveal(bot.ada)
    await quiz.settled(bot.desk)
    assert len(quiz.answers) == 1
    assert "1 person voted, and was right." in quiz.question.text
    assert not bot.workspace.pending(bot.general)
    assert not bot.workspace.ephemerals(bot.general, bot.ada)
    assert (await quiz.kept()).closed_at
    await quiz.vote(ben, "A", on=open_still)
    assert "votes no longer count" in quiz.told(ben)
    quiz.advance(to=quiz.answer_at + 60)
    assert await settle(bot, quiz) is None
    await quiz.settled(bot.desk)
    assert len(quiz.answers) == 1


@over_http
async def test_an_admin_may_show_the_answer_and_others_are_told_who_may(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    [ben] = people(bot.workspace, bot.general, 1)
    await quiz.reveal(ben)
    assert f"Only <@{bot.ada.id}> and admins can show it sooner" in quiz.told(ben)
    assert f"<!date^{quiz.answer_at}^" in quiz.told(ben)
    bot.workspace.faults.error("users.info", "internal_error")
    await quiz.reveal(ben)
    assert "did not tell me in time" in quiz.told(ben)
    await quiz.settled(bot.desk)
    assert not quiz.answers
    assert not (await quiz.kept()).closed_at
    assert len(bot.workspace.pending(bot.general)) == 1
    admin = bot.workspace.add_user("grace", is_admin=True)
    await quiz.reveal(admin)
    await quiz.settled(bot.desk)
    assert len(quiz.answers) == 1


@over_http
async def test_two_who_show_the_answer_at_once_show_it_once(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    question = quiz.question
    await asyncio.gather(*(bot.workspace.click(bot.ada, question, action_id=BALLOT_REVEAL) for _ in range(5)))
    await quiz.settled(bot.desk)
    assert len(quiz.answers) == 1


@over_http
async def test_an_answer_that_slack_is_about_to_post_comes_by_itself(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    quiz.advance(to=quiz.answer_at - LAST_SECONDS + 5)
    await quiz.reveal(bot.ada)
    assert "comes by itself" in quiz.told(bot.ada)
    assert not (await quiz.kept()).closed_at
    quiz.advance(to=quiz.answer_at)
    assert len(quiz.answers) == 1


@over_http
@pytest.mark.parametrize("method", ["chat.scheduledMessages.list", "chat.deleteScheduledMessage"])
async def test_where_slack_does_not_let_go_of_the_answer_nothing_is_shown(
    start_bot: StartBot, engine: Engine, method: str
) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    bot.workspace.faults.server_error(method)
    await quiz.reveal(bot.ada)
    assert "could not show the answer just now" in quiz.told(bot.ada)
    assert not quiz.answers
    assert not (await quiz.kept()).closed_at
    await quiz.reveal(bot.ada)
    await quiz.settled(bot.desk)
    quiz.advance(to=quiz.answer_at)
    assert len(quiz.answers) == 1


async def test_question_and_answer_come_while_the_bot_is_down(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine, posted=False)
    quiz.advance(to=quiz.answer_at + 3600)
    assert len(quiz.messages) == 2
    assert not bot.workspace.calls("chat.update")
    await quiz.vote(bot.ada, "A")
    await quiz.settled(bot.desk)
    assert "votes no longer count" in quiz.told(bot.ada)
    assert "Nobody voted." in quiz.question.text


@over_http
async def test_a_pass_closes_what_is_over_and_then_has_nothing_to_do(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    assert await settle(bot, quiz) is None, "no click has told the message yet"
    await quiz.vote(bot.ada, "A")
    await quiz.settled(bot.desk)
    assert await settle(bot, quiz) == quiz.answer_at
    quiz.advance(to=quiz.answer_at)
    bot.workspace.faults.server_error("chat.update")
    assert await settle(bot, quiz) is not None
    assert await settle(bot, quiz) is None
    assert "1 person voted" in quiz.question.text
    assert buttons(quiz.question) == {"quiz-about-1"}
    calls = len(bot.workspace.calls())
    assert await settle(bot, quiz) is None
    assert len(bot.workspace.calls()) == calls
    assert len(quiz.answers) == 1


@over_http
@pytest.mark.parametrize("by", ["click", "pass"])
async def test_a_process_that_dies_once_it_has_closed_a_question_leaves_the_answer_to_others(
    start_bot: StartBot, engine: Engine, by: str
) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    bot.workspace.faults.refuse("chat.postMessage", times=None)
    bot.workspace.faults.refuse("chat.update", times=None)
    bot.desk.tallies.close()  # as one that ends, which tries once
    await quiz.reveal(bot.ada)
    await quiz.settled(bot.desk)
    assert not quiz.answers
    assert (await quiz.kept()).closed_at
    bot.workspace.faults.clear()
    if by == "pass":
        assert await settle(bot, quiz) is None
        assert await settle(bot, quiz) is None
    else:
        await quiz.vote(bot.ada, "A")
        await quiz.settled(bot.desk)
    quiz.advance(to=quiz.answer_at + 60)
    await settle(bot, quiz)
    assert len(quiz.answers) == 1
    assert buttons(quiz.question) == {"quiz-about-1"}


@over_http
async def test_passes_bring_questions_and_answers_and_close_them(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    bot.desk.tallies.pause = PAUSE
    jobs = Jobs(bot.workspace, bot.store, engine.lessons, bot.ada, bot.general)
    jobs.start_at(8)
    subscription = await jobs.subscribe(tips=frozenset(), quizzes=frozenset(range(7)))
    await jobs.pass_over()
    days = await asked_on(bot, engine, subscription)
    assert len(days) >= 3
    first, second, *_ = days
    first.advance(to=first.quiz.moment)
    await first.vote(bot.ada, "A")
    await first.reveal(bot.ada)
    await first.settled(bot.desk)
    assert first.answer_at not in jobs.held(), "the button has taken the answer back itself"
    await jobs.pass_over()
    assert first.answer_at not in jobs.held()
    first.advance(to=second.quiz.moment)
    assert len(first.answers) == 1
    await second.vote(bot.ada, "A")
    await second.settled(bot.desk)
    assert (await jobs.pass_over()).next_at <= second.answer_at
    second.advance(to=second.answer_at)
    await jobs.pass_over()
    assert len(second.answers) == 2
    for one in (first, second):
        assert buttons(one.question) == {"quiz-about-1"}
        assert "1 person voted" in one.question.text
    assert not bot.workspace.dropped


@over_http
async def test_a_process_that_dies_before_it_has_closed_a_question_leaves_it_open(
    start_bot: StartBot, engine: Engine
) -> None:
    bot = await start_bot()
    jobs = Jobs(bot.workspace, bot.store, engine.lessons, bot.ada, bot.general)
    jobs.start_at(8)
    subscription = await jobs.subscribe(tips=frozenset(), quizzes=frozenset(range(7)))
    await jobs.pass_over()
    quiz, *_ = await asked_on(bot, engine, subscription)
    quiz.advance(to=quiz.quiz.moment)
    async with bot.store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE round RENAME TO gone"))
        closing = "CREATE TRIGGER dies BEFORE UPDATE OF closed_at ON scheduled_post BEGIN SELECT RAISE(ABORT, ''); END"
        await connection.execute(text(closing))
    await quiz.reveal(bot.ada)
    assert "could not show the answer just now" in quiz.told(bot.ada)
    assert quiz.answer_at not in jobs.held()
    async with bot.store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE gone RENAME TO round"))
        await connection.execute(text("DROP TRIGGER dies"))
    await jobs.pass_over()
    assert jobs.held().count(quiz.answer_at) == 1
    quiz.advance(to=quiz.answer_at)
    assert len(quiz.answers) == 1
