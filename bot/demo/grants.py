"""The short-lived permissions Slack hands out with a payload: trigger ids and response URLs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from bot.demo.clock import Clock
from bot.demo.errors import CallRefused
from bot.demo.model import Limits, Message


@dataclass(frozen=True, slots=True)
class Trigger:
    """Leave to open one modal for a user."""

    user: str
    expires: float
    used: bool = False


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """Leave to answer a command or an action a few times."""

    channel: str
    user: str
    expires: float
    uses_left: int
    original: Message | None
    """The message acted on, which ``replace_original`` and ``delete_original`` mean."""


class Grants:
    """Hands out trigger ids and response URLs, and refuses them once spent or expired."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def new_trigger(self, user: str) -> str:
        """A trigger id for a user."""
        trigger_id = f"{len(self._triggers) + 1}.{secrets.token_hex(8)}"
        self._triggers[trigger_id] = Trigger(user, self._clock.now() + self._limits.trigger_seconds)
        return trigger_id

    def spend_trigger(self, trigger_id: str) -> str:
        """Uses a trigger id up and returns its user.

        Raises:
            CallRefused: it is unknown, was used before, or has expired.
        """
        trigger = self.check_trigger(trigger_id)
        self._triggers[trigger_id] = replace(trigger, used=True)
        return trigger.user

    def check_trigger(self, trigger_id: str) -> Trigger:
        """The trigger, when it can still be used."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise CallRefused("invalid_trigger_id")
        if trigger.used:
            raise CallRefused("exchanged_trigger_id")
        if self._clock.now() > trigger.expires:
            raise CallRefused("expired_trigger_id")
        return trigger

    def knows_trigger(self, trigger_id: str) -> bool:
        """Whether a trigger id was handed out here."""
        return trigger_id in self._triggers

    def knows_response_url(self, key: str) -> bool:
        """Whether a response URL was handed out here."""
        return key in self._urls

    def new_response_url(self, channel: str, user: str, original: Message | None = None) -> str:
        """The key of a new response URL."""
        key = f"{len(self._urls) + 1}-{secrets.token_hex(8)}"
        expires = self._clock.now() + self._limits.response_url_seconds
        self._urls[key] = ResponseUrl(channel, user, expires, self._limits.response_url_uses, original)
        return key

    def spend_response_url(self, key: str) -> ResponseUrl:
        """Takes one use of a response URL.

        Raises:
            CallRefused: it is unknown, expired, or used as often as it may be.
        """
        url = self._urls.get(key)
        if url is None:
            raise CallRefused("no_such_url")
        if self._clock.now() > url.expires:
            raise CallRefused("expired_url")
        if url.uses_left < 1:
            raise CallRefused("used_url")
        self._urls[key] = replace(url, uses_left=url.uses_left - 1)
        return url
