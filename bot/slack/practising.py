"""Personal practice: runs of what is due, what Home shows of it, and the reminder of it."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.charting import Bar, Chart
from bot.slack.desk import Desk
from bot.slack.local_time import zone_of
from bot.slack.logs import origin
from bot.slack.quizzes import about_name
from bot.slack.reviewing import number_at
from bot.slack.tips import PATIENCE_SECONDS
from bot.slack.views import Message
from bot.slack.views.fixed import NO_QUIZ
from bot.slack.views.practice import Practice, due_next, known_told, nothing_due, streak_told
from bot.slack.views.quiz import question_message, result_message
from bot.slack.views.subscriptions import days_told, time_told
from bot.store import Card, Learner
from bot.study.practising import due, next_cards
from bot.study.progress import Progress, local_today, progress
from bot.study.quizzing import LENGTH, Run, missed
from bot.subscription import WORKING_DAYS, Subscription

logger = logging.getLogger(__name__)

NINE = time(9)
"""When people are reminded who have chosen no other time for what they are sent."""
OPEN_SECONDS = 1.0
"""How long a click waits for Slack to open a direct message."""


@dataclass(frozen=True, slots=True)
class Learning:
    """What is kept of a person who practises."""

    practice: Practice
    learner: Learner
    chart: Chart
    """What a chart of their progress shows now."""
    subscribed: tuple[Subscription, ...]
    """What they have set up, for themselves and for channels."""


async def practise(desk: Desk, caller: Caller) -> Message:
    """The first question of a run of what is due for a person, then of what is new to them."""
    lessons, now = desk.engine.lessons, desk.clock()
    if not lessons.scenarios:
        return NO_QUIZ
    cards = await _cards(desk, caller) or {}
    chosen = next_cards(cards, tuple(lessons.scenarios), now, LENGTH, caller.user)
    if not chosen:
        return nothing_due(_next_due(cards, now))
    run = Run(chosen, practice=True, number=number_at(now))
    return question_message(run, lessons.scenarios[run.current])


async def ended(desk: Desk, caller: Caller, run: Run) -> Message:
    """How a run went; after practice, when the next questions are due as well."""
    lessons = desk.engine.lessons
    names = [(one, about_name(desk.engine, lessons.scenarios[one].about)) for one in missed(run, lessons)]
    cards = await _cards(desk, caller) if run.practice else None
    if not cards:
        return result_message(run, lessons, names)
    now = desk.clock()
    return result_message(run, lessons, names, due_next(_due_now(desk, cards, now), _next_due(cards, now)))


async def learning_of(desk: Desk, caller: Caller) -> Learning:
    """What is kept of a person who practises.

    Raises:
        StoreError: the database failed.
    """
    store, now = desk.store, desk.clock()
    await desk.reviews.drain()
    cards = await store.cards.of(caller.workspace, caller.user)
    answers = await store.reviews.of(caller.workspace, caller.user, 0.0)
    learner = await store.learners.of(caller.workspace, caller.user)
    subscribed = await store.subscriptions.of_person(caller.workspace, caller.user)
    done = progress(desk.engine.lessons, cards, answers, local_today(now, learner.zone), now)
    chart, own = chart_of(done), _own(subscribed)
    practice = Practice(
        due=_due_now(desk, cards, now),
        next_due=_next_due(cards, now),
        progress=done,
        reminder=_reminder_told(own) if own and own.practice else "",
        remind_at=time_told(own.at if own else NINE),
        board=learner.board,
        picture=learner.chart_file if learner.chart_digest == chart.digest else "",
        told=chart.told,
    )
    return Learning(practice, learner, chart, subscribed)


def chart_of(done: Progress) -> Chart:
    """What a chart of somebody's progress shows."""
    bars = tuple(Bar(one.name, one.known, one.seen, one.all) for one in done.themes)
    return Chart(known_told(done), f"{streak_told(done)} · {done.answered} answered", bars)


async def remind(desk: Desk, caller: Caller, client: AsyncWebClient) -> None:
    """Has a person reminded on working days, in their direct message, beside what else they are sent there.

    Raises:
        StoreError, SlackApiError, aiohttp.ClientError, TimeoutError: they are not.
    """
    store, now = desk.store, desk.clock()
    own = _own(await store.subscriptions.of_person(caller.workspace, caller.user))
    if own is None:
        async with asyncio.timeout(OPEN_SECONDS):
            place = str((await client.conversations_open(users=[caller.user]))["channel"]["id"])
        zone = await zone_of(store, caller, client)
        own = Subscription(
            workspace=caller.workspace, place=place, person=caller.user, direct=True, at=NINE, zone=zone, since=now
        )
    await store.subscriptions.put(replace(own, practice=WORKING_DAYS), now)


async def remind_no_more(desk: Desk, caller: Caller) -> None:
    """Reminds a person no more; what else they are sent stays.

    Raises:
        StoreError: the database failed.
    """
    store, now = desk.store, desk.clock()
    own = _own(await store.subscriptions.of_person(caller.workspace, caller.user))
    if own is None:
        return
    if own.tips:
        await store.subscriptions.put(replace(own, practice=frozenset()), now)
    else:
        await store.subscriptions.remove(own.workspace, own.place, now)


async def _cards(desk: Desk, caller: Caller) -> dict[str, Card] | None:
    """A person's cards; None while they cannot be read, when a run is of what is new, as for anybody new."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await desk.reviews.drain()
            return await desk.store.cards.of(caller.workspace, caller.user)
    except (StoreError, TimeoutError) as error:
        logger.error("what is due could not be read: %s", origin(error))
        return None


def _due_now(desk: Desk, cards: Mapping[str, Card], now: float) -> int:
    """How many questions are due; those that are gone from the knowledge are not."""
    return sum(one in desk.engine.lessons.scenarios for one in due(cards, now))


def _next_due(cards: Mapping[str, Card], now: float) -> float | None:
    return min((card.due for card in cards.values() if card.due > now), default=None)


def _own(subscriptions: tuple[Subscription, ...]) -> Subscription | None:
    """What a person is sent in their direct message."""
    return next((one for one in subscriptions if one.direct), None)


def _reminder_told(own: Subscription) -> str:
    paused = ", paused" if own.paused else ""
    return f"{days_told(own.practice)} at {time_told(own.at)}, {own.zone}{paused}"
