"""What someone filled into the form of tips and quizzes, and what is wrong with it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.slack.views.daily import EXAM_NAMES
from bot.slack.views.subscribing import (
    AT,
    EXAM,
    FIRST,
    PRACTICE_DAYS,
    QUIZ_DAYS,
    REVEAL,
    THEMES,
    TIP_DAYS,
    ZONE,
    Sheet,
    inputs_of,
)
from bot.study.calendar import local_date, zone_named
from bot.subscription import Subscription, unpacked_days

LONGEST_AHEAD = timedelta(days=366)
NO_DAYS = "Pick at least one weekday."
NO_TIME = "Pick a time of the day."
NO_ZONE = "Type the name of a city, and pick one of the time zones."
NO_DATE = "There is no such date. Pick another one, or leave it empty to begin at once."
PAST = "That day has passed. Pick another one, or leave it empty to begin at once."
TOO_FAR = "That is more than a year ahead. Pick an earlier day."


def filled_in(
    view: dict[str, Any], sheet: Sheet, person: str, themes: Collection[str], zones: Collection[str], now: float
) -> tuple[Subscription, dict[str, str]]:
    """What was filled in, as far as it can be read, and what is wrong with it: input -> the fault as people read it.

    What the form does not offer counts as not chosen.

    Args:
        view: as it came back.
        sheet: what it is about.
        person: who filled it in.
        themes: ids of those that can be chosen.
        zones: IANA names of those that can be.
        now: seconds since the epoch.

    Raises:
        LookupError, TypeError, AttributeError, ValueError: the view is none that we made.
    """
    inputs = inputs_of(view)
    faults: dict[str, str] = {}
    zone = _picked(inputs, ZONE)
    shown = Subscription(
        workspace=sheet.workspace,
        place="" if sheet.direct else sheet.channel,
        person=person,
        direct=sheet.direct,
        at=_time(inputs, AT, faults),
        zone=zone if zone in zones else "",
        tips=_days(inputs, TIP_DAYS),
        quizzes=frozenset() if sheet.direct else _days(inputs, QUIZ_DAYS),
        practice=_days(inputs, PRACTICE_DAYS) if sheet.direct else frozenset(),
        themes=frozenset(_several(inputs, THEMES)) & frozenset(themes),
        exam=exam if (exam := _picked(inputs, EXAM)) in EXAM_NAMES else "",
    )
    if not sheet.direct:
        shown = replace(shown, reveal=_time(inputs, REVEAL, faults))
    if not shown.zone:
        faults[ZONE] = NO_ZONE
    if not shown.tips | shown.quizzes | shown.practice:
        faults[TIP_DAYS] = NO_DAYS
    return replace(shown, first=_first(inputs, shown.zone or "UTC", now, faults)), faults


def _first(inputs: dict[str, Any], zone: str, now: float, faults: dict[str, str]) -> date | None:
    told = inputs.get(FIRST, {}).get("selected_date")
    if not told:
        return None
    try:
        first = date.fromisoformat(told)
    except ValueError:  # 30 February, say: some clients let people type a date
        faults[FIRST] = NO_DATE
        return None
    today = local_date(now, zone_named(zone))
    if first < today:
        faults[FIRST] = PAST
    elif first - today > LONGEST_AHEAD:
        faults[FIRST] = TOO_FAR
    return first


def _time(inputs: dict[str, Any], name: str, faults: dict[str, str]) -> time:
    told = inputs.get(name, {}).get("selected_time")
    try:
        return time.fromisoformat(told or "").replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        faults[name] = NO_TIME
        return time(9)


def _days(inputs: dict[str, Any], name: str) -> frozenset[int]:
    return unpacked_days("".join(_several(inputs, name)))


def _picked(inputs: dict[str, Any], name: str) -> str:
    return str((inputs.get(name, {}).get("selected_option") or {}).get("value") or "")


def _several(inputs: dict[str, Any], name: str) -> list[str]:
    return [str(option["value"]) for option in inputs.get(name, {}).get("selected_options") or ()]
