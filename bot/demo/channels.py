"""What happens to a workspace's channels, and to the bot in them, without the app doing it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.demo.model import Channel, User
from bot.demo.state import State


class Channels:
    """Channels added, archived, renamed and deleted, and the bot put in or out of them."""

    state: State

    def add_channel(
        self, name: str, members: Iterable[User] = (), *, private: bool = False, with_bot: bool = True
    ) -> Channel:
        """Adds a channel, with the bot in it unless told otherwise."""
        ids = {user.id for user in members} | ({self.state.identity.bot_user_id} if with_bot else set())
        return self.state.add_channel(name, "private" if private else "public", ids)

    def add_dm(self, one: User, other: User) -> Channel:
        """The direct message between two people, which the bot does not see."""
        return self.state.direct_message(one.id, other.id)

    def dm(self, user: User) -> Channel:
        """The direct message between a user and the bot."""
        return self.state.direct_message(user.id)

    def archive(self, channel: Channel) -> Channel:
        """Archives a channel: nobody can post to it any more."""
        return self.state.change_channel(channel.id, archived=True)

    def unarchive(self, channel: Channel, by: User | None = None) -> Channel:
        """Someone takes a channel out of the archive; one that is public has lost its members by then, and the bot.

        After https://slack.com/help/articles/213185307; the private ones keep theirs.
        """
        members = self.state.channels[channel.id].members if channel.kind == "private" else frozenset[str]()
        return self.state.change_channel(channel.id, archived=False, members=members | ({by.id} if by else set()))

    def rename(self, channel: Channel, name: str) -> Channel:
        """Gives a channel another name."""
        return self.state.change_channel(channel.id, name=name)

    def restrict(self, channel: Channel, posters: Iterable[User] = ()) -> Channel:
        """Lets only some post to a channel, and the bot not."""
        return self.state.change_channel(channel.id, posters=frozenset(user.id for user in posters))

    def unrestrict(self, channel: Channel) -> Channel:
        """Lets every member post to a channel again."""
        return self.state.change_channel(channel.id, posters=None)

    def delete_channel(self, channel: Channel) -> None:
        """Deletes a channel; what was said in it can still be read here, by nobody else."""
        self.state.remove_channel(channel.id)

    def remove_bot(self, channel: Channel) -> Channel:
        """Someone removes the bot from a channel."""
        members = self.state.channels[channel.id].members
        return self.state.set_members(channel.id, members - {self.state.identity.bot_user_id})

    def invite_bot(self, channel: Channel) -> Channel:
        """Someone adds the bot to a channel."""
        members = self.state.channels[channel.id].members
        return self.state.set_members(channel.id, members | {self.state.identity.bot_user_id})
