"""Where the app is installed, what was granted to it, and which tokens stand for that."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.demo.errors import CallRefused

if TYPE_CHECKING:
    from bot.demo.clock import Clock
    from bot.demo.model import Limits

ACTIVE_TOKENS = 2
"""Rotating access tokens that work at the same time; a third ends the oldest."""


@dataclass(slots=True, eq=False)
class Installation:
    """The app in one workspace or, org-wide, in the workspaces of an enterprise."""

    teams: frozenset[str]
    """The workspaces that it reaches."""
    scopes: frozenset[str]
    enterprise_id: str | None = None
    """The enterprise of an org-wide install."""
    token_seconds: int | None = None
    """How long each access token lives; None where they do not expire."""
    tokens: dict[str, float | None] = field(default_factory=dict)
    """Its access tokens, oldest first, with the time at which each expires."""
    refresh: str | None = None
    """The refresh token that still works."""
    ended: str | None = None
    """Why its tokens no longer work: ``token_revoked`` or ``account_inactive``."""

    @property
    def token(self) -> str:
        """The newest access token."""
        return next(reversed(self.tokens))

    @property
    def present(self) -> bool:
        """Whether the app is still there; after ``auth.revoke`` it is, without a token."""
        return self.ended != "account_inactive"


@dataclass(frozen=True, slots=True)
class Access:
    """What a token opens."""

    installation: Installation
    token: str
    execution: str | None = None
    """The execution of a function, for a token that was handed out with its event."""
    over: bool = False
    """Whether that execution has ended: the token can then only be told so."""


class Installations:
    """Every installation there is or was, by workspace, enterprise and token."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._of_team: dict[str, Installation] = {}
        self._of_enterprise: dict[str, Installation] = {}
        self._tokens: dict[str, Installation] = {}
        self._refreshed: dict[str, Installation] = {}
        self._steps: dict[str, Access] = {}

    def install(
        self,
        teams: Collection[str],
        scopes: Iterable[str],
        *,
        enterprise_id: str | None = None,
        rotates: bool = False,
        token: str | None = None,
    ) -> Installation:
        """Installs the app; where it is already, its scopes grow and, unless tokens rotate, its token stays.

        Args:
            teams: the workspaces that it reaches; one, unless it is an org-wide install.
            scopes: what is granted.
            enterprise_id: of an org-wide install.
            rotates: whether access tokens expire.
            token: the access token, instead of a made-up one.
        """
        place = self._of_enterprise if enterprise_id else self._of_team
        name = enterprise_id or next(iter(teams))
        known = place.get(name)
        if known is not None and known.ended is None:
            known.scopes |= frozenset(scopes)
            known.teams |= frozenset(teams)
            if known.token_seconds is not None:
                self._issue(known, name)
            return known
        seconds = self._limits.token_seconds if rotates else None
        place[name] = fresh = Installation(frozenset(teams), frozenset(scopes), enterprise_id, seconds)
        self._issue(fresh, name, token)
        return fresh

    def of(self, team: str) -> Installation | None:
        """The installation that reaches a workspace: its own, or else its enterprise's."""
        own = self._of_team.get(team)
        if own is not None and own.present:
            return own
        for one in self._of_enterprise.values():
            if team in one.teams and one.present:
                return one
        return own

    def present(self, team: str) -> bool:
        """Whether the app is installed in a workspace."""
        found = self.of(team)
        return found is not None and found.present

    def scopes(self, team: str) -> frozenset[str]:
        """What the app may do in a workspace."""
        found = self.of(team)
        return found.scopes if found is not None and found.present else frozenset()

    def access(self, token: str) -> Access:
        """What a token opens.

        Raises:
            CallRefused: there is no token, it is not known, was revoked or has expired.
        """
        if not token:
            raise CallRefused("not_authed")
        if (step := self._steps.get(token)) is not None:
            self._must_go_on(step.installation)
            return step
        installation = self._tokens.get(token)
        if installation is None:
            raise CallRefused("invalid_auth")
        self._must_go_on(installation)
        if token not in installation.tokens:
            raise CallRefused("token_revoked")
        expires = installation.tokens[token]
        if expires is not None and self._clock.now() >= expires:
            raise CallRefused("token_expired")
        return Access(installation, token)

    def rotate(self, refresh: str) -> Installation:
        """Uses a refresh token up; the installation then has a new pair.

        Raises:
            CallRefused: it is not known, or was used before.
        """
        installation = self._refreshed.get(refresh)
        if installation is None or installation.ended or installation.refresh != refresh:
            raise CallRefused("invalid_refresh_token")
        self._issue(installation, installation.enterprise_id or next(iter(installation.teams)))
        return installation

    def new_step_token(self, team: str, execution: str) -> str:
        """A token for the time in which a function runs."""
        installation = self.of(team)
        if installation is None:
            raise ValueError(f"the app is not installed in {team}")
        token = f"xwfp-{team}-{secrets.token_hex(16)}"
        self._steps[token] = Access(installation, token, execution)
        return token

    def end_step(self, execution: str) -> None:
        """Ends the token of an execution."""
        for token, access in self._steps.items():
            if access.execution == execution:
                self._steps[token] = replace(access, over=True)

    def _must_go_on(self, installation: Installation) -> None:
        if installation.ended:
            raise CallRefused(installation.ended)

    def _issue(self, installation: Installation, name: str, token: str | None = None) -> None:
        if installation.token_seconds is not None:
            token = f"xoxe.xoxb-1-{name}-{secrets.token_hex(16)}"
            installation.refresh = f"xoxe-1-{name}-{secrets.token_hex(16)}"
            self._refreshed[installation.refresh] = installation
            installation.tokens[token] = self._clock.now() + installation.token_seconds
            for old in list(installation.tokens)[:-ACTIVE_TOKENS]:
                del installation.tokens[old]
        else:
            token = token or f"xoxb-{name}-{secrets.token_hex(16)}"
            installation.tokens[token] = None
        self._tokens[token] = installation
