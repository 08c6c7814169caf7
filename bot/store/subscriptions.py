"""What channels and people are sent by the clock, as they asked for it."""

from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, Update, delete, select, update

from bot.store.clock_tables import POSTS, SUBSCRIPTIONS
from bot.store.database import Database
from bot.store.matching import of_workspace
from bot.store.rounds import make_due
from bot.store.tables import KEY
from bot.store.texts import key, short
from bot.subscription import Subscription, packed_days, unpacked_days
from bot.workspace_key import around


class Subscriptions:
    """The subscriptions in one database; times are seconds since the epoch.

    Whatever changes what a workspace is sent makes that workspace due, in the same transaction.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, subscription: Subscription, now: float) -> None:
        """Keeps a place's subscription in place of the one it had; what was wrong with that counts no longer.

        Args:
            subscription: its times of day are kept to the minute.
            now: from when the workspace is due.
        """
        values = _values(subscription)
        fresh = self._database.upsert(SUBSCRIPTIONS).values(values)
        async with self._database.begin() as connection:
            await connection.execute(
                fresh.on_conflict_do_update(index_elements=list(SUBSCRIPTIONS.primary_key), set_=values)
            )
            await make_due(self._database, connection, subscription.workspace, now)

    async def at(self, workspace: str, place: str) -> Subscription | None:
        """The subscription of a place."""
        async with self._database.begin() as connection:
            found = await connection.execute(select(SUBSCRIPTIONS).where(*_is(workspace, place)))
            row = found.mappings().one_or_none()
        return _subscription(row) if row else None

    async def in_place(self, workspace: str, place: str) -> Subscription | None:
        """The subscription of a place; in an enterprise of any of its workspaces, since these may share a channel."""
        found = await self._found(
            of_workspace(SUBSCRIPTIONS, around(workspace)) & (SUBSCRIPTIONS.c.place == key(place, KEY))
        )
        return found[0] if found else None

    async def of(self, workspace: str) -> tuple[Subscription, ...]:
        """Every subscription of a workspace, by place."""
        return await self._found(SUBSCRIPTIONS.c.workspace == key(workspace, KEY))

    async def of_person(self, workspace: str, person: str) -> tuple[Subscription, ...]:
        """Those that a person has set up in a workspace, or in its enterprise, by workspace and place."""
        theirs = of_workspace(SUBSCRIPTIONS, around(workspace)) & (SUBSCRIPTIONS.c.person == key(person, KEY))
        return await self._found(theirs)

    async def all(self, workspace: str | None = None) -> tuple[Subscription, ...]:
        """Every subscription, by workspace and place; of one workspace (`E1/`: of one enterprise), or of all."""
        return await self._found(None if workspace is None else of_workspace(SUBSCRIPTIONS, workspace))

    async def remove(self, workspace: str, place: str, now: float) -> bool:
        """Ends a place's subscription; whether it had one.

        What the place was given stays known, so that it does not come again should it be asked for again.
        """
        ended = delete(SUBSCRIPTIONS).where(*_is(workspace, place))
        async with self._database.begin() as connection:
            row = (await connection.execute(ended.returning(SUBSCRIPTIONS.c.person, SUBSCRIPTIONS.c.direct))).first()
            if row and row.direct:
                # Without the subscription nothing else would tell whose these are, once the person is to be forgotten.
                theirs = (POSTS.c.workspace == key(workspace, KEY)) & (POSTS.c.place == key(place, KEY))
                await connection.execute(update(POSTS).where(theirs).values(person=row.person))
            if row:
                await make_due(self._database, connection, workspace, now)
        return row is not None

    async def pause(self, workspace: str, place: str, paused: bool, now: float) -> bool:
        """Pauses or resumes a place's subscription; whether it has one. What was missed is not made up for."""
        async with self._database.begin() as connection:
            changed = await connection.execute(_changed(workspace, place, paused=paused, since=now))
            if changed.rowcount:
                await make_due(self._database, connection, workspace, now)
        return changed.rowcount == 1

    async def trouble(self, workspace: str, place: str, code: str, told: bool, now: float = 0.0) -> None:
        """Notes why nothing can be posted in a place (empty: all is well), when, and whether the person was told."""
        met = _changed(workspace, place, trouble=short(code, KEY), trouble_at=now, told=told)
        async with self._database.begin() as connection:
            await connection.execute(met)

    async def _found(self, which: ColumnElement[bool] | None) -> tuple[Subscription, ...]:
        found = select(SUBSCRIPTIONS).order_by(SUBSCRIPTIONS.c.workspace, SUBSCRIPTIONS.c.place)
        if which is not None:
            found = found.where(which)
        async with self._database.begin() as connection:
            return tuple(_subscription(row) for row in (await connection.execute(found)).mappings())


def _is(workspace: str, place: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SUBSCRIPTIONS.c.workspace == key(workspace, KEY), SUBSCRIPTIONS.c.place == key(place, KEY)


def _changed(workspace: str, place: str, **values: Any) -> Update:
    return update(SUBSCRIPTIONS).where(*_is(workspace, place)).values(**values)


def _values(subscription: Subscription) -> dict[str, Any]:
    return {
        "workspace": key(subscription.workspace, KEY),
        "place": key(subscription.place, KEY),
        "person": key(subscription.person, KEY),
        "direct": subscription.direct,
        "at_minute": _minutes(subscription.at),
        "zone": short(subscription.zone, KEY),
        "tips": packed_days(subscription.tips),
        "quizzes": packed_days(subscription.quizzes),
        "practice": packed_days(subscription.practice),
        "reveal_minute": _minutes(subscription.reveal),
        "themes": " ".join(sorted(subscription.themes)),
        "exam": key(subscription.exam, KEY),
        "first_day": subscription.first,
        "since": subscription.since,
        "paused": subscription.paused,
        "trouble": "",
        "trouble_at": 0.0,
        "told": False,
    }


def _subscription(row: Any) -> Subscription:
    return Subscription(
        workspace=row["workspace"],
        place=row["place"],
        person=row["person"],
        direct=row["direct"],
        at=_time(row["at_minute"]),
        zone=row["zone"],
        tips=unpacked_days(row["tips"]),
        quizzes=unpacked_days(row["quizzes"]),
        practice=unpacked_days(row["practice"]),
        reveal=_time(row["reveal_minute"]),
        themes=frozenset(row["themes"].split()),
        exam=row["exam"],
        first=row["first_day"],
        since=row["since"],
        paused=row["paused"],
        trouble=row["trouble"],
        trouble_at=row["trouble_at"],
        told=row["told"],
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))
