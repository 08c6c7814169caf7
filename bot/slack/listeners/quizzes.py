"""Clicks in a quiz: an option, several options, the next question, what a question is about, another run."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.catalog.lesson_model import Scenario
from bot.slack.asked import Asked, StaleButtonError, carried
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.modals import lay_second, put
from bot.slack.picked import checked_in
from bot.slack.posting import replace, whisper
from bot.slack.practising import ended, practise
from bot.slack.quizzes import begin
from bot.slack.reviewing import Answered
from bot.slack.views import Audience, Message, answer_message
from bot.slack.views.fixed import CHOOSE_SOME
from bot.slack.views.practice import TITLE, practice_modal
from bot.slack.views.quiz import (
    QUIZ_ABOUT,
    QUIZ_AGAIN,
    QUIZ_ANSWER,
    QUIZ_CHECKED,
    QUIZ_CHOICE,
    QUIZ_NEXT,
    answered_message,
    question_message,
)
from bot.slack.views.told import told_modal
from bot.study.quizzing import Run, right_letters, unpacked


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons of quizzes."""

    @app.action(re.compile(rf"^({QUIZ_CHOICE}[a-d]|{QUIZ_ANSWER})$"))
    async def answered(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        letter, run = _run(desk, carried(action))
        letters = letter or checked_in(body, QUIZ_CHECKED)
        if not letters:
            await _ask_again(desk, run, body, client, respond)
            return
        scenario, now = desk.engine.lessons.scenarios[run.current], desk.clock()
        right = "".join(sorted(letters)) == right_letters(scenario)
        desk.reviews.answered(Answered(caller_of(context), run, right, now, client))
        source = desk.engine.lessons.sources[f"scenario:{scenario.id}"]
        await _show(answered_message(run.answered(letters), scenario, source), body, client, respond)

    @app.action(QUIZ_NEXT)
    async def went_on(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        _, run = _run(desk, carried(action))
        next_one = (
            await ended(desk, caller_of(context), run)
            if run.done
            else question_message(run, desk.engine.lessons.scenarios[run.current])
        )
        await _show(next_one, body, client, respond)

    @app.action(QUIZ_AGAIN)
    async def again(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        _, run = _run(desk, carried(action))
        caller = caller_of(context)
        question = await practise(desk, caller) if run.practice else await begin(desk, caller, run.about)
        await _show(question, body, client, respond)

    @app.action(re.compile(rf"^{QUIZ_ABOUT}\d$"))
    async def opened(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        answer = desk.engine.about(_scenario(desk, carried(action)).about)
        if "view" in body:
            message = answer_message(answer, Audience.VIEW, Asked(answer.text))
            await lay_second(client, body, told_modal(TITLE, message))
        else:
            await whisper(respond, answer_message(answer, Audience.PRIVATE, Asked(answer.text)))

    @app.action(QUIZ_CHECKED)
    async def checked(ack: AsyncAck) -> None:
        await ack()  # what is checked counts when *Answer* is clicked


async def _show(message: Message, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
    """Puts the next step of a run into the place of the one that was clicked, message or modal."""
    if "view" in body:
        await put(client, body, practice_modal(message))
    else:
        await replace(respond, message)


async def _ask_again(desk: Desk, run: Run, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
    """Says that an answer needs something checked."""
    if "view" in body:
        question = question_message(run, desk.engine.lessons.scenarios[run.current])
        await put(client, body, practice_modal(question.with_note(CHOOSE_SOME.text)))
    else:
        await whisper(respond, CHOOSE_SOME)


def _run(desk: Desk, value: str) -> tuple[str, Run]:
    try:
        return unpacked(value, desk.engine.lessons)
    except LookupError:
        raise StaleButtonError("a run of other questions") from None


def _scenario(desk: Desk, name: str) -> Scenario:
    scenario = desk.engine.lessons.scenarios.get(name)
    if scenario is None:
        raise StaleButtonError("no such question")
    return scenario
