"""The page's routes on the workspace's server: the page itself, and the JSON that it lives on.

GET  /                     the page; GET /static/… what it is made of
GET  /demo/state           ?user=                                     everything but the messages
GET  /demo/messages        ?user=&channel=[&thread=][&before=][&limit=]
POST /demo/act/<name>      {"user", …}                                a person does something
GET  /demo/file/<id>       an image that the app has uploaded
GET  /demo/inspect         [?since=]                                  what passed between workspace and app
GET  /demo/feed            [?user=]                                   a WebSocket that tells what changes
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.demo.model import JSON, Channel, User
from bot.demo.page.acting import Acting
from bot.demo.page.declared import Declared
from bot.demo.page.feed import Feed
from bot.demo.page.guard import guard, protect
from bot.demo.page.inspecting import Inspector
from bot.demo.page.reading import Reading
from bot.demo.page.snapshot import Snapshot
from bot.demo.workspace import LocalWorkspace

STATIC = Path(__file__).with_name("static")
MOST_MESSAGES = 500
"""Messages of one answer."""
KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
"""How files begin -> what they are."""


class Routes:
    """The page over a workspace; made before the workspace starts.

    Args:
        workspace: what is shown.
        app: what the app's manifest declares.
    """

    def __init__(self, workspace: LocalWorkspace, app: Declared) -> None:
        self._workspace = workspace
        self.reading = Reading(workspace.state)
        self.snapshot = Snapshot(workspace, app, self.reading)
        self.feed = Feed(self.snapshot)
        self._acting = Acting(workspace, self.reading, app)
        self._inspector = Inspector(workspace, lambda entry: self.feed.tell({"type": "inspect", "entry": entry}))
        self._add(workspace.http_app)

    def connection(self, how: str) -> None:
        """Tells how the app is reached: ``starting``, ``connected`` or ``none``."""
        self.snapshot.connection = how
        if how != "starting":
            self._acting.begun.set()
            self._workspace.release_events()
        self.feed.tell({"type": "app", "app": how})

    async def close(self) -> None:
        """Lets pages go and ends what people still do."""
        await self.feed.close()
        await self._acting.close()

    def _add(self, server: web.Application) -> None:
        server.middlewares.append(guard)
        server.on_response_prepare.append(protect)
        add = server.router.add_get
        add("/", self._page)
        add("/demo/state", _asking(self._state))
        add("/demo/messages", _asking(self._messages))
        add("/demo/inspect", _asking(self._inspect))
        add("/demo/file/{id}", self._file)
        add("/demo/feed", self.feed.serve)
        server.router.add_post("/demo/act/{name}", self._act)
        server.router.add_static("/static", STATIC)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html")

    async def _state(self, request: web.Request) -> JSON:
        return self.snapshot.state(self._user(request))

    async def _messages(self, request: web.Request) -> JSON:
        user = self._user(request)
        limit = min(MOST_MESSAGES, max(1, _number(request, "limit", 50)))
        thread, before = request.query.get("thread") or None, request.query.get("before") or None
        return self.snapshot.messages(user, self._channel(request, user), thread=thread, before=before, limit=limit)

    async def _inspect(self, request: web.Request) -> JSON:
        return {"entries": self._inspector.since(_number(request, "since", 0))}

    async def _act(self, request: web.Request) -> web.Response:
        # Forms of other pages cannot send JSON, whatever their browser says of their origin.
        if request.content_type != "application/json":
            return _refused(415, "invalid_content_type")
        try:
            body = await request.json()
        except (ValueError, LookupError, RecursionError):  # no JSON, in no known character set, or without end
            return _refused(400, "invalid_json")
        if not isinstance(body, dict):
            return _refused(400, "invalid_json")
        return web.json_response(await self._acting.act(request.match_info["name"], body))

    async def _file(self, request: web.Request) -> web.Response:
        content = self._workspace.files().get(request.match_info["id"])
        kind = next((kind for start, kind in KINDS.items() if content and content.startswith(start)), None)
        if content is None or kind is None:
            return _refused(404, "file_not_found")
        return web.Response(body=content, content_type=kind)

    def _user(self, request: web.Request) -> User:
        """Whom the page is shown to; the first person there is, unless it says."""
        users, name = self._workspace.state.users, request.query.get("user")
        people = [user for user in users.values() if not user.is_bot and name in (None, "", user.id)]
        if not people:
            raise LookupError("user_not_found")
        return people[0]

    def _channel(self, request: web.Request, user: User) -> Channel:
        channel = self._workspace.state.channels.get(request.query.get("channel", ""))
        if channel is None or (channel.kind != "public" and user.id not in channel.members):
            raise LookupError("channel_not_found")
        return channel


def _asking(answer: Callable[[web.Request], Awaitable[JSON]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await answer(request))
        except LookupError as error:
            return _refused(404, str(error.args[0]))

    return handle


def _number(request: web.Request, name: str, default: int) -> int:
    given = request.query.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else default


def _refused(status: int, error: str) -> web.Response:
    body = {"ok": False, "error": error}
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")
