"""Running a local Slack and reaching the app from it: the same for one workspace and for several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.demo.clock import Clock
from bot.demo.host import Host
from bot.demo.http_transport import Urls


class Hosted:
    """A local Slack at an address."""

    def __init__(self, host: Host) -> None:
        self.host = host

    async def start(self) -> Self:
        """Opens the port."""
        await self.host.start()
        return self

    async def close(self) -> None:
        """Ends deliveries, WebSockets and the server, of every workspace behind it."""
        await self.host.close()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # what the app needs to know

    @property
    def http_app(self) -> web.Application:
        """The server's routes; a page on top of it adds its own before the start."""
        return self.host.http_app

    @property
    def base_url(self) -> str:
        """Where it is."""
        return self.host.base_url

    @property
    def api_url(self) -> str:
        """The ``base_url`` of a Slack web client."""
        return f"{self.base_url}/api/"

    @property
    def signing_secret(self) -> str:
        """The app's signing secret."""
        return self.host.identity.signing_secret

    @property
    def app_token(self) -> str:
        """The app's app-level token (``xapp-``)."""
        return self.host.identity.app_token

    @property
    def clock(self) -> Clock:
        """Its clock, which can be moved forward."""
        return self.host.clock

    # reaching the app

    def deliver_to(
        self,
        url: str | Sequence[str],
        *,
        commands: str | None = None,
        interactivity: str | None = None,
        options: str | None = None,
    ) -> None:
        """Delivers over signed HTTP from now on; commands and interactions to ``url`` too unless told otherwise.

        Several URLs stand for several processes behind a load balancer: they take turns, redeliveries among them.
        Without any, everything goes over Socket Mode once the app has connected.
        """
        urls = [url] if isinstance(url, str) else list(url)
        self.host.http.urls = tuple(
            Urls(one, commands or one, interactivity or one, options or interactivity or one) for one in urls
        )

    def expect_socket_mode(self) -> None:
        """Says that an app is about to connect: what happens before waits for it, as long as Slack waits for an app."""
        self.host.socket.was_used = True

    def hold_events(self) -> None:
        """Keeps events back while the app is being started, so that none is given up meanwhile."""
        self.host.deliverer.begun.clear()

    def release_events(self) -> None:
        """Delivers them from now on."""
        self.host.deliverer.begun.set()

    async def connected(self, count: int = 1, timeout: float = 10) -> None:  # noqa: ASYNC109 (bounded inside)
        """Waits until the app holds ``count`` Socket Mode connections."""
        await self.host.socket.connected(count, timeout)

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Tells every Socket Mode connection to make way for a new one, and waits until it is gone."""
        await self.host.socket.ask_to_reconnect(reason)

    async def cut_connections(self) -> None:
        """Closes every Socket Mode connection without warning."""
        await self.host.socket.close()

    async def until(self, condition: Callable[[], bool], timeout: float = 10) -> None:  # noqa: ASYNC109 (bounded inside)
        """Waits until a condition of what passes between the app and Slack holds, such as a call or a post."""
        await self.host.activity.until(condition, timeout)

    async def settled(self, quiet: float = 0.05, timeout: float = 10) -> None:  # noqa: ASYNC109 (bounded inside)
        """Waits until nothing was in flight for ``quiet`` seconds; TimeoutError names what still is."""
        await self.host.activity.settled(quiet, timeout)
