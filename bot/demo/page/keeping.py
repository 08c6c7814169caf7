"""`--keep FILE`: people, channels, messages and scheduled messages as JSON, read at the start and written on change."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from bot.demo.changes import Change
from bot.demo.model import Channel, Message, User
from bot.demo.page.asked import FURTHEST
from bot.demo.page.reading import Reading
from bot.demo.scheduled import Pending
from bot.demo.workspace import LocalWorkspace
from bot.errors import DemoError

PAUSE_SECONDS = 0.5
"""How long changes are gathered before the file is written."""
Number = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
KEPT_CHANGES = frozenset({"message", "deleted", "channels", "users"})


_TS = re.compile(r"(\d{1,12}\.\d{6})?")
"""A message's; a scheduled one has none yet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A scheduled message."""

    id: str
    post_at: int
    created: int
    message: Message


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file holds."""

    version: Literal[1]
    clock: Annotated[float, msgspec.Meta(ge=0, le=FURTHEST)]
    """How far the clock is ahead, in seconds."""
    ids: Number
    event_ids: Number
    """How many were given out: none must come twice, since apps remember them."""
    users: list[User]
    channels: list[Channel]
    messages: list[Message]
    scheduled: list[Waiting]
    seen: list[tuple[str, str, str]]
    """Channel, person, and the ``ts`` up to which they have read."""


class Keeping:
    """Keeps a workspace in a file.

    Args:
        file: where; made if it is not there.
        workspace: what.
        reading: what people have read.
    """

    def __init__(self, file: Path, workspace: LocalWorkspace, reading: Reading) -> None:
        self._file = file
        self._workspace = workspace
        self._reading = reading
        self._changed = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None

    def restore(self) -> bool:
        """Takes up what the file holds; False where there is no file yet.

        Raises:
            DemoError: it cannot be read, or holds something else; it is left as it is.
        """
        try:
            kept = msgspec.json.decode(self._file.read_bytes(), type=Kept)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise DemoError(f"{self._file} cannot be read: {error.strerror}.") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DemoError(f"{self._file} is no workspace that was kept, and is left as it is: {error}.") from error
        if wrong := next(_lost(kept, self._workspace.identity.bot_user_id), None):
            raise DemoError(f"{self._file} is damaged, and is left as it is: {wrong}.")
        self._take_up(kept)
        return True

    def begin(self) -> None:
        """Writes the file from now on whenever something has changed.

        Raises:
            DemoError: it cannot be written.
        """
        self._write_or_tell()
        self._workspace.state.watchers.append(self._note)
        self._workspace.clock.watch(self._changed.set)
        self._workspace.scheduled.watchers.append(self._changed.set)
        self._writing = asyncio.create_task(self._write_changes())

    async def close(self) -> None:
        """Writes it a last time."""
        if self._writing is None:
            return
        self._writing.cancel()
        await asyncio.gather(self._writing, return_exceptions=True)
        self._write_or_tell()

    def _note(self, change: Change) -> None:
        if change.what in KEPT_CHANGES:
            self._changed.set()

    async def _write_changes(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(PAUSE_SECONDS)
            self._changed.clear()
            with suppress(OSError):  # it is tried again after the next change, and told at the end
                self._write(self._content())

    def _content(self) -> bytes:
        state, host = self._workspace.state, self._workspace.host
        bot = self._workspace.identity.bot_user_id
        return _encoded(
            Kept(
                version=1,
                clock=host.clock.ahead,
                ids=next(host.numbers),
                event_ids=next(host.event_numbers),
                users=[user for user in state.users.values() if user.id != bot],
                channels=list(state.channels.values()),
                messages=state.everything(),
                scheduled=[Waiting(p.id, p.post_at, p.created, p.message) for p in self._workspace.pending()],
                seen=[(*where, ts) for where, ts in self._reading.seen.items()],
            )
        )

    def _write_or_tell(self) -> None:
        try:
            self._write(self._content())
        except OSError as error:
            raise DemoError(f"{self._file} cannot be written: {error.strerror}.") from error

    def _write(self, content: bytes) -> None:
        # Written beside it and moved: whenever the process ends, there is a whole file.
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        # Nobody else's to read, as the database next to it; and no link that somebody laid there is followed.
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(self._file)

    def _take_up(self, kept: Kept) -> None:
        workspace, host = self._workspace, self._workspace.host
        for numbers, given in ((host.numbers, kept.ids), (host.event_numbers, kept.event_ids)):
            while next(numbers) < given:
                pass
        host.clock.advance(kept.clock)
        workspace.state.restore(kept.users, kept.channels, kept.messages)
        installation = host.installations.of(workspace.identity.team_id)
        for one in kept.scheduled:
            if installation is not None:
                workspace.scheduled.add(Pending(one.id, one.post_at, one.created, one.message, installation))
        self._reading.seen |= {(channel, user): ts for channel, user, ts in kept.seen}


def _encoded(kept: Kept) -> bytes:
    try:
        return msgspec.json.encode(kept)
    except UnicodeEncodeError:
        # An app may send half a character; no file can hold it.
        return json.dumps(msgspec.to_builtins(kept), ensure_ascii=False).encode(errors="replace")


def _lost(kept: Kept, bot: str) -> Iterator[str]:
    """What is named in a file and not there."""
    users = {bot, *(user.id for user in kept.users)}
    channels = {channel.id for channel in kept.channels}
    for channel in kept.channels:
        for user in channel.members - users:
            yield f"{channel.id} has a member {user}, who is nobody"
    for message in (*kept.messages, *(one.message for one in kept.scheduled)):
        if message.channel not in channels:
            yield f"a message is in {message.channel}, which is no channel"
        if not _TS.fullmatch(message.ts):
            yield f"a message is of {message.ts!r}, which is no time"
        if message.user not in users:
            yield f"a message is by {message.user}, who is nobody"
