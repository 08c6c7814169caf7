"""What people do with channels and each other: open direct messages, join, create, invite, leave."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from bot.demo.model import JSON, Channel
from bot.demo.page.asked import Asked, Refused
from bot.demo.page.reading import Reading
from bot.demo.workspace import LocalWorkspace

_NAME = re.compile(r"[\w-]{1,80}")


class Places:
    """The acts that are about places.

    Args:
        workspace: where.
        reading: what people have read.
    """

    def __init__(self, workspace: LocalWorkspace, reading: Reading) -> None:
        self._workspace = workspace
        self._reading = reading

    def places(self) -> dict[str, Callable[[Asked], Awaitable[JSON]]]:
        """These acts by name."""
        return {
            "dm": self._dm,
            "join": self._join,
            "leave": self._leave,
            "create_channel": self._create,
            "invite": self._invite,
            "read": self._read,
            "add_person": self._add_person,
        }

    async def _dm(self, asked: Asked) -> JSON:
        return {"channel": self._workspace.state.direct_message(asked.user.id, asked.person("with").id).id}

    async def _join(self, asked: Asked) -> JSON:
        channel = asked.channel()
        if channel.kind != "public":
            raise Refused("method_not_supported_for_channel_type", "private channels are entered by invitation")
        return self._now_in(channel, asked.user.id)

    async def _leave(self, asked: Asked) -> JSON:
        channel = asked.channel()
        if channel.kind == "im":
            raise Refused("method_not_supported_for_channel_type", "nobody leaves a direct message")
        self._workspace.state.set_members(channel.id, channel.members - {asked.user.id})
        return {}

    async def _create(self, asked: Asked) -> JSON:
        name = asked.text("name").strip().lstrip("#").lower().replace(" ", "-")
        if not _NAME.fullmatch(name):
            raise Refused("invalid_name", "names of channels have letters, digits, - and _, at most 80")
        if any(one.name == name and one.kind != "im" for one in self._workspace.state.channels.values()):
            raise Refused("name_taken", f"there is a #{name} already")
        made = self._workspace.add_channel(name, [asked.user], private=asked.flag("private"), with_bot=False)
        return {"channel": made.id}

    async def _invite(self, asked: Asked) -> JSON:
        channel = asked.channel()
        if asked.user.id not in channel.members or channel.kind == "im":
            raise Refused("not_in_channel", "only members invite others")
        return self._now_in(channel, asked.text("invited"))

    async def _read(self, asked: Asked) -> JSON:
        self._reading.read(asked.channel().id, asked.user.id)
        return {}

    async def _add_person(self, asked: Asked) -> JSON:
        name = asked.text("name").strip().lower()
        if not _NAME.fullmatch(name) or any(one.name == name for one in self._workspace.state.users.values()):
            raise Refused("invalid_name", "people need a name of their own, of letters, digits, - and _")
        return {"user": self._workspace.add_user(name, is_admin=asked.flag("is_admin")).id}

    def _now_in(self, channel: Channel, user: str) -> JSON:
        if channel.archived:
            raise Refused("is_archived", f"#{channel.name} is archived")
        if user not in self._workspace.state.users:
            raise Refused("user_not_found", f"nobody here is {user!r}")
        self._workspace.state.set_members(channel.id, self._workspace.state.channels[channel.id].members | {user})
        return {"channel": channel.id}
