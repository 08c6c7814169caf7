"""A Slack workspace on loopback: a real HTTP server that a Bolt app talks to as it would to Slack.

async with LocalWorkspace() as workspace:
    ada = workspace.add_user("ada")
    general = workspace.add_channel("general", members=[ada])
    workspace.deliver_to("http://127.0.0.1:3000/slack/events")
    said = await workspace.say(general, ada, f"{workspace.mention} who patches RDS?")
    await workspace.settled()
    answer = workspace.thread(general, said.ts)[-1]
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.demo.activity import Activity
from bot.demo.delivery import Deliverer
from bot.demo.events import DEFAULT_EVENTS, Events
from bot.demo.faults import Faults
from bot.demo.grants import Grants
from bot.demo.http_transport import HttpTransport, Urls
from bot.demo.methods.context import Context
from bot.demo.model import Call, Channel, Delivery, Identity, Limits, Message, User, View
from bot.demo.people import People
from bot.demo.response_urls import ResponseUrls
from bot.demo.scopes import ALL_SCOPES, POST_ANYWHERE
from bot.demo.socket_mode import PATH, SocketMode
from bot.demo.state import Clock, State
from bot.demo.web_api import Grant, WebApi

MAX_BODY = 16 * 1024 * 1024


class LocalWorkspace(People):
    """A running workspace; people's acts (``say``, ``command``, ``click`` …) are those of :class:`People`.

    Args:
        port: the port on 127.0.0.1; a free one when 0.
        identity: the app's ids, tokens and signing secret.
        limits: Slack's time limits, to shorten them.
        events: the events the app subscribed to; add ``message.channels`` for what a bot in channels overhears.
        scopes: the bot token's scopes; every one a method needs when left out.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        identity: Identity | None = None,
        limits: Limits | None = None,
        events: Iterable[str] = DEFAULT_EVENTS,
        scopes: Iterable[str] = ALL_SCOPES,
    ) -> None:
        self.identity = identity or Identity()
        self.limits = limits or Limits()
        self.clock = Clock()
        self.state = State(self.identity, self.clock)
        self.grants = Grants(self.clock, self.limits)
        self.faults = Faults()
        self.base_url = f"http://127.0.0.1:{port}"
        self._port = port
        self._grant = Grant(frozenset(scopes))
        self._activity = Activity()
        self._http = HttpTransport(self.identity, self.limits)
        self._socket = SocketMode(self.identity, self.limits)
        self._deliveries = Deliverer(self._http, self._socket, self.limits, self._activity)
        context = Context(
            state=self.state,
            grants=self.grants,
            events=Events(self.state, frozenset(events), lambda: self._grant.scopes),
            limits=self.limits,
            send=self._deliveries.spawn,
            socket_url=self._socket_url,
            post_anywhere=lambda: POST_ANYWHERE in self._grant.scopes,
        )
        super().__init__(context, self._deliveries, lambda key: f"{self.base_url}/hooks/{key}")
        self._web_api = WebApi(context, self._grant, self.faults, self._activity)
        hooks = ResponseUrls(context, self._web_api, self.faults, self._activity)
        self.http_app = web.Application(client_max_size=MAX_BODY)
        """The server's routes; a page on top of the workspace adds its own before the start."""
        self.http_app.router.add_route("*", "/api/{method}", self._web_api.handle)
        self.http_app.router.add_post("/hooks/{key}", hooks.handle)
        self.http_app.router.add_get(PATH, self._socket.handle)
        self._runner: web.AppRunner | None = None

    # running

    async def start(self) -> Self:
        """Opens the port."""
        # The cancelling of handlers ends calls whose app has hung up; shutting down must not wait for idle WebSockets.
        self._runner = web.AppRunner(self.http_app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def close(self) -> None:
        """Ends deliveries, WebSockets and the server."""
        await self._deliveries.close()
        await self._socket.close()
        await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # what the app needs to know

    @property
    def api_url(self) -> str:
        """The ``base_url`` of a Slack web client."""
        return f"{self.base_url}/api/"

    @property
    def signing_secret(self) -> str:
        """The app's signing secret."""
        return self.identity.signing_secret

    @property
    def bot_token(self) -> str:
        """The app's bot token (``xoxb-``)."""
        return self.identity.bot_token

    @property
    def app_token(self) -> str:
        """The app's app-level token (``xapp-``)."""
        return self.identity.app_token

    @property
    def mention(self) -> str:
        """The bot as a message's text names it."""
        return f"<@{self.identity.bot_user_id}>"

    # reaching the app

    def deliver_to(
        self, url: str, *, commands: str | None = None, interactivity: str | None = None, options: str | None = None
    ) -> None:
        """Delivers over signed HTTP from now on; commands and interactions to ``url`` too unless told otherwise.

        Without it, everything goes over Socket Mode once the app has connected.
        """
        interactivity = interactivity or url
        self._http.urls = Urls(url, commands or url, interactivity, options or interactivity)

    async def connected(self, count: int = 1, timeout: float = 10) -> None:  # noqa: ASYNC109 (bounded inside)
        """Waits until the app holds ``count`` Socket Mode connections."""
        await self._socket.connected(count, timeout)

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Tells every Socket Mode connection to make way for a new one, and waits until it is gone."""
        await self._socket.ask_to_reconnect(reason)

    async def cut_connections(self) -> None:
        """Closes every Socket Mode connection without warning."""
        await self._socket.close()

    async def settled(self, quiet: float = 0.05, timeout: float = 10) -> None:  # noqa: ASYNC109 (bounded inside)
        """Waits until nothing was in flight for ``quiet`` seconds; TimeoutError names what still is."""
        await self._activity.settled(quiet, timeout)

    # people and places

    def add_user(self, name: str, **fields: Any) -> User:
        """Adds a user; ``fields`` are those of :class:`User`."""
        return self.state.add_user(name, **fields)

    def add_channel(
        self, name: str, members: Iterable[User] = (), *, private: bool = False, with_bot: bool = True
    ) -> Channel:
        """Adds a channel, with the bot in it unless told otherwise."""
        ids = {user.id for user in members} | ({self.identity.bot_user_id} if with_bot else set())
        return self.state.add_channel(name, "private" if private else "public", ids)

    def dm(self, user: User) -> Channel:
        """The direct message between a user and the bot."""
        return self.state.direct_message(user.id)

    # the app's standing

    def grant(self, scopes: Iterable[str]) -> None:
        """Replaces the bot token's scopes."""
        self._grant.scopes = frozenset(scopes)

    async def revoke_tokens(self) -> Delivery:
        """The bot token stops working, and the app is told."""
        self._grant.revoked = "token_revoked"
        tokens: dict[str, list[str]] = {"oauth": [], "bot": [self.identity.bot_user_id]}
        return await self.happen({"type": "tokens_revoked", "tokens": tokens, "event_ts": self.state.new_ts()})

    async def uninstall(self) -> tuple[Delivery, Delivery]:
        """Someone removes the app: both events are sent, and its token stops working."""
        revoked = await self.revoke_tokens()
        self._grant.revoked = "account_inactive"
        return revoked, await self.happen({"type": "app_uninstalled", "event_ts": self.state.new_ts()})

    # what there is to see

    def messages(self, channel: Channel) -> list[Message]:
        """Everything said in a channel, threads' replies among it, oldest first."""
        return self.state.messages(channel.id)

    def thread(self, channel: Channel, ts: str) -> list[Message]:
        """A thread: its first message, then the replies."""
        return [message for message in self.messages(channel) if ts in (message.ts, message.thread_ts)]

    def ephemerals(self, channel: Channel, user: User) -> list[Message]:
        """What only one user sees in a channel, oldest first."""
        return self.state.ephemerals(channel.id, user.id)

    def home(self, user: User) -> View | None:
        """A user's Home tab as the app last published it."""
        return self.state.views.get(self.state.homes.get(user.id, ""))

    def modal(self, user: User) -> View | None:
        """The modal uppermost before a user."""
        return self.state.open_modal(user.id)

    def calls(self, method: str | None = None) -> list[Call]:
        """The requests that the app made, of one method or all; ``response_url`` counts as a method."""
        return [call for call in self._web_api.calls if method in (None, call.method)]

    def deliveries(self, name: str | None = None) -> list[Delivery]:
        """What was delivered to the app and how it took it, by event type, command or interaction type."""
        return [delivery for delivery in self._deliveries.log if name in (None, delivery.envelope.name)]

    def _socket_url(self) -> str:
        host = self.base_url.removeprefix("http://")
        return f"ws://{host}{PATH}?ticket={self._socket.new_ticket()}&app_id={self.identity.app_id}"
