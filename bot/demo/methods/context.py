"""What the Web API methods work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.demo.errors import CallRefused
from bot.demo.events import Events
from bot.demo.grants import Grants
from bot.demo.model import Channel, Envelope, Limits, User
from bot.demo.state import State


@dataclass(frozen=True, slots=True)
class Context:
    """The workspace as a method sees it."""

    state: State
    grants: Grants
    events: Events
    limits: Limits
    send: Callable[[Iterable[Envelope]], None]
    """Delivers events in the background."""
    socket_url: Callable[[], str]
    """A new Socket Mode URL."""
    post_anywhere: Callable[[], bool]
    """Whether ``chat:write.public`` was granted."""

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
        channel = self.channel(channel_id)
        if not self.state.bot_is_in(channel) and not self.post_anywhere():
            raise CallRefused("not_in_channel")
        return channel

    def user(self, user_id: str) -> User:
        """A user of the workspace."""
        user = self.state.users.get(user_id)
        if user is None:
            raise CallRefused("user_not_found")
        return user
