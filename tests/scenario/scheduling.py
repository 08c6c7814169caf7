"""What tests of background work start from: a store, the port, and a workspace that holds the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from bots import settings_for

from bot.catalog.lesson_model import Lessons
from bot.demo import Channel, LocalWorkspace, User
from bot.jobs.passing import Outcome, reconcile
from bot.settings import Settings
from bot.slack.authorize import OneWorkspace, Workspaces
from bot.slack.client import web_client
from bot.slack.scheduling import Scheduling
from bot.store import Store
from bot.subscription import Post, Subscription
from bot.workspace_key import workspace_key

HOUR, DAY = 3600.0, 86400.0
BERLIN = "Europe/Berlin"
WORKING = ("chat.scheduleMessage", "chat.deleteScheduledMessage", "chat.scheduledMessages.list", "chat.postMessage")
"""Methods that background work calls."""


async def kept() -> None:
    """The lease of who has no rivals."""


@dataclass
class Jobs:
    """Background work in a local workspace, one pass at a time."""

    workspace: LocalWorkspace
    store: Store
    lessons: Lessons
    ada: User
    general: Channel
    port: Scheduling = field(init=False)

    def __post_init__(self) -> None:
        self.port = self.port_of(self.lessons)

    @property
    def key(self) -> str:
        """The workspace's name in the store."""
        return workspace_key(self.workspace.identity.enterprise_id, self.workspace.identity.team_id)

    def workspaces(self, settings: Settings) -> Workspaces:
        """Where the bot is installed."""
        return OneWorkspace(web_client(settings), settings.slack_bot_token)

    def port_of(self, lessons: Lessons, seconds: int = 2) -> Scheduling:
        """Slack, for what these lessons say."""
        settings = settings_for(self.workspace)
        return Scheduling(settings, self.workspaces(settings), lessons, seconds)

    def now(self) -> float:
        """Slack's time, and ours."""
        return self.workspace.clock.now()

    async def subscribe(self, channel: Channel | None = None, **fields: Any) -> Subscription:
        """Somebody asks for a tip on every day at nine, or for what they say."""
        usual = {"person": self.ada.id, "zone": BERLIN, "tips": frozenset(range(7)), "since": self.now()}
        asked = Subscription(workspace=self.key, place=(channel or self.general).id, **{**usual, **fields})
        await self.store.subscriptions.put(asked, self.now())
        return asked

    async def change(self, asked: Subscription, **fields: Any) -> Subscription:
        """They change their mind."""
        changed = replace(asked, since=self.now(), **fields)
        await self.store.subscriptions.put(changed, self.now())
        return changed

    async def pass_over(self) -> Outcome:
        """One pass."""
        return await reconcile(self.store, self.port, self.lessons, self.key, self.workspace.clock.now, kept)

    def calls(self) -> list[str]:
        """The calls that background work made so far."""
        return [call.method for call in self.workspace.calls() if call.method in WORKING]

    def held(self, channel: Channel | None = None) -> list[int]:
        """Moments of what Slack holds for a channel."""
        return [one.post_at for one in self.workspace.pending(channel or self.general)]

    async def rows(self, channel: Channel | None = None) -> tuple[Post, ...]:
        """What is kept of a channel's posts."""
        found: Mapping[str, tuple[Post, ...]] = await self.store.posts.of(self.key, 0.0)
        return found.get((channel or self.general).id, ())

    async def subscription(self, channel: Channel | None = None) -> Subscription:
        """A channel's subscription as it is kept."""
        found = await self.store.subscriptions.at(self.key, (channel or self.general).id)
        assert found is not None
        return found

    def texts(self) -> list[str]:
        """What Slack holds, in words."""
        return [one.message.text for one in self.workspace.pending()]

    def posted(self, channel: Channel | None = None) -> list[int]:
        """Moments at which something scheduled was posted to a channel."""
        place = (channel or self.general).id
        return [int(float(one.ts)) for one in self.workspace.posted if one.channel == place]

    def told(self, user: User | None = None) -> list[str]:
        """What somebody was told in their direct message."""
        return [message.text for message in self.workspace.messages(self.workspace.dm(user or self.ada))]

    def start_at(self, hour: int, minute: int = 0) -> None:
        """Lets time pass until a time of day in Berlin."""
        here = datetime.fromtimestamp(self.now(), ZoneInfo(BERLIN))
        then = datetime.combine(here.date(), time(hour, minute), here.tzinfo)
        self.workspace.clock.advance((then.timestamp() - self.now()) % DAY)


def mended(lessons: Lessons, word: str) -> Lessons:
    """The lessons with another word in every tip."""
    tips = {one: msgspec.structs.replace(tip, fact=f"{word} {tip.fact}"[:400]) for one, tip in lessons.tips.items()}
    return msgspec.structs.replace(lessons, tips=tips)
