"""`whosejob tips list`: what is sent by the clock, in all workspaces, with what is wrong and what comes next."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.catalog.lesson_model import Lessons
from bot.settings import Settings
from bot.slack.views.subscriptions import days_told, time_told
from bot.store import open_store
from bot.study.calendar import UnknownZoneError
from bot.study.planning import upcoming
from bot.subscription import Subscription, packed_days


def read_subscriptions(settings: Settings, workspace: str | None) -> tuple[Subscription, ...]:
    """Every subscription, by workspace and place; of one workspace, or with `E1/` of one enterprise."""
    return asyncio.run(_read(settings, workspace))


async def _read(settings: Settings, workspace: str | None) -> tuple[Subscription, ...]:
    store = await open_store(settings.database_url)
    try:
        return await store.subscriptions.all(workspace)
    finally:
        await store.close()


def subscriptions_as_text(subscriptions: Sequence[Subscription], lessons: Lessons, now: float) -> str:
    """A line for each subscription.

    Args:
        subscriptions: in their order.
        lessons: what there is to be sent.
        now: seconds since the epoch.
    """
    if not subscriptions:
        return "No subscriptions."
    cells = [("workspace", "place", "person", "what", "at", "state", "next (UTC)")]
    cells += [
        (
            one.workspace,
            one.place,
            one.person or "-",
            _what(one),
            f"{time_told(one.at)} {one.zone}",
            _state(one),
            _next(one, lessons, now) or "-",
        )
        for one in subscriptions
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in cells)


def subscriptions_as_json(subscriptions: Sequence[Subscription], lessons: Lessons, now: float) -> str:
    """All that is kept of each subscription, and its next moment."""
    records = [_record(one, lessons, now) for one in subscriptions]
    return msgspec.json.format(msgspec.json.encode(records), indent=2).decode()


def _record(one: Subscription, lessons: Lessons, now: float) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.to_builtins(one)
    days = {name: packed_days(getattr(one, name)) for name in ("tips", "quizzes", "practice")}
    return {**record, **days, "themes": sorted(one.themes), "next": _next(one, lessons, now)}


def _what(one: Subscription) -> str:
    kinds = (("tips", one.tips), ("quiz", one.quizzes), ("practice", one.practice))
    return ", ".join(f"{name} {days_told(days)}" for name, days in kinds if days) or "-"


def _state(one: Subscription) -> str:
    if one.trouble:
        return f"{one.trouble} ({'told' if one.told else 'not told'})"
    return "paused" if one.paused else "ok"


def _next(one: Subscription, lessons: Lessons, now: float) -> str:
    """The next moment, such as `2026-11-30T08:00Z`; empty where there is none."""
    try:
        moments = upcoming(one, lessons, now, 1)
    except UnknownZoneError:
        return ""
    return "".join(f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%MZ}" for _, moment in moments)
