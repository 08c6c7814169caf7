"""A channel votes on its quiz question, and is shown the answer once: by the clock, or before by whoever may."""

from __future__ import annotations

import asyncio
import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bots import Bot, StartBot, over_http
from many import key, many, newcomer
from polling import Quizzed, all_vote, ballot, people, quizzed
from scheduling import Jobs
from sqlalchemy import text

from bot.demo import Message, User
from bot.demo.model import Envelope
from bot.engine import Engine
from bot.settings import Settings
from bot.slack.balloting import LAST_SECONDS
from bot.slack.client import web_client
from bot.slack.settling import close_due
from bot.slack.views.ballot import BALLOT_CHOICE, BALLOT_REVEAL, PICK_ROW
from bot.store import upgrade
from bot.study.quizzing import right_letters
from bot.subscription import Subscription

PAUSE = 0.02
"""Seconds between two updates of a message, in tests."""


async def begun(bot: Bot, engine: Engine, *, several: bool = False, posted: bool = True) -> Quizzed:
    """The question of the day is in #general; ada has set it up."""
    bot.desk.tallies.pause = PAUSE
    return await quizzed(bot.workspace, bot.general, bot.store, engine, bot.ada, several=several, posted=posted)


def wrong_letter(quiz: Quizzed) -> str:
    right = right_letters(quiz.scenario)
    return next(letter for letter in "ABC" if letter not in right)


def buttons(message: Message) -> set[str]:
    return {e["action_id"] for block in message.blocks if block["type"] == "actions" for e in block["elements"]}


async def settle(bot: Bot, quiz: Quizzed) -> float | None:
    """A pass comes by."""
    client = web_client(Settings(slack_api_url=bot.workspace.api_url), bot.workspace.bot_token)
    return await close_due(bot.store, client, bot.desk.engine.lessons, quiz.key, bot.workspace.clock.now())


