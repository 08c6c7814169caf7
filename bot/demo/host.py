"""What workspaces behind one address share: the server, the clock, the app's transports, its calls and its tokens."""

from __future__ import annotations

import itertools
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from aiohttp import web

from bot.demo.activity import Activity
from bot.demo.clock import Clock
from bot.demo.delivery import Deliverer
from bot.demo.errors import CallRefused
from bot.demo.faults import Faults
from bot.demo.files import Files
from bot.demo.http_transport import HttpTransport
from bot.demo.installations import Installation, Installations
from bot.demo.model import JSON, Envelope, Identity, Limits
from bot.demo.oauth import AUTHORIZE, OAuth
from bot.demo.payloads import event_callback, org_callback
from bot.demo.response_urls import ResponseUrls
from bot.demo.socket_mode import PATH, SocketMode
from bot.demo.timetable import Timetable
from bot.demo.uploads import PATH as UPLOADS
from bot.demo.uploads import Uploads
from bot.demo.web_api import WebApi

if TYPE_CHECKING:
    from bot.demo.methods.context import Context

MAX_BODY = 16 * 1024 * 1024


class Host:
    """One app's Slack: every workspace that it may be installed in is reached at the same address.

    Args:
        port: the port on 127.0.0.1; a free one when 0.
        identity: the app's ids, secrets and app-level token.
        limits: Slack's time limits, to shorten them.
        rotates: whether the app's tokens expire.
    """

    def __init__(self, port: int, identity: Identity, limits: Limits, *, rotates: bool = False) -> None:
        self.identity = identity
        self.limits = limits
        self.clock = Clock()
        self.numbers = itertools.count(1)
        """For ids, which differ in all workspaces."""
        self.event_numbers = itertools.count(1)
        self.faults = Faults()
        self.activity = Activity()
        self.contexts: dict[str, Context] = {}
        """The workspaces, by team id."""
        self.alone: Context | None = None
        """The only workspace, where it is the whole Slack: it also gets to see calls that name none."""
        self.installations = Installations(self.clock, limits)
        self.files = Files(self.clock, limits, lambda: f"F{next(self.numbers):08d}")
        self.oauth = OAuth(identity, self.clock, self.installations, rotates=rotates)
        self.http = HttpTransport(identity, limits)
        self.socket = SocketMode(identity, limits)
        self.deliverer = Deliverer(self.http, self.socket, limits, self.activity)
        self.timetable = Timetable(self.clock, self.contexts, self.activity)
        self.web_api = WebApi(self)
        self.base_url = f"http://127.0.0.1:{port}"
        self.http_app = self._routes()
        self._port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Opens the port, unless it is open."""
        if self._runner is not None:
            return
        # The cancelling of handlers ends calls whose app has hung up; shutting down must not wait for idle WebSockets.
        self._runner = web.AppRunner(self.http_app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.timetable.start()

    async def close(self) -> None:
        """Ends deliveries, WebSockets and the server."""
        await self.timetable.close()
        await self.deliverer.close()
        await self.socket.close()
        await self.http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def socket_url(self) -> str:
        """A new Socket Mode URL."""
        host = self.base_url.removeprefix("http://")
        return f"ws://{host}{PATH}?ticket={self.socket.new_ticket()}&app_id={self.identity.app_id}"

    def arrived(self, installation: Installation) -> None:
        """Lets an installation's workspaces say how the app is in them."""
        for team in installation.teams:
            now = self.installations.of(team)
            org = now is not None and now.enterprise_id is not None
            state = self.contexts[team].state
            state.identity = replace(state.identity, is_enterprise_install=org)

    def end(self, installation: Installation, *, uninstalled: bool) -> list[Envelope]:
        """Ends an installation's tokens, or all of it; the events that tell the app so."""
        installation.ended = "account_inactive" if uninstalled else "token_revoked"
        for team in installation.teams:
            self.contexts[team].scheduled.end(installation)
        context = self.contexts[min(installation.teams)]
        identity = context.state.identity
        tokens: JSON = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [identity.bot_user_id]}}
        events: list[JSON] = [tokens, {"type": "app_uninstalled"}] if uninstalled else [tokens]
        envelopes = []
        for event in events:
            number, now = f"Ev{next(self.event_numbers):010d}", self.clock.now()
            make = org_callback if installation.enterprise_id else event_callback
            envelopes.append(make({**event, "event_ts": context.state.new_ts()}, number, now, identity))
        # Where a workspace had an installation of its own beside an org-wide one, that one counts from here on.
        self.arrived(installation)
        return envelopes

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/api/{method}", self.web_api.handle)
        app.router.add_post("/hooks/{key}", ResponseUrls(self).handle)
        app.router.add_post(f"{UPLOADS}{{ticket}}", Uploads(self).handle)
        app.router.add_get(PATH, self.socket.handle)
        app.router.add_get(AUTHORIZE, self._consent_page)
        return app

    async def _consent_page(self, request: web.Request) -> web.Response:
        try:
            asked = self.oauth.read(str(request.url))
        except CallRefused as refusal:
            return web.Response(status=400, text=f"{refusal.code}\n" + "\n".join(refusal.problems))
        scopes = "".join(f"<li>{escape(scope)}</li>" for scope in asked.scopes)
        page = f"<title>Slack</title><p>{escape(self.identity.bot_name)} asks for</p><ul>{scopes}</ul>"
        return web.Response(text=page, content_type="text/html")
