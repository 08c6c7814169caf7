"""What the Web API methods work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.demo.arguments import Args
from bot.demo.blocks import message_problems, view_problems
from bot.demo.errors import CallRefused
from bot.demo.events import Events
from bot.demo.faults import Faults
from bot.demo.files import Files, file_problems
from bot.demo.functions import Functions
from bot.demo.grants import Grants
from bot.demo.installations import Installation, Installations
from bot.demo.model import Channel, Envelope, Limits, User
from bot.demo.scheduled import Scheduled
from bot.demo.state import State


@dataclass(frozen=True, slots=True)
class Context:
    """The workspace as a method sees it."""

    state: State
    grants: Grants
    scheduled: Scheduled
    events: Events
    limits: Limits
    send: Callable[[Iterable[Envelope]], None]
    """Delivers events in the background."""
    post_anywhere: Callable[[], bool]
    """Whether ``chat:write.public`` was granted."""
    files: Files
    """Those of every workspace."""
    upload_url: Callable[[str], str]
    """The address for a file's content."""
    faults: Faults
    """Those that strike calls for this workspace."""
    functions: Functions
    installations: Installations
    leave: Callable[[Installation, bool], None]
    """Ends an installation's tokens or, when true, all of it, and tells the app."""
    check_client: Callable[[Args], None]
    """Refuses a call without the app's client id and secret."""
    agent_view: bool
    """Whether the app's manifest has ``agent_view``."""

    def knows(self, name: str) -> bool:
        """Whether an id (of a channel, user, view, trigger or execution) is one of this workspace's."""
        state = self.state
        places = (state.channels, state.users, state.views, self.functions.executions)
        return any(name in place for place in places) or self.grants.knows_trigger(name)

    def message_problems(self, blocks: Any, pointer: str = "/blocks") -> list[str]:
        """What Slack would refuse in a message's blocks."""
        return message_problems(blocks, pointer) or file_problems(blocks, pointer, self._can_show)

    def view_problems(self, view: Any) -> list[str]:
        """What Slack would refuse in a view's content."""
        return view_problems(view) or self.image_problems(view)

    def image_problems(self, view: Any) -> list[str]:
        """Which images of a view Slack would refuse; it looks at them last."""
        return file_problems(view, "/view", self._can_show)

    def _can_show(self, named: Any) -> bool:
        return self.files.can_show(self.installations.of(self.state.identity.team_id), named)

    def channel(self, channel_id: str) -> Channel:
        """A channel that the bot can see; private ones look absent to outsiders."""
        channel = self.state.channels.get(channel_id)
        if channel is None or (channel.kind != "public" and not self.state.bot_is_in(channel)):
            raise CallRefused("channel_not_found")
        return channel

    def own_channel(self, channel_id: str) -> Channel:
        """A channel in which the bot may write; a user's id stands for the direct message with them."""
        if channel_id in self.state.users and channel_id != self.state.identity.bot_user_id:
            return self.state.direct_message(channel_id)
        return self.member_channel(channel_id)

    def member_channel(self, channel_id: str) -> Channel:
        """A channel in which the bot may write, by its own id only."""
        channel = self.channel(channel_id)
        if not self.state.bot_is_in(channel) and not self.post_anywhere():
            raise CallRefused("not_in_channel")
        return channel

    def must_take_posts(self, channel: Channel) -> None:
        """Refuses to post where nobody can, or where the bot is not one of those who may."""
        if channel.archived:
            raise CallRefused("is_archived")
        if channel.posters is not None and self.state.identity.bot_user_id not in channel.posters:
            raise CallRefused("restricted_action")

    def root(self, channel: str, thread_ts: str | None) -> str | None:
        """The root of the thread that ``thread_ts`` belongs to."""
        if not thread_ts:
            return None
        message = self.state.message(channel, thread_ts)
        if message is None:
            raise CallRefused("thread_not_found")
        return message.thread_ts or message.ts

    def user(self, user_id: str) -> User:
        """A user of the workspace."""
        user = self.state.users.get(user_id)
        if user is None:
            raise CallRefused("user_not_found")
        return user
