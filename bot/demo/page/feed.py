"""What changes in the workspace, told to open pages over WebSockets as it happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, web

from bot.demo.changes import Change
from bot.demo.model import JSON, Message
from bot.demo.page.snapshot import Snapshot

BEHIND = 5000
"""Changes that may wait for a page; one that is further behind is cut off, and starts anew when it comes back."""


@dataclass(slots=True, eq=False)
class Page:
    """An open page."""

    user: str
    """Who it is shown to; empty for everybody."""
    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(BEHIND))


class Feed:
    """Tells every open page.

    Args:
        snapshot: how things look.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._pages: set[Page] = set()
        snapshot.workspace.state.watchers.append(self._changed)
        snapshot.workspace.clock.watch(lambda: self.tell({"type": "clock", **snapshot.clock()}))

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serves one page until it goes, or the workspace ends."""
        socket = web.WebSocketResponse(heartbeat=30, timeout=0.5)
        await socket.prepare(request)
        page = Page(request.query.get("user", ""), socket, request.transport)
        self._pages.add(page)
        sending = asyncio.create_task(_send(page))
        try:
            # Pages only listen; reading is what notices that they have gone.
            async for _ in socket:
                pass
        finally:
            self._pages.discard(page)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return socket

    async def close(self) -> None:
        """Lets every page go."""
        pages = list(self._pages)
        going = [page.socket.close(code=WSCloseCode.GOING_AWAY, message=b"the demo ends") for page in pages]
        await asyncio.gather(*going, return_exceptions=True)

    def tell(self, news: JSON, only: Iterable[str] | None = None) -> None:
        """Tells something to all pages, or to those of some people."""
        text = json.dumps(news) if self._pages else ""
        people = None if only is None else {*only, ""}
        for page in [one for one in self._pages if people is None or one.user in people]:
            try:
                page.waiting.put_nowait(text)
            except asyncio.QueueFull:
                self._pages.discard(page)
                if page.transport is not None:
                    page.transport.abort()

    def _changed(self, change: Change) -> None:
        if not self._pages:
            return
        shown = self._snapshot
        match change.what:
            case "message" if change.message is not None:
                self._tell_message(change.message)
            case "deleted" if change.message is not None:
                self._tell_deleted(change.message)
            case "channels":
                self.tell({"type": "channels", "channel": change.channel})
            case "users":
                self.tell({"type": "users", "users": shown.users()})
            case "view" | "modals":
                self._tell_modals(change)
            case "home":
                self.tell({"type": "home", "user": change.user, "home": shown.home(change.user)}, [change.user])
            case "status":
                self.tell({"type": "status", **shown.status(change.channel, change.thread)})
            case "prompts":
                self.tell({"type": "prompts", **shown.prompts(change.channel)})

    def _tell_modals(self, change: Change) -> None:
        view = self._snapshot.workspace.state.views.get(change.view)
        if view is not None and view.type == "home":
            return  # told as a change of Home
        news: JSON = {"type": "view", "user": change.user, "modals": self._snapshot.modals(change.user)}
        news["view"] = self._snapshot.view(view) if view else None
        self.tell(news, [change.user])

    def _tell_message(self, message: Message) -> None:
        shown = self._snapshot.message(message)
        if message.ephemeral_for is not None:
            self.tell({"type": "ephemeral", "user": message.ephemeral_for, "message": shown}, [message.ephemeral_for])
            return
        self._tell_members(message, {"type": "message", "message": shown})
        self._tell_root(message)

    def _tell_deleted(self, message: Message) -> None:
        news: JSON = {"type": "deleted", "channel": message.channel, "ts": message.ts, "thread_ts": message.thread_ts}
        self._tell_members(message, news)
        self._tell_root(message)

    def _tell_root(self, message: Message) -> None:
        """A thread's first message has another count of replies."""
        if message.thread_ts in (None, message.ts):
            return
        root = self._snapshot.workspace.state.message(message.channel, str(message.thread_ts))
        if root is not None:
            self._tell_members(root, {"type": "message", "message": self._snapshot.message(root)})

    def _tell_members(self, message: Message, news: JSON) -> None:
        channel = self._snapshot.workspace.state.channels.get(message.channel)
        self.tell(news, None if channel is None or channel.kind == "public" else channel.members)


async def _send(page: Page) -> None:
    while True:
        await page.socket.send_str(await page.waiting.get())
