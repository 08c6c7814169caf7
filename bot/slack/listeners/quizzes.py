"""Clicks in a quiz: an option, several options, the next question, what a question is about, another run."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from bot.catalog.lesson_model import Scenario
from bot.slack.asked import Asked, StaleButtonError, carried
from bot.slack.caller import caller_of
from bot.slack.desk import Desk
from bot.slack.picked import checked_in
from bot.slack.posting import replace, whisper
from bot.slack.quizzes import about_name, begin, note_given
from bot.slack.views import Audience, answer_message
from bot.slack.views.fixed import CHOOSE_SOME
from bot.slack.views.quiz import (
    QUIZ_ABOUT,
    QUIZ_AGAIN,
    QUIZ_ANSWER,
    QUIZ_CHECKED,
    QUIZ_CHOICE,
    QUIZ_NEXT,
    answered_message,
    question_message,
    result_message,
)
from bot.study.quizzing import Run, missed, unpacked


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons of quizzes."""

    @app.action(re.compile(rf"^({QUIZ_CHOICE}[a-d]|{QUIZ_ANSWER})$"))
    async def answered(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        context: AsyncBoltContext,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        letter, run = _run(desk, carried(action))
        letters = letter or checked_in(body, QUIZ_CHECKED)
        if not letters:
            await whisper(respond, CHOOSE_SOME)
            return
        asked = run.current
        await replace(respond, _judged(desk, run.answered(letters), asked))
        await note_given(desk, caller_of(context), asked)

    @app.action(QUIZ_NEXT)
    async def went_on(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        _, run = _run(desk, carried(action))
        lessons = desk.engine.lessons
        if not run.done:
            await replace(respond, question_message(run, lessons.scenarios[run.current]))
            return
        names = [(one, about_name(desk.engine, lessons.scenarios[one].about)) for one in missed(run, lessons)]
        await replace(respond, result_message(run, lessons, names))

    @app.action(QUIZ_AGAIN)
    async def again(ack: AsyncAck, action: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond) -> None:
        await ack()
        _, run = _run(desk, carried(action))
        await replace(respond, await begin(desk, caller_of(context), run.about))

    @app.action(re.compile(rf"^{QUIZ_ABOUT}\d$"))
    async def opened(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        answer = desk.engine.about(_scenario(desk, carried(action)).about)
        await whisper(respond, answer_message(answer, Audience.PRIVATE, Asked(answer.text)))

    @app.action(QUIZ_CHECKED)
    async def checked(ack: AsyncAck) -> None:
        await ack()  # what is checked counts when *Answer* is clicked


def _judged(desk: Desk, run: Run, asked: str) -> Any:
    lessons = desk.engine.lessons
    return answered_message(run, lessons.scenarios[asked], lessons.sources[f"scenario:{asked}"])


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
