"""Quiz questions for a person: which, and what they are about."""

import asyncio
import logging

from rapidfuzz import fuzz, process, utils

from bot.answering.lookup import task_name
from bot.catalog.lesson_model import About, ExamId, Lessons
from bot.engine import Engine
from bot.errors import StoreError
from bot.parsing.vocabulary import Link
from bot.slack.caller import Caller
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.naming import places_named
from bot.slack.reviewing import GIVEN, number_at
from bot.slack.tips import PATIENCE_SECONDS
from bot.slack.views import Message
from bot.slack.views.fixed import NO_QUIZ, no_quiz_on
from bot.slack.views.quiz import question_message
from bot.study.quizzing import begun

logger = logging.getLogger(__name__)

LONGEST_ABOUT = 200
"""Characters of what a run is to be about: its buttons carry them."""
EXAMS: dict[str, ExamId] = {
    "cloud practitioner": "cloud_practitioner",
    "practitioner": "cloud_practitioner",
    "clf": "cloud_practitioner",
    "security": "security",
    "security specialty": "security",
    "security exam": "security",
    "scs": "security",
}
"""What people call an exam -> its id."""
FITS = 0.5
"""Score of a phrase from which words name a topic."""
ALIKE = 85
"""Likeness, 0 to 100, from which one word is another with a slip ("container", "containers")."""


async def begin(desk: Desk, caller: Caller, about: str) -> Message:
    """The first question of a new run, on what a person named, or on anything."""
    lessons = desk.engine.lessons
    if not lessons.scenarios:
        return NO_QUIZ
    chosen = scenarios_on(desk.engine, about) if len(about) <= LONGEST_ABOUT else ()
    if not chosen:
        return no_quiz_on(theme.short for theme in lessons.themes.values() if theme.scenarios)
    run = begun(caller.user, chosen, await _given(desk, caller), about, number_at(desk.clock()))
    return question_message(run, lessons.scenarios[run.current])


def scenarios_on(engine: Engine, about: str) -> tuple[str, ...]:
    """Ids of the quiz questions on an exam, a service, a theme or a topic; all of them where nothing is named."""
    lessons, words = engine.lessons, " ".join(about.casefold().split())
    if not words:
        return tuple(lessons.scenarios)
    exam = EXAMS.get(words)
    if exam:
        return tuple(one for one, scenario in lessons.scenarios.items() if exam in scenario.exams)
    services = {link.service for link in places_named(engine, about)}
    on_service = tuple(one for one, scenario in lessons.scenarios.items() if scenario.about.service in services)
    return on_service or _on_theme(lessons, words) or _on_topic(engine, about)


def about_name(engine: Engine, about: About) -> str:
    """What a quiz question is about, as people read it."""
    if about.concept is not None:
        return engine.catalog.concepts[about.concept].name
    task = task_name(engine.catalog, about.target or "")
    return f"{task}: {engine.place_name(Link(about.service, about.variant))}" if about.service else task


async def _given(desk: Desk, caller: Caller) -> list[str]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await desk.reviews.drain()
            given = await desk.store.tips.given(caller.workspace, caller.user)
    except (StoreError, TimeoutError) as error:
        logger.error("earlier quiz questions could not be read: %s", origin(error))
        return []
    return [one.removeprefix(GIVEN) for one in given if one.startswith(GIVEN)]


def _on_theme(lessons: Lessons, words: str) -> tuple[str, ...]:
    """The quiz questions of the first theme in whose name every word stands, slips aside; its short name goes first."""
    themes = lessons.themes.values()
    named = [(one, f"{one.id.replace('_', ' ')} {one.short}") for one in themes] + [(one, one.name) for one in themes]
    for theme, name in named:
        parts = utils.default_process(name).split()
        if all(process.extractOne(word, parts, scorer=fuzz.ratio, score_cutoff=ALIKE) for word in words.split()):
            return theme.scenarios
    return ()


def _on_topic(engine: Engine, about: str) -> tuple[str, ...]:
    question = engine.parse(about)
    heard = (match.target for match in question.matches if match.score >= FITS and not question.refusal)
    topic = (engine.names.task(about) or next(heard, "")).partition("/")[0]
    scenarios = engine.lessons.scenarios.items()
    return tuple(one for one, scenario in scenarios if topic and (scenario.about.target or "").startswith(topic))
