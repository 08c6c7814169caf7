"""The workspace as one person sees it, as JSON for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.demo.model import JSON, Channel, Message, User, View
from bot.demo.page.declared import Declared
from bot.demo.page.reading import Reading
from bot.demo.payloads import message_json, view_json
from bot.demo.workspace import LocalWorkspace

FACES = 5
"""People named under a thread's first message."""


@dataclass(slots=True)
class Snapshot:
    """Reads the workspace; changes nothing but what a person has read."""

    workspace: LocalWorkspace
    app: Declared
    reading: Reading
    connection: str = "starting"
    """How the app is reached: ``starting``, ``connected``, or ``none`` where no app of ours is started."""

    def state(self, user: User) -> JSON:
        """Everything but the messages."""
        identity = self.workspace.identity
        dm = self.workspace.dm(user)
        return {
            "team": {
                "id": identity.team_id,
                "name": identity.team_domain,
                "bot": {"id": identity.bot_user_id, "name": identity.bot_name},
            },
            "users": self.users(),
            "me": user.id,
            "bot_dm": dm.id,
            "channels": self.channels(user),
            "commands": [*(self.app.commands or ())],
            "shortcuts": [*(self.app.shortcuts or ())],
            **self.clock(),
            "home": self.home(user.id),
            "modals": self.modals(user.id),
            "prompts": self.prompts(dm.id),
            "statuses": self.statuses(user),
            "app": self.connection,
        }

    def users(self) -> list[JSON]:
        """Everybody, the bot too."""
        return [
            {"id": one.id, "name": one.name, "tz": one.tz, "is_admin": one.is_admin, "is_bot": one.is_bot}
            for one in self.workspace.state.users.values()
            if not one.deleted
        ]

    def clock(self) -> JSON:
        """The workspace's time, and how far ahead of real time it is; both in seconds."""
        clock = self.workspace.clock
        return {"now": clock.now(), "offset": clock.ahead}

    def channels(self, user: User) -> list[JSON]:
        """The public channels, and all else that a person is a member of."""
        seen = [one for one in self.workspace.state.channels.values() if one.kind == "public" or user.id in one.members]
        return [self.channel(one, user) for one in seen]

    def channel(self, channel: Channel, user: User) -> JSON:
        """A channel as a person sees it: a direct message is named after the other one."""
        users = self.workspace.state.users
        others = sorted(channel.members - {user.id}) or [user.id]
        return {
            "id": channel.id,
            "name": users[others[0]].name if channel.kind == "im" else channel.name,
            "kind": channel.kind,
            "members": sorted(channel.members),
            "archived": channel.archived,
            "unread": self.reading.unread(channel.id, user.id),
        }

    def messages(
        self, user: User, channel: Channel, *, thread: str | None = None, before: str | None = None, limit: int = 50
    ) -> JSON:
        """The latest messages of a channel or thread, oldest first.

        Args:
            user: who reads.
            channel: where.
            thread: a first message's ``ts``: it and its replies, instead of the channel's own messages.
            before: only what is older than this ``ts``.
            limit: how many at most.
        """
        state = self.workspace.state
        private = [m for m in state.ephemerals(channel.id, user.id) if m.thread_ts == thread]
        if thread is None:
            public = [m for m in state.messages(channel.id) if m.thread_ts in (None, m.ts)]
            if before is None and public:
                self.reading.read(channel.id, user.id)
        else:
            root = state.message(channel.id, thread)
            public = [*([root] if root else []), *state.replies(channel.id, thread)]
        seen = sorted((*public, *private), key=lambda m: m.ts)
        older = [m for m in seen if before is None or m.ts < before]
        return {"messages": [self.message(m) for m in older[-limit:]], "more": len(older) > limit}

    def message(self, message: Message) -> JSON:
        """A message, with what its thread has come to."""
        state = self.workspace.state
        body = message_json(message, state.identity) | {"channel": message.channel}
        if message.ephemeral_for is not None:
            return body | {"ephemeral_for": message.ephemeral_for, "is_ephemeral": True}
        replies = state.replies(message.channel, message.ts)
        people = list(dict.fromkeys(reply.user for reply in replies))
        latest = replies[-1].ts if replies else None
        return body | {"reply_count": len(replies), "latest_reply": latest, "reply_users": people[:FACES]}

    def view(self, view: View) -> JSON:
        """A modal or Home tab, with what was left in its inputs."""
        entered = self.workspace.state.entered.get(view.id) if view.type == "modal" else None
        return view_json(view, self.workspace.identity, entered)

    def home(self, user: str) -> JSON | None:
        """A person's Home tab, once the app has published it."""
        view = self.workspace.home(self.workspace.state.users[user])
        return self.view(view) if view else None

    def modals(self, user: str) -> list[JSON]:
        """A person's open modals, the uppermost last."""
        state = self.workspace.state
        return [self.view(state.views[one]) for one in state.modals.get(user, ())]

    def prompts(self, dm: str) -> JSON:
        """What the bot suggests to ask, at the top of its Messages tab."""
        shown: JSON = self.workspace.state.prompts.get((dm, ""), {})
        return {"channel": dm, "title": shown.get("title"), "prompts": list(shown.get("prompts") or ())}

    def statuses(self, user: User) -> list[JSON]:
        """What the bot is doing where a person can see it."""
        state = self.workspace.state
        mine = [key for key in state.statuses if key[0] in state.channels and user.id in state.channels[key[0]].members]
        shown = [self.status(*key) for key in mine]
        return [one for one in shown if one["status"]]

    def status(self, channel: str, thread: str) -> JSON:
        """What the bot is doing in a thread; its ``status`` is None when nothing."""
        state = self.workspace.state
        known: dict[str, Any] = state.statuses.get((channel, thread), {})
        status = self.workspace.status(state.channels[channel], thread) if channel in state.channels else None
        loading = known.get("loading_messages") or []
        return {"channel": channel, "thread_ts": thread, "status": status, "loading_messages": loading}