async def test_five_people_vote_at_once_and_each_sees_the_votes(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    voters = people(bot.workspace, bot.general, 5)
    assert "voted" not in quiz.question.text
    await all_vote(quiz, zip(voters, "ABABA", strict=True))
    await quiz.settled(bot.desk)
    assert "5 people have voted." in quiz.question.text
    assert "■" not in quiz.question.text, "how they voted is no business of those who have not"
    await quiz.vote(voters[0], "B")
    assert "*You voted B.* 5 people have voted so far:" in quiz.told(voters[0])
    assert "■■■■■■ 3" in quiz.told(voters[0]), "B, of voters 0, 1 and 3"
    assert "■■■■ 2" in quiz.told(voters[0])
    assert "✓" not in quiz.told(voters[0]), "which is right stays a secret"
    await quiz.settled(bot.desk)
    assert "5 people have voted." in quiz.question.text
    assert buttons(quiz.question) >= {"ballot-vote-a", BALLOT_REVEAL, "tips-stop"}
    assert len(quiz.messages) == 1


@over_http
async def test_votes_that_come_while_a_message_is_updated_share_the_next_update(
    start_bot: StartBot, engine: Engine
) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    first, *others = people(bot.workspace, bot.general, 12)
    bot.workspace.faults.delay("chat.update", 0.3)
    await quiz.vote(first, "A")
    await bot.workspace.until(lambda: bool(bot.workspace.calls("chat.update")))
    await all_vote(quiz, [(voter, "B") for voter in others])
    await quiz.settled(bot.desk)
    assert "12 people have voted." in quiz.question.text
    assert len(bot.workspace.calls("chat.update")) == 2


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
async def test_a_lost_reply_or_an_outage_does_not_lose_the_count(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    bot.workspace.faults.drop_reply("chat.update")
    bot.workspace.faults.server_error("chat.update")
    await quiz.vote(bot.ada, "A")
    await quiz.settled(bot.desk)
    assert "1 person has voted." in quiz.question.text
    bot.workspace.faults.error("chat.update", "message_not_found")
    await quiz.vote(people(bot.workspace, bot.general, 1)[0], "A")
    await quiz.settled(bot.desk)


@over_http
async def test_several_right_options_are_checked_and_sent(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine, several=True)
    right = right_letters(quiz.scenario)
    await quiz.vote(bot.ada, "")
    assert "Check the options" in quiz.told(bot.ada)
    await quiz.vote(bot.ada, right[0])
    await quiz.vote(bot.ada, right)
    assert f"*You voted {' and '.join(right)}.* 1 person has voted so far:" in quiz.told(bot.ada)
    await quiz.settled(bot.desk)
    assert any(block.get("block_id") == PICK_ROW for block in quiz.question.blocks)
    quiz.advance(to=quiz.answer_at)
    await settle(bot, quiz)
    assert "1 person voted, and was right." in quiz.question.text


@over_http
async def test_forget_me_takes_a_vote_back(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    [ben] = people(bot.workspace, bot.general, 1)
    await all_vote(quiz, [(bot.ada, "A"), (ben, "B")])
    await bot.workspace.command(ben, bot.general, "/whosejob", "forget me")
    assert await bot.store.votes.tally(quiz.key, bot.general.id, quiz.quiz.day) == {"A": 1}
    await quiz.vote(bot.ada, "C")
    await quiz.settled(bot.desk)
    assert "1 person has voted." in quiz.question.text


@over_http
async def test_a_quiz_that_was_stopped_takes_no_votes(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    await quiz.vote(bot.ada, "A")
    await bot.store.subscriptions.remove(quiz.key, bot.general.id, bot.workspace.clock.now())
    await quiz.vote(bot.ada, "B")
    await quiz.settled(bot.desk)
    assert "This quiz was stopped" in quiz.told(bot.ada)
    assert "1 person voted" in quiz.question.text
    assert buttons(quiz.question) == {"quiz-about-1"}
    assert await bot.store.votes.tally(quiz.key, bot.general.id, quiz.quiz.day) == {"A": 1}


@over_http
async def test_without_the_database_a_vote_is_said_not_to_count(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    async with bot.store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE vote RENAME TO gone"))
    await quiz.vote(bot.ada, "A")
    assert "was not counted" in quiz.told(bot.ada)
    async with bot.store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE scheduled_post RENAME TO gone_too"))
    await quiz.reveal(bot.ada)
    assert "could not show the answer just now" in quiz.told(bot.ada)
    await quiz.settled(bot.desk)
    assert not bot.workspace.calls("chat.update")


@over_http
@pytest.mark.parametrize(
    "value", ["", "x", "[]", "[1,2,3]", '["T","2026-13-01","x"]', "{}", "null", '["T","2026-11-30",5]', "1"]
)
async def test_a_button_of_another_version_says_so(start_bot: StartBot, engine: Engine, value: str) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    await stale(bot, quiz, value)


@over_http
async def test_a_button_of_another_workspace_or_question_says_so(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    ours = ballot(quiz.subscription, quiz.quiz)
    other = next(one for one in engine.lessons.scenarios if one != ours.scenario)
    for changed in (replace(ours, workspace="T0OTHER"), replace(ours, scenario=other), replace(ours, scenario="gone")):
        await stale(bot, quiz, changed.packed())


async def stale(bot: Bot, quiz: Quizzed, value: str) -> None:
    """A button with another value is clicked: who clicked is told, and nothing else happens."""
    for action_id in (f"{BALLOT_CHOICE}a", BALLOT_REVEAL):
        blocks = json.loads(json.dumps(quiz.question.blocks))
        for block in blocks:
            for element in block["elements"] if block["type"] == "actions" else ():
                element["value"] = value
        await bot.workspace.click(bot.ada, replace(quiz.question, blocks=tuple(blocks)), action_id=action_id)
        assert "earlier version" in quiz.told(bot.ada)
    assert await bot.store.votes.tally(quiz.key, bot.general.id, quiz.quiz.day) == {}
    assert not (await quiz.kept()).closed_at


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


async def asked_on(bot: Bot, engine: Engine, subscription: Subscription) -> list[Quizzed]:
    """The questions that are planned, by day."""
    rows = (await bot.store.posts.of(subscription.workspace, 0.0))[subscription.place]
    answers = {row.day: row.moment for row in rows if row.kind == "reveal"}
    return [
        Quizzed(bot.workspace, bot.general, bot.store, engine, subscription, row, answers[row.day])
        for row in rows
        if row.kind == "quiz"
    ]


def clicked_by(quiz: Quizzed, user: User, home: str, **more: Any) -> Envelope:
    """The click that was delivered last, as if somebody of another team had made it."""
    payload = deepcopy(quiz.workspace.deliveries()[-1].envelope.payload)
    payload |= {"user": {**payload["user"], "id": user.id, "team_id": home}, **more}
    return Envelope("interactive", payload, quiz.workspace.identity.team_id)


@over_http
async def test_people_of_another_company_vote_too_and_reveal_nothing(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    quiz = await begun(bot, engine)
    ben, eve = people(bot.workspace, bot.general, 2)
    for action_id in (f"{BALLOT_CHOICE}a", BALLOT_REVEAL):
        await bot.workspace.click(ben, quiz.question, action_id=action_id)
        await quiz.settled(bot.desk)
        await bot.workspace.host.deliverer.deliver(clicked_by(quiz, eve, "T0THEIRS"))
        await quiz.settled(bot.desk)
    assert "2 people have voted." in quiz.question.text
    assert not quiz.answers
    assert not (await quiz.kept()).closed_at
    async with bot.store.engine.connect() as connection:
        kept = str((await connection.execute(text("SELECT * FROM vote"))).all())
    assert eve.id not in kept, "they have no command to have it forgotten"


async def test_an_enterprises_workspaces_vote_in_a_channel_that_they_share(engine: Engine, tmp_path: Path) -> None:
    async with many(engine, f"sqlite:///{tmp_path}/whosejob.db") as bot:
        acme = bot.slack.add_workspace("acme", enterprise_id="E1")
        beta = bot.slack.add_workspace("beta", enterprise_id="E1")
        ada = acme.add_user("ada")
        assert (await bot.install(ada, "E1")).status == 200
        channel = acme.add_channel("shared", members=[ada])
        bot.one.desk.tallies.pause = PAUSE
        quiz = await quizzed(acme, channel, bot.one.store, engine, ada)
        [ben] = people(acme, channel, 1)
        await quiz.vote(ada, "A")
        theirs = {"id": beta.identity.team_id, "enterprise_id": "E1"}
        click = clicked_by(quiz, ben, beta.identity.team_id, team=theirs)
        assert (await bot.slack.host.deliverer.deliver(click)).acknowledged
        await quiz.settled(bot.one.desk)
        assert "2 people have voted." in quiz.question.text


async def test_two_processes_count_the_same_votes(engine: Engine, postgresql: str) -> None:
    await upgrade(postgresql)
    async with many(engine, postgresql, processes=2) as bot:
        acme, ada = await newcomer(bot, "acme")
        channel = acme.add_channel("general", members=[ada])
        desks = [one.desk for one in bot.processes]
        for desk in desks:
            desk.tallies.pause = PAUSE
        quiz = await quizzed(acme, channel, bot.one.store, engine, ada)
        voters = people(acme, channel, 20)
        await all_vote(quiz, [(voter, "AB"[number % 2]) for number, voter in enumerate(voters)])
        await quiz.settled(*desks)
        assert "20 people have voted." in quiz.question.text
        await all_vote(quiz, [(voter, "A") for voter in voters])
        assert await bot.one.store.votes.tally(key(acme), channel.id, quiz.quiz.day) == {"A": 20}
        question = quiz.question
        await asyncio.gather(*(acme.click(ada, question, action_id=BALLOT_REVEAL) for _ in range(4)))
        await quiz.settled(*desks)
        assert len(quiz.answers) == 1
        assert "20 people voted" in quiz.question.text
        assert buttons(quiz.question) == {"quiz-about-1"}
