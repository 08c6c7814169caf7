"""A request of the page: who is to do it, and to what."""

from __future__ import annotations

from typing import Any

from bot.demo.filling import Entry
from bot.demo.model import JSON, Channel, Message, User, View
from bot.demo.workspace import LocalWorkspace

YEAR = 366 * 86_400.0
FURTHEST = 50 * YEAR
"""Seconds that the clock can be ahead of real time."""


class Refused(Exception):
    """It cannot be done.

    Args:
        code: why, as a word.
        detail: why, for the person.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Asked:
    """Reads a request's body; what is missing or unknown is a :class:`Refused`."""

    def __init__(self, workspace: LocalWorkspace, body: JSON) -> None:
        self._workspace = workspace
        self._body = body
        self.user = self.person("user")
        """Who acts."""
        if self.user.is_bot:
            raise Refused("invalid_request", "the app acts on its own")

    def text(self, name: str) -> str:
        """A text that must be given."""
        value = self._body.get(name)
        if not isinstance(value, str):
            raise Refused("invalid_request", f"{name} is missing")
        return _whole(value)

    def maybe(self, name: str) -> str | None:
        """A text that may be left out."""
        return self.text(name) if self._body.get(name) not in (None, "") else None

    def flag(self, name: str) -> bool:
        """A choice that is off unless it is given."""
        return self._body.get(name) is True

    def person(self, name: str) -> User:
        """A person, by id."""
        user = self._workspace.state.users.get(self.text(name))
        if user is None:
            raise Refused("user_not_found", f"nobody here is {self.text(name)!r}")
        return user

    def channel(self) -> Channel:
        """The channel, by id."""
        channel = self._workspace.state.channels.get(self.text("channel"))
        if channel is None or (channel.kind != "public" and self.user.id not in channel.members):
            raise Refused("channel_not_found", "there is no such channel")
        return channel

    def message(self) -> Message:
        """The message, by channel and ``ts``, if the person sees it."""
        state, ts = self._workspace.state, self.text("ts")
        private = state.ephemeral(ts)
        if private is not None and (private.channel, private.ephemeral_for) == (self.text("channel"), self.user.id):
            return private
        message = state.message(self.channel().id, ts)
        if message is None:
            raise Refused("message_not_found", "the message is gone")
        return message

    def own_message(self) -> Message:
        """The message, if the person wrote it."""
        message = self.message()
        if message.user != self.user.id:
            raise Refused("not_yours", "only whoever wrote a message can change it")
        return message

    def view(self) -> View:
        """The person's modal or Home tab, by id."""
        view = self._workspace.state.views.get(self.text("view_id"))
        if view is None or view.user != self.user.id:
            raise Refused("view_not_found", "the view is gone")
        if view.type == "modal" and view.id not in self._workspace.state.modals[self.user.id]:
            raise Refused("view_not_found", "the modal is closed")
        return view

    def entry(self, name: str) -> Entry | None:
        """What was chosen or typed."""
        return _entry(self._body.get(name))

    def values(self) -> dict[str, Entry]:
        """What stands in inputs, by action id."""
        given = self._body.get("values") or {}
        if not isinstance(given, dict):
            raise Refused("invalid_request", "values must be an object")
        read = {str(name): _entry(value) for name, value in given.items()}
        return {name: entry for name, entry in read.items() if entry is not None}

    def seconds(self) -> float:
        """How far to move the clock."""
        value = self._body.get("seconds")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= YEAR:
            raise Refused("invalid_request", "the clock goes forward only, by up to a year at once")
        if self._workspace.clock.ahead + value > FURTHEST:
            raise Refused("invalid_request", "the clock goes no further than fifty years ahead")
        return float(value)


def _entry(value: Any) -> Entry | None:
    if value is None:
        return None
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return [_whole(one) for one in value]
    raise Refused("invalid_request", "entries are texts or lists of texts")


def _whole(text: str) -> str:
    """Without halves of characters, which JSON can carry and no file or database can."""
    return text.encode(errors="replace").decode()
