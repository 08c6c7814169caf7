"""What places are sent by the clock, in words: lines of a list, and when something comes next."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from bot.catalog.lesson_model import Lessons
from bot.slack.views.daily import exam_told
from bot.slack.views.mrkdwn import escape
from bot.slack.views.trouble import trouble_words
from bot.study.calendar import UnknownZoneError, zone_named
from bot.study.planning import upcoming
from bot.subscription import Kind, Subscription

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
KINDS: dict[Kind, str] = {"tip": "tip", "quiz": "quiz", "reveal": "answer to the quiz", "practice": "reminder"}
NAMED_THEMES = 3
"""Themes that a line names; of more it says how many."""


def subscribed_lines(subscriptions: Sequence[Subscription], lessons: Lessons, now: float) -> tuple[str, ...]:
    """A line of mrkdwn for each subscription: where, what, when, on what, what is wrong, what comes next.

    Args:
        subscriptions: of one workspace.
        lessons: what there is to be sent.
        now: seconds since the epoch.
    """
    return tuple(f"*{place_told(one)}*: {subscription_told(one, lessons, now)}" for one in subscriptions)


def place_told(subscription: Subscription) -> str:
    """Where it is posted, as mrkdwn."""
    if subscription.direct:
        return f"Direct message to <@{subscription.person}>"
    return f"<#{subscription.place}>"


def subscription_told(subscription: Subscription, lessons: Lessons, now: float) -> str:
    """What is sent and when, on what, what is wrong, what comes next."""
    parts = (rhythm_told(subscription), subject_told(subscription, lessons), state_told(subscription, lessons, now))
    return " · ".join(filter(None, parts))


def rhythm_told(subscription: Subscription) -> str:
    """What comes when: `tips Mon–Fri, quiz Wed at 09:00, Europe/Berlin`."""
    kinds = (("tips", subscription.tips), ("quiz", subscription.quizzes), ("practice", subscription.practice))
    what = ", ".join(f"{name} {days_told(days)}" for name, days in kinds if days)
    return f"{what or 'nothing'} at {time_told(subscription.at)}, {escape(subscription.zone, 60)}"


def subject_told(subscription: Subscription, lessons: Lessons) -> str:
    """The themes and the exam, where not all of them are wanted."""
    names = [escape(lessons.themes[one].short, 80) for one in sorted(subscription.themes) if one in lessons.themes]
    themes = ", ".join(names) if len(names) <= NAMED_THEMES else f"{len(names)} themes"
    return " · ".join(filter(None, (themes, exam_told(subscription.exam))))


def state_told(subscription: Subscription, lessons: Lessons, now: float) -> str:
    """Whether it is paused or in trouble; else what comes next."""
    if subscription.paused:
        return "⏸ paused"
    if subscription.trouble:
        return f"⚠ {trouble_words(subscription.trouble)}"
    following = next_told(subscription, lessons, now, 1)
    return f"next {following[0]}" if following else "nothing to come"


def next_told(subscription: Subscription, lessons: Lessons, now: float, count: int) -> tuple[str, ...]:
    """The next moments in local words, such as `tip on Mon 30 Nov at 09:00`; none where the zone is not known."""
    try:
        moments = upcoming(subscription, lessons, now, count)
    except UnknownZoneError:
        return ()
    return tuple(f"{KINDS[kind]} on {moment_told(moment, subscription.zone)}" for kind, moment in moments)


def moment_told(moment: float, zone: str) -> str:
    """A moment in a zone that is known: `Mon 30 Nov at 09:00`."""
    local = datetime.fromtimestamp(moment, UTC).astimezone(zone_named(zone))
    return f"{day_told(local.date())} at {time_told(local.time())}"


def day_told(day: date) -> str:
    """A date without its year: `Mon 30 Nov`."""
    return f"{DAYS[day.weekday()]} {day.day} {day:%b}"


def time_told(at: time) -> str:
    """A time of the day: `09:00`."""
    return f"{at:%H:%M}"


def days_told(days: frozenset[int]) -> str:
    """Weekdays: `Mon–Fri`, `Mon, Wed`, `every day`."""
    if len(days) == len(DAYS):
        return "every day"
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run_told(run) for run in runs)


def _run_told(run: Sequence[int]) -> str:
    names = [DAYS[day] for day in run]
    return f"{names[0]}–{names[-1]}" if len(run) > 2 else ", ".join(names)
