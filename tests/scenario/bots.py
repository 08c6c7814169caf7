"""What the fixtures start: a bot with its workspace, and the settings that join the two."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.demo import Channel, LocalWorkspace, Message, User
from bot.settings import Settings
from bot.slack.desk import Desk
from bot.slack.manifest import manifest
from bot.store import Store

MANIFEST = manifest()
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
SCOPES = MANIFEST["oauth_config"]["scopes"]["bot"]
FUNCTIONS = MANIFEST["functions"]


@dataclass
class Bot:
    """The running bot, its workspace, and a person in a channel of it."""

    workspace: LocalWorkspace
    store: Store
    desk: Desk
    ada: User
    general: Channel
    url: str = ""

    async def mention(self, text: str, thread_ts: str | None = None) -> list[Message]:
        """Ada mentions the bot; what it then said in the thread."""
        words = f"{self.workspace.mention} {text}"
        said = await self.workspace.say(self.general, self.ada, words, thread_ts=thread_ts)
        await self.workspace.settled()
        thread = self.workspace.thread(self.general, thread_ts or said.ts)
        return [message for message in thread if message.bot_id and message.ts > said.ts]

    async def direct(self, text: str, thread_ts: str | None = None) -> list[Message]:
        """Ada writes to the bot; what it then said."""
        dm = self.workspace.dm(self.ada)
        said = await self.workspace.say(dm, self.ada, text, thread_ts=thread_ts)
        await self.workspace.settled()
        return [message for message in self.workspace.messages(dm) if message.bot_id and message.ts > said.ts]


def visible(content: Any) -> str:
    """What people can see of a call's arguments or an acknowledgement: all but the values that buttons carry."""
    if isinstance(content, dict):
        return " ".join(visible(part) for key, part in content.items() if key != "value")
    return " ".join(map(visible, content)) if isinstance(content, (list, tuple)) else str(content)


over_http = pytest.mark.parametrize("start_bot", ["http"], indirect=True)
"""For tests to which the transport makes no difference."""
StartBot = Callable[..., Awaitable[Bot]]


def settings_for(workspace: LocalWorkspace) -> Settings:
    """The settings of a bot in a local workspace."""
    return Settings(
        slack_bot_token=workspace.bot_token,
        slack_app_token=workspace.app_token,
        slack_signing_secret=workspace.signing_secret,
        slack_api_url=workspace.api_url,
    )
