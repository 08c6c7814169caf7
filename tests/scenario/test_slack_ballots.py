"""Votes on a channel's quiz question: one a person, counted live, seen by those who voted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from bots import StartBot, over_http
from many import key, many, newcomer
from polling import all_vote, ballot, people, quizzed
from sqlalchemy import text
from voted import PAUSE, begun, buttons, clicked_by, settle, stale

from bot.engine import Engine
from bot.slack.views.ballot import BALLOT_CHOICE, BALLOT_REVEAL, PICK_ROW
from bot.store import upgrade
from bot.study.quizzing import right_letters


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
