"""Slack as an app that many install sees it: several workspaces behind one Web API, and OAuth.

async with LocalSlack(events=EVENTS, scopes=SCOPES) as slack:
    acme = slack.add_workspace("acme")
    slack.deliver_to(f"{url}/slack/events")
    slack.redirect_urls = (f"{url}/slack/oauth_redirect",)
    back = slack.approve(authorize_url, acme.add_user("ada"), acme)   # then GET it, as ada's browser would
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.demo.events import DEFAULT_EVENTS
from bot.demo.faults import Faults
from bot.demo.host import Host
from bot.demo.hosted import Hosted
from bot.demo.installations import Installation
from bot.demo.model import JSON, Call, Delivery, Identity, Limits, User
from bot.demo.oauth import Where
from bot.demo.scopes import ALL_SCOPES
from bot.demo.workspace import LocalWorkspace


class LocalSlack(Hosted):
    """One app and the workspaces that it may be installed in.

    Args:
        port: the port on 127.0.0.1; a free one when 0.
        identity: the app's ids and secrets; the workspaces' ids are made up.
        limits: Slack's time limits, to shorten them.
        events: the events the app subscribed to.
        scopes: what is granted where the app is installed without OAuth.
        functions: the functions that the app's manifest declares.
        agent_view: whether its manifest has ``agent_view``.
        token_rotation: whether its access tokens expire.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        identity: Identity | None = None,
        limits: Limits | None = None,
        events: Iterable[str] = DEFAULT_EVENTS,
        scopes: Iterable[str] = ALL_SCOPES,
        functions: JSON | None = None,
        agent_view: bool = True,
        token_rotation: bool = False,
    ) -> None:
        super().__init__(Host(port, identity or Identity(), limits or Limits(), rotates=token_rotation))
        self._events = frozenset(events)
        self._scopes = frozenset(scopes)
        self._functions = functions
        self._agent_view = agent_view
        self.workspaces: dict[str, LocalWorkspace] = {}
        """The workspaces, by team id."""

    # workspaces

    def add_workspace(
        self,
        domain: str = "",
        *,
        team_id: str | None = None,
        enterprise_id: str | None = None,
        installed: bool = False,
    ) -> LocalWorkspace:
        """Adds a workspace, in an enterprise if one is named; the workspaces of an enterprise share the bot's user."""
        number = len(self.workspaces) + 1
        team_id = team_id or f"T{number:09d}"
        bot = (enterprise_id or team_id)[1:]
        identity = replace(
            self.host.identity,
            team_id=team_id,
            team_domain=domain or f"team-{number}",
            enterprise_id=enterprise_id,
            enterprise_name=f"Enterprise {enterprise_id}" if enterprise_id else "",
            bot_user_id=f"U0BOT{bot}",
            bot_id=f"B0BOT{bot}",
        )
        workspace = LocalWorkspace(
            host=self.host,
            identity=identity,
            events=self._events,
            scopes=self._scopes,
            functions=self._functions,
            agent_view=self._agent_view,
            installed=installed,
        )
        self.workspaces[team_id] = workspace
        return workspace

    def install(self, where: LocalWorkspace | str, scopes: Iterable[str] | None = None) -> Installation:
        """Installs the app without OAuth in a workspace or, given an enterprise's id, in all of its workspaces."""
        installation = self.host.oauth.install(self._where(where), self._scopes if scopes is None else scopes)
        self.host.arrived(installation)
        return installation

    async def uninstall(self, enterprise_id: str) -> tuple[Delivery, ...]:
        """An org admin removes the app from an enterprise; both events come without a team."""
        team = min(self._where(enterprise_id).teams)
        installation = self.host.installations.of(team)
        if installation is None or installation.enterprise_id is None:
            raise ValueError(f"the app is not installed in {enterprise_id}")
        return await self.host.deliverer.deliver_all(self.host.end(installation, uninstalled=True))

    # OAuth

    @property
    def redirect_urls(self) -> tuple[str, ...]:
        """The addresses that the app has registered for coming back to it."""
        return self.host.oauth.redirect_urls

    @redirect_urls.setter
    def redirect_urls(self, urls: Iterable[str]) -> None:
        self.host.oauth.redirect_urls = tuple(urls)

    @property
    def client_id(self) -> str:
        """The app's client id."""
        return self.host.identity.client_id

    @property
    def client_secret(self) -> str:
        """The app's client secret."""
        return self.host.identity.client_secret

    @property
    def authorize_url(self) -> str:
        """The consent page, as Bolt's ``authorization_url`` setting names it."""
        return f"{self.base_url}/oauth/v2/authorize"

    def approve(self, url: str, user: User, where: LocalWorkspace | str) -> str:
        """A user consents; the address that their browser is sent to.

        Args:
            url: the authorization URL that the app sent them to.
            user: who.
            where: the workspace, or the enterprise's id for an org-wide install.

        Raises:
            CallRefused: Slack would show an error page instead.
        """
        return self.host.oauth.approve(self.host.oauth.read(url), self._where(where), user.id)

    def deny(self, url: str) -> str:
        """A user refuses; the address that their browser is sent to."""
        return self.host.oauth.deny(self.host.oauth.read(url))

    # what there is to see

    @property
    def faults(self) -> Faults:
        """Faults that strike calls whatever workspace they are for, ``oauth.v2.access`` among them."""
        return self.host.faults

    def calls(self, method: str | None = None) -> list[Call]:
        """The requests that the app made for any workspace or none."""
        return [call for call in self.host.web_api.calls if method in (None, call.method)]

    def deliveries(self, name: str | None = None) -> list[Delivery]:
        """What was delivered to the app from any workspace."""
        return [delivery for delivery in self.host.deliverer.log if name in (None, delivery.envelope.name)]

    def _where(self, where: LocalWorkspace | str) -> Where:
        if isinstance(where, LocalWorkspace):
            return Where(where.identity, frozenset({where.identity.team_id}))
        members = [one for one in self.workspaces.values() if one.identity.enterprise_id == where]
        if not members:
            raise LookupError(f"no workspace belongs to {where}")
        return Where(members[0].identity, frozenset(one.identity.team_id for one in members), where)
