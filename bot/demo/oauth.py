"""OAuth: the consent page's address, its codes, and ``oauth.v2.access``; https://docs.slack.dev/authentication/installing-with-oauth."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.demo.arguments import Args
from bot.demo.clock import Clock
from bot.demo.errors import CallRefused
from bot.demo.installations import Installation, Installations
from bot.demo.model import JSON, Identity
from bot.demo.scopes import KNOWN_SCOPES

AUTHORIZE = "/oauth/v2/authorize"
CODE_SECONDS = 600
"""How long a code waits to be exchanged."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the app asks for with the address that it sends people to."""

    scopes: tuple[str, ...]
    state: str
    redirect_uri: str | None
    """As it was sent; None where the app relies on the one it has registered."""
    redirect_to: str


@dataclass(frozen=True, slots=True)
class Where:
    """What the app is installed in: one workspace, or all those of an enterprise."""

    identity: Identity
    """The workspace's, or that of one of the enterprise's workspaces."""
    teams: frozenset[str]
    enterprise_id: str | None = None
    """Of an org-wide install."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that waits to be exchanged for a token."""

    asked: Asked
    where: Where
    user: str
    expires: float


class OAuth:
    """Reads what the app asks for, hands out codes, and exchanges them and refresh tokens for access tokens."""

    def __init__(self, identity: Identity, clock: Clock, installations: Installations, *, rotates: bool) -> None:
        self._identity = identity
        self._clock = clock
        self._installations = installations
        self._rotates = rotates
        self._codes: dict[str, Code] = {}
        self._places: dict[Installation, Where] = {}
        self.redirect_urls: tuple[str, ...] = ()
        """The addresses that the app has registered; a redirect goes to one of them or below it."""

    def read(self, url: str) -> Asked:
        """What an authorization URL asks for.

        Raises:
            CallRefused: Slack would show an error page instead of asking for consent.
        """
        parts = urlsplit(url)
        if parts.path != AUTHORIZE:
            raise CallRefused("oauth_authorization_url_mismatch")
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if query.get("client_id") != self._identity.client_id:
            raise CallRefused("invalid_client_id")
        scopes = tuple(scope for scope in query.get("scope", "").split(",") if scope)
        if not scopes:
            raise CallRefused("no_scopes")
        if unknown := [scope for scope in scopes if scope not in KNOWN_SCOPES]:
            raise CallRefused("invalid_scope", unknown)
        sent = query.get("redirect_uri")
        return Asked(scopes, query.get("state", ""), sent, self._registered(sent))

    def approve(self, asked: Asked, where: Where, user: str) -> str:
        """Someone consents; the address that their browser is sent to, with a code in it."""
        code = f"{self._identity.client_id}.{secrets.token_hex(32)}"
        self._codes[code] = Code(asked, where, user, self._clock.now() + CODE_SECONDS)
        return _with(asked.redirect_to, code=code, state=asked.state)

    def deny(self, asked: Asked) -> str:
        """Someone refuses; the address that their browser is sent to."""
        return _with(asked.redirect_to, error="access_denied", state=asked.state)

    def install(self, where: Where, scopes: Iterable[str], token: str | None = None) -> Installation:
        """Installs the app."""
        installation = self._installations.install(
            where.teams, scopes, enterprise_id=where.enterprise_id, rotates=self._rotates, token=token
        )
        self._places[installation] = where
        return installation

    def access(self, args: Args) -> tuple[Installation, JSON]:
        """``oauth.v2.access``: exchanges a code or a refresh token; also gives what is installed thereby."""
        self.check_client(args)
        grant = args.maybe("grant_type") or "authorization_code"
        if grant == "refresh_token":
            installation = self._installations.rotate(args.text("refresh_token"))
            return installation, self._shown(installation)
        if grant != "authorization_code":
            raise CallRefused("invalid_grant_type")
        code = self._codes.pop(args.maybe("code") or "", None)
        if code is None or self._clock.now() >= code.expires:
            raise CallRefused("invalid_code")
        if args.maybe("redirect_uri") != code.asked.redirect_uri:
            raise CallRefused("bad_redirect_uri")
        installation = self.install(code.where, code.asked.scopes)
        return installation, {**self._shown(installation), "authed_user": {"id": code.user}}

    def check_client(self, args: Args) -> None:
        """Refuses a call that does not come with the app's own id and secret."""
        if args.maybe("client_id") != self._identity.client_id:
            raise CallRefused("invalid_client_id")
        if not hmac.compare_digest(args.maybe("client_secret") or "", self._identity.client_secret):
            raise CallRefused("bad_client_secret")

    def _shown(self, installation: Installation) -> JSON:
        where = self._places[installation]
        identity, org = where.identity, where.enterprise_id is not None
        body: JSON = {
            "app_id": identity.app_id,
            "scope": ",".join(sorted(installation.scopes)),
            "token_type": "bot",
            "access_token": installation.token,
            "bot_user_id": identity.bot_user_id,
            "team": None if org else {"id": identity.team_id, "name": identity.team_domain},
            "enterprise": identity.enterprise,
            "is_enterprise_install": org,
        }
        if installation.token_seconds is not None:
            body |= {"expires_in": installation.token_seconds, "refresh_token": installation.refresh}
        return body

    def _registered(self, sent: str | None) -> str:
        if not self.redirect_urls:
            raise CallRefused("bad_redirect_uri", ["the app has registered no redirect URL (LocalSlack.redirect_urls)"])
        if sent is None:
            return self.redirect_urls[0]
        if not any(sent == url or sent.startswith(f"{url.rstrip('/')}/") for url in self.redirect_urls):
            raise CallRefused("bad_redirect_uri")
        return sent


def _with(url: str, **query: str) -> str:
    separator = "&" if urlsplit(url).query else "?"
    return f"{url}{separator}{urlencode(query)}"
