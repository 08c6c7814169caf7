"""What a local workspace holds: its users, channels, messages, views and threads' statuses."""

from __future__ import annotations

import copy
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from bot.demo.changes import Change, Watcher
from bot.demo.clock import Clock
from bot.demo.model import JSON, Channel, ChannelKind, Identity, Message, User, View


class State:
    """Everything that persists in the workspace. Nothing here knows HTTP or tells the app anything."""

    def __init__(self, identity: Identity, clock: Clock, numbers: Iterator[int] | None = None) -> None:
        self.identity = identity
        self.clock = clock
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, View] = {}
        self.modals: defaultdict[str, list[str]] = defaultdict(list)
        """Each user's stack of open modals, the uppermost last."""
        self.entered: dict[str, JSON] = {}
        """What was last left in each view's inputs, as ``state.values``, by view id."""
        self.homes: dict[str, str] = {}
        """Each user's Home tab, by view id."""
        self.statuses: dict[tuple[str, str], JSON] = {}
        """What ``assistant.threads.setStatus`` shows, by channel and thread."""
        self.prompts: dict[tuple[str, str], JSON] = {}
        """What ``assistant.threads.setSuggestedPrompts`` offers, by channel and thread."""
        self.looking: dict[str, JSON] = {}
        """What each user looks at beside the agent panel."""
        self.suggested: dict[str, list[JSON]] = {}
        """The options that the app last suggested, by action id."""
        self.watchers: list[Watcher] = []
        """Told of every change, after it."""
        self._direct: dict[frozenset[str], str] = {}
        self._messages: defaultdict[str, dict[str, Message]] = defaultdict(dict)
        self._replies: defaultdict[tuple[str, str], dict[str, Message]] = defaultdict(dict)
        """The replies of each thread, by channel and root."""
        self._ephemerals: dict[str, Message] = {}
        self._numbers = numbers or itertools.count(1)
        self._last_ts = 0
        self.users[identity.bot_user_id] = User(identity.bot_user_id, identity.bot_name, is_bot=True)

    def changed(self, change: Change) -> None:
        """Tells everyone who watches."""
        for watcher in self.watchers:
            watcher(change)

    # ids

    def new_id(self, prefix: str) -> str:
        """An id that Slack could have given, such as ``C00000003``."""
        return f"{prefix}{next(self._numbers):08d}"

    def new_ts(self) -> str:
        """A message timestamp, unique in the workspace and later than every earlier one."""
        self._last_ts = max(int(self.clock.now() * 1_000_000), self._last_ts + 1)
        return _ts(self._last_ts)

    def ts_at(self, channel: str, second: int) -> str:
        """A timestamp within a second that is of a channel's own."""
        moment = second * 1_000_000
        while self.message(channel, _ts(moment)) is not None:
            moment += 1
        self._last_ts = max(self._last_ts, moment)
        return _ts(moment)

    def restore(self, users: Iterable[User], channels: Iterable[Channel], messages: Iterable[Message]) -> None:
        """Takes up what another run of the workspace left."""
        self.users |= {user.id: user for user in users}
        for channel in channels:
            self.channels[channel.id] = channel
            if channel.kind == "im":
                self._direct[channel.members] = channel.id
        for message in messages:
            self.add_message(message)
            self._last_ts = max(self._last_ts, round(float(message.ts) * 1_000_000))

    # users and channels

    def add_user(self, name: str, **fields: Any) -> User:
        """Adds a user of this name."""
        user = User(self.new_id("U"), name, **fields)
        self.users[user.id] = user
        self.changed(Change("users", user=user.id))
        return user

    def change_user(self, user: str, **fields: Any) -> User:
        """Changes fields of a user."""
        self.users[user] = replace(self.users[user], **fields)
        self.changed(Change("users", user=user))
        return self.users[user]

    def add_channel(self, name: str, kind: ChannelKind, members: Iterable[str]) -> Channel:
        """Adds a channel with these members' ids."""
        prefix = {"public": "C", "private": "G", "im": "D"}[kind]
        channel = Channel(self.new_id(prefix), name, kind, frozenset(members))
        self.channels[channel.id] = channel
        self.changed(Change("channels", channel=channel.id))
        return channel

    def change_channel(self, channel: str, **fields: Any) -> Channel:
        """Changes fields of a channel."""
        self.channels[channel] = replace(self.channels[channel], **fields)
        self.changed(Change("channels", channel=channel))
        return self.channels[channel]

    def remove_channel(self, channel: str) -> None:
        """Deletes a channel; its messages stay."""
        gone = self.channels.pop(channel)
        self._direct.pop(gone.members, None)
        self.changed(Change("channels", channel=channel))

    def set_members(self, channel: str, members: Iterable[str]) -> Channel:
        """Replaces a channel's members."""
        return self.change_channel(channel, members=frozenset(members))

    def direct_message(self, user: str, other: str | None = None) -> Channel:
        """The direct message between a user and the bot, or another user, opened when there is none."""
        pair = frozenset({user, other or self.identity.bot_user_id})
        if pair not in self._direct:
            self._direct[pair] = self.add_channel(self.users[user].name, "im", pair).id
        return self.channels[self._direct[pair]]

    def bot_is_in(self, channel: Channel) -> bool:
        """Whether the bot is a member."""
        return self.identity.bot_user_id in self.channels[channel.id].members

    # messages

    def add_message(self, message: Message) -> Message:
        """Keeps a message, with ids filled in where its blocks have none."""
        message = replace(message, blocks=self.with_ids(message.blocks))
        if message.ephemeral_for is not None:
            self._ephemerals[message.ts] = message
        else:
            self._messages[message.channel][message.ts] = message
            if message.thread_ts not in (None, message.ts):
                self._replies[message.channel, str(message.thread_ts)][message.ts] = message
        if message.bot_id is not None:
            self.set_status(message.channel, message.thread_ts or "", None)
        self.changed(Change("message", message))
        return message

    def replace_message(self, message: Message) -> Message:
        """Puts a changed message in the place of the one with its ``ts``."""
        return self.add_message(message)

    def remove_message(self, message: Message) -> None:
        """Deletes a message; deleting twice is no fault."""
        self._ephemerals.pop(message.ts, None)
        self._messages[message.channel].pop(message.ts, None)
        self._replies[message.channel, message.thread_ts or ""].pop(message.ts, None)
        self.changed(Change("deleted", message))

    def message(self, channel: str, ts: str) -> Message | None:
        """The message everybody sees under this ``ts``."""
        return self._messages[channel].get(ts)

    def ephemeral(self, ts: str) -> Message | None:
        """The ephemeral message under this ``ts``."""
        return self._ephemerals.get(ts)

    def messages(self, channel: str) -> list[Message]:
        """A channel's messages, threads' replies among them, oldest first."""
        return [message for _, message in sorted(self._messages[channel].items())]

    def everything(self) -> list[Message]:
        """What was said anywhere, but for what only one person saw."""
        return [message for channel in self._messages.values() for message in channel.values()]

    def newest(self, channel: str) -> str | None:
        """The ``ts`` of a channel's newest message."""
        return max(self._messages[channel], default=None)

    def since(self, channel: str, ts: str) -> list[Message]:
        """A channel's messages after ``ts``, in no order."""
        return [message for message in self._messages[channel].values() if message.ts > ts]

    def replies(self, channel: str, ts: str) -> list[Message]:
        """The replies to a message, oldest first."""
        return [message for _, message in sorted(self._replies.get((channel, ts), {}).items())]

    def ephemerals(self, channel: str, user: str) -> list[Message]:
        """What only ``user`` sees in a channel, oldest first."""
        return [m for m in self._ephemerals.values() if (m.channel, m.ephemeral_for) == (channel, user)]

    # views

    def add_view(self, user: str, content: JSON, previous: View | None = None) -> View:
        """Keeps a new view of a user."""
        view_id = self.new_id("V")
        root = previous.root_id if previous else view_id
        view = View(view_id, user, self._content(content), self.new_ts(), root, previous.id if previous else None)
        self.views[view_id] = view
        return view

    def replace_view(self, view: View, content: JSON) -> View:
        """Puts new content into a view, which thereby gets a new hash."""
        self.views[view.id] = replace(view, content=self._content(content), hash=self.new_ts())
        self.changed(Change("view", user=view.user, view=view.id))
        return self.views[view.id]

    def set_modals(self, user: str, views: Iterable[str]) -> None:
        """Replaces a user's stack of open modals, the uppermost last."""
        self.modals[user] = list(views)
        self.changed(Change("modals", user=user))

    def set_home(self, view: View) -> None:
        """Makes a view its user's Home tab."""
        self.homes[view.user] = view.id
        self.changed(Change("home", user=view.user, view=view.id))

    # the agent panel

    def set_status(self, channel: str, thread: str, status: JSON | None) -> None:
        """Shows what the bot is doing in a thread, or nothing."""
        if status is not None:
            self.statuses[channel, thread] = status
        elif self.statuses.pop((channel, thread), None) is None:
            return
        self.changed(Change("status", channel=channel, thread=thread))

    def set_prompts(self, channel: str, thread: str, prompts: JSON) -> None:
        """Suggests what to ask."""
        self.prompts[channel, thread] = prompts
        self.changed(Change("prompts", channel=channel, thread=thread))

    def open_modal(self, user: str) -> View | None:
        """The modal that lies uppermost before a user."""
        stack = self.modals[user]
        return self.views[stack[-1]] if stack else None

    def _content(self, content: JSON) -> JSON:
        return {**copy.deepcopy(content), "blocks": list(self.with_ids(content.get("blocks", ())))}

    def with_ids(self, blocks: Iterable[JSON]) -> tuple[JSON, ...]:
        """Blocks with the block and action ids that Slack makes up where the app gave none."""
        filled = copy.deepcopy(tuple(blocks))
        for block in filled:
            block.setdefault("block_id", self.new_id("b"))
            for element in interactive_elements(block):
                element.setdefault("action_id", self.new_id("a"))
        return filled


def _ts(microseconds: int) -> str:
    return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"


def interactive_elements(block: JSON) -> list[JSON]:
    """The elements of a block that a user can act on."""
    places = [block.get("accessory"), block.get("element")]
    if block["type"] in ("actions", "context_actions"):
        places += block.get("elements", [])
    if block["type"] == "card":
        places += block.get("actions") or []
    return [element for element in places if isinstance(element, dict) and element.get("type") != "image"]
