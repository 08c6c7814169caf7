"""Many workspaces with channels and people in them, all that is asked for there, and a clock that runs ahead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from sqlalchemy import text

from bot.catalog.lesson_model import Lessons
from bot.demo import Channel, LocalSlack, LocalWorkspace, User
from bot.store import Store
from bot.subscription import Subscription
from bot.workspace_key import workspace_key
from tipping import story
from tipping.expected import History, Outage, Version

SOON = 30.0
"""Seconds within which a workspace is due again where a pass was broken off; after a whole one it has longer."""


@dataclass(slots=True, eq=False)
class Place:
    """A channel or direct message, and what was done to it."""

    workspace: LocalWorkspace
    channel: Channel
    person: User
    subscription: Subscription | None = None
    """What is asked for, also while it is paused."""
    paused: bool = False
    history: History = field(default_factory=History)

    @property
    def key(self) -> str:
        """Workspace key."""
        return key_of(self.workspace)

    @property
    def unseen(self) -> bool:
        """Whether workers have not seen to the last change."""
        return bool(self.history.versions) and self.history.versions[-1].settled == float("inf")

    @property
    def outage(self) -> Outage | None:
        """The one that workers have not seen the end of."""
        return next((one for one in self.history.outages if one.mended == float("inf")), None)


@dataclass(eq=False)
class Stage:
    """Everything but the workers."""

    slack: LocalSlack
    store: Store
    database: str
    secret_key: str
    folder: Path
    random: Random
    lessons: Lessons
    places: list[Place] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    """Workspaces that workers had not seen to in time, after something was changed in them."""

    def now(self) -> float:
        """Simulated seconds since the epoch."""
        return self.slack.clock.now()

    @property
    def lessons_file(self) -> Path:
        """Where workers read what there is to send."""
        return self.folder / "lessons.msgpack"

    def teach(self, lessons: Lessons) -> None:
        """Has the workers that start from now on send these."""
        self.lessons = lessons
        self.lessons_file.write_bytes(msgspec.msgpack.encode(lessons))

    def settings(self) -> Mapping[str, Any]:
        """What a worker process is given."""
        return {
            "database": self.database,
            "secret_key": self.secret_key,
            "client_id": self.slack.client_id,
            "client_secret": self.slack.client_secret,
            "api_url": self.slack.api_url,
            "clock": str(self.slack.clock.file),
            "lessons": str(self.lessons_file),
        }

    # what people do

    def wish(self, place: Place) -> Subscription:
        """What a place might be subscribed to."""
        return story.wish(
            self.random,
            sorted(self.lessons.themes),
            workspace=place.key,
            place=place.channel.id,
            person=place.person.id,
            direct=place.channel.kind == "im",
            now=self.now(),
        )

    async def put(self, place: Place, subscription: Subscription) -> None:
        """Someone subscribes a place, or changes what it is subscribed to."""
        place.subscription, place.paused = subscription, False
        await self.store.subscriptions.put(subscription, subscription.since)
        self._note(place, subscription)

    async def pause(self, place: Place) -> None:
        """Someone pauses what a place is sent, or has it go on."""
        place.paused, now = not place.paused, self.now()
        assert await self.store.subscriptions.pause(place.key, place.channel.id, place.paused, now)
        self._note(place, None if place.paused else place.subscription)

    async def stop(self, place: Place) -> None:
        """Someone ends what a place is sent."""
        assert await self.store.subscriptions.remove(place.key, place.channel.id, self.now())
        place.subscription, place.paused = None, False
        self._note(place, None)

    async def change(self, place: Place) -> None:
        """Someone changes something, by chance."""
        if place.subscription is None:
            await self.put(place, self.wish(place))
        elif place.paused or self.random.random() < 0.2:
            await self.pause(place)
        elif self.random.random() < 0.15:
            await self.stop(place)
        else:
            themes = sorted(self.lessons.themes)
            await self.put(place, story.other(self.random, themes, place.subscription, self.now()))

    def archive(self, place: Place) -> None:
        """Someone archives a channel."""
        place.workspace.archive(place.channel)
        place.history.outages.append(Outage(self.now()))

    def unarchive(self, place: Place) -> None:
        """Someone brings it back, with the bot in it."""
        place.workspace.unarchive(place.channel)
        place.workspace.invite_bot(place.channel)
        for outage in place.history.outages:
            outage.ends = min(outage.ends, self.now())

    def _note(self, place: Place, subscription: Subscription | None) -> None:
        now = self.now()
        place.history.versions.append(Version(now, float("inf"), subscription))

    # what workers do

    async def settled(self, seconds: float = 600.0) -> None:
        """Waits until workers have seen to every place that was changed; the clock stands almost still meanwhile."""
        changed = [place for place in self.places if place.unseen]
        left = {place.key for place in changed}
        try:
            async with asyncio.timeout(seconds):
                while left:
                    due = await self.due()
                    left = {one for one in left if due[one] < self.now() + SOON}
                    await asyncio.sleep(0.05 if left else 0)
        except TimeoutError:
            self.unsettled += sorted(left)
        for place in changed:
            place.history.versions[-1] = replace(place.history.versions[-1], settled=self.now())

    async def at_most_behind(self, seconds: float, patience: float = 600.0) -> None:
        """Waits until no workspace is longer overdue than this.

        Raises:
            TimeoutError: workers do not keep up.
        """
        async with asyncio.timeout(patience):
            while min((await self.due()).values(), default=self.now()) < self.now() - seconds:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def due(self) -> dict[str, float]:
        """When each workspace is due to be looked at."""
        async with self.store.engine.connect() as connection:
            rows = await connection.execute(text("SELECT workspace, due_at FROM round"))
            return {row.workspace: row.due_at for row in rows}

    async def notice_mended(self) -> None:
        """Notes which outages workers have seen the end of."""
        for place in self.places:
            outage = place.outage
            if outage is None or outage.ends == float("inf"):
                continue
            kept = await self.store.subscriptions.at(place.key, place.channel.id)
            if kept is None or not kept.trouble:
                outage.mended = self.now()

    # what Slack did

    def posted(self) -> Iterable[tuple[str, str, str]]:
        """Everything that Slack posted by the clock, as channel, ts and text."""
        for workspace in self.slack.workspaces.values():
            yield from ((one.channel, one.ts, one.text) for one in workspace.scheduled.posted)


def key_of(workspace: LocalWorkspace) -> str:
    """A workspace's name in the store."""
    return workspace_key(workspace.identity.enterprise_id, workspace.identity.team_id)
