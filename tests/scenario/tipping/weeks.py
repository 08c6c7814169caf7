"""Weeks that pass while people change their minds, channels are archived and workers die."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random

import msgspec

from bot.catalog.lesson_model import Lessons
from tipping.stage import Place, Stage
from tipping.workers import Workers

HOUR = 3600.0
DAY = 24 * HOUR
STEP = (1 * HOUR, 6 * HOUR)
BEHIND = 24 * HOUR
"""How far workers may fall behind before the clock waits for them; Slack holds three days."""
AWAY = (1 * DAY, 5 * DAY)
"""For how long a channel is archived."""
CHANCE = {"rate_limit": 0.01, "server_error": 0.01, "drop_reply": 0.02}
"""How often a call of Slack's goes wrong, and how."""
METHODS = ("chat.scheduleMessage", "chat.scheduledMessages.list", "chat.deleteScheduledMessage")


@dataclass
class Course:
    """What happens while the weeks pass."""

    days: int
    pause: tuple[float, float]
    """Shortest and longest real time after each step of the clock, in seconds."""
    changes: int = 2
    """How many places at most are changed at a step."""
    archived: int = 1
    """How many channels are archived at a time."""
    growth: int = 10
    """Day on which the rest of the lessons comes."""
    later: Lessons = field(default_factory=Lessons)
    """All lessons."""
    grown_at: float = float("inf")
    steps: int = 0
    changed: int = 0


async def pass_weeks(stage: Stage, workers: Workers, course: Course) -> None:
    """Everybody subscribes, and the weeks pass."""
    go_wrong(stage)
    for place in stage.places:
        await stage.put(place, stage.wish(place))
    await stage.settled()
    begin = stage.now()
    away: dict[Place, float] = {}
    while (left := begin + course.days * DAY - stage.now()) > 0:
        stage.slack.clock.advance(min(left, stage.random.uniform(*STEP)))
        course.steps += 1
        await stage.notice_mended()
        if course.grown_at > stage.now() > begin + course.growth * DAY:
            course.grown_at = stage.now()
            stage.teach(course.later)
            await workers.start(await workers.kill_all())
        _come_and_go(stage, away, course.archived)
        if await _change_some(stage, course):
            await stage.settled()
        await asyncio.sleep(stage.random.uniform(*course.pause))
        await stage.at_most_behind(BEHIND)


def go_wrong(stage: Stage) -> None:
    """Lets some calls fail, by chance."""
    for number, method in enumerate(METHODS):
        for kind, probability in CHANCE.items():
            stage.slack.faults.chance(method, kind, probability, seed=number)


def fewer(lessons: Lessons, share: float, random: Random) -> Lessons:
    """The same lessons without some of their tips."""
    left = {name for name in sorted(lessons.tips) if random.random() < share}
    themes = {
        name: msgspec.structs.replace(theme, tips=tuple(one for one in theme.tips if one in left))
        for name, theme in lessons.themes.items()
    }
    tips = {name: tip for name, tip in lessons.tips.items() if name in left}
    return msgspec.structs.replace(lessons, tips=tips, themes=themes)


def _come_and_go(stage: Stage, away: dict[Place, float], number: int) -> None:
    """Archives channels, and brings others back."""
    for place in [one for one, until in away.items() if until <= stage.now()]:
        stage.unarchive(place)
        del away[place]
    here = [one for one in stage.places if one.channel.kind != "im" and one.outage is None]
    while here and len(away) < number:
        place = here.pop(stage.random.randrange(len(here)))
        stage.archive(place)
        away[place] = stage.now() + stage.random.uniform(*AWAY)


async def _change_some(stage: Stage, course: Course) -> int:
    free = [one for one in stage.places if one.outage is None]
    some = stage.random.sample(free, min(len(free), stage.random.randint(0, course.changes)))
    for place in some:
        await stage.change(place)
    course.changed += len(some)
    return len(some)
