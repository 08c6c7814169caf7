"""Which events the app is sent about what happens in the workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.demo.model import JSON, Channel, Envelope, Message
from bot.demo.payloads import event_callback, message_json, typed_blocks
from bot.demo.scopes import EVENT_SCOPES
from bot.demo.state import State

DEFAULT_EVENTS = frozenset({"app_mention", "message.im", "app_home_opened", "app_uninstalled", "tokens_revoked"})
_SUBSCRIPTION = {"public": "message.channels", "private": "message.groups", "im": "message.im"}


class Events:
    """Builds the events that the app subscribed to, may see and is a member for."""

    def __init__(
        self,
        state: State,
        subscribed: frozenset[str],
        granted: Callable[[], frozenset[str]],
        installed: Callable[[], bool],
        numbers: Iterator[int],
    ) -> None:
        self._state = state
        self._subscribed = subscribed
        self._granted = granted
        self._installed = installed
        self._numbers = numbers

    def sends(self, subscription: str) -> bool:
        """Whether the app is installed, subscribed to an event and holds the scope that it needs."""
        scope = EVENT_SCOPES.get(subscription)
        wanted = subscription in self._subscribed and self._installed()
        return wanted and (scope is None or scope in self._granted())

    def callback(self, event: JSON) -> Envelope:
        """The callback for any event, under a new event id."""
        now = self._state.clock.now()
        return event_callback(event, f"Ev{next(self._numbers):010d}", now, self._state.identity)

    def posted(self, message: Message) -> list[Envelope]:
        """For a new message: the message event and, where a user names the bot, the mention."""
        channel = self._state.channels.get(message.channel)
        if channel is None or message.ephemeral_for is not None or not self._state.bot_is_in(channel):
            return []
        identity = self._state.identity
        body = message_json(message, identity)
        body |= {"channel": channel.id, "event_ts": message.ts}
        if message.bot_id is None:
            body["client_msg_id"] = f"msg-{message.ts}"
            body.setdefault("blocks", typed_blocks(message.text, self._state.new_id("b")))
            if channel.kind == "im" and message.user in self._state.looking:
                body["app_context"] = self._state.looking[message.user]
        found = []
        if self._mentions_bot(message, channel) and self.sends("app_mention"):
            found.append(self.callback({**body, "type": "app_mention"}))
        if self.sends(_SUBSCRIPTION[channel.kind]):
            found.append(self.callback({**body, "channel_type": channel.channel_type}))
        return found

    def changed(self, before: Message, after: Message) -> list[Envelope]:
        """For an edit: ``message_changed``."""
        parts = {
            "message": message_json(after, self._state.identity),
            "previous_message": message_json(before, self._state.identity),
        }
        return self._about(after, "message_changed", parts)

    def deleted(self, message: Message) -> list[Envelope]:
        """For a deletion: ``message_deleted``."""
        parts = {"deleted_ts": message.ts, "previous_message": message_json(message, self._state.identity)}
        return self._about(message, "message_deleted", parts)

    def reacted(self, message: Message, user: str, name: str, *, added: bool) -> list[Envelope]:
        """For an emoji that someone added to a message or took away."""
        kind = "reaction_added" if added else "reaction_removed"
        channel = self._state.channels[message.channel]
        if message.ephemeral_for is not None or not self._state.bot_is_in(channel) or not self.sends(kind):
            return []
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        event = {"type": kind, "user": user, "reaction": name, "item_user": message.user, "item": item}
        return [self.callback({**event, "event_ts": self._state.new_ts()})]

    def _about(self, message: Message, subtype: str, parts: JSON) -> list[Envelope]:
        channel = self._state.channels.get(message.channel)
        if channel is None:
            return []
        seen = message.ephemeral_for is None and self._state.bot_is_in(channel)
        if not seen or not self.sends(_SUBSCRIPTION[channel.kind]):
            return []
        ts = self._state.new_ts()
        head = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id}
        when = {"ts": ts, "event_ts": ts, "channel_type": channel.channel_type}
        return [self.callback({**head, **parts, **when})]

    def _mentions_bot(self, message: Message, channel: Channel) -> bool:
        # Slack sends no app_mention in direct messages, nor for what the app itself wrote.
        names_bot = f"<@{self._state.identity.bot_user_id}" in message.text
        return channel.kind != "im" and message.bot_id is None and names_bot
