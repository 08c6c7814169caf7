"""The things of a local Slack workspace: users, channels, messages, views, and what passed between it and the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

JSON = dict[str, Any]
ChannelKind = Literal["public", "private", "im"]
EnvelopeKind = Literal["events_api", "slash_commands", "interactive"]

SLACK_RETRY_DELAYS = (0.0, 60.0, 300.0)
"""Seconds that Slack itself waits before its three redeliveries of an event."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Slack's time limits, and how far a test shortens them."""

    ack_seconds: float = 3.0
    """How long the app may take to acknowledge."""
    retry_delays: tuple[float, ...] = (0.0, 0.05, 0.1)
    """Seconds before each redelivery of an event; Slack's own are :data:`SLACK_RETRY_DELAYS`."""
    trigger_seconds: float = 3.0
    response_url_uses: int = 5
    response_url_seconds: float = 1800.0
    token_seconds: int = 43_200
    """How long a rotating access token lives. The SDK renews by real time, two hours ahead: a shorter life makes it."""
    file_seconds: float = 0.0
    """How long Slack works on an uploaded file before blocks can show it; a second or more, at Slack."""
    response_text: int = 40_000
    """Characters that a message's text may have."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the app is in this workspace, and its secrets."""

    signing_secret: str = "local-signing-secret"  # noqa: S105 (a loopback server's, not a secret)
    bot_token: str = "xoxb-local-bot"  # noqa: S105
    app_token: str = "xapp-local-app"  # noqa: S105
    verification_token: str = "local-verification"  # noqa: S105
    client_id: str = "1111.2222"
    client_secret: str = "local-client-secret"  # noqa: S105
    app_id: str = "A0LOCAL001"
    team_id: str = "T0LOCAL001"
    team_domain: str = "local"
    bot_user_id: str = "U0BOT00001"
    bot_id: str = "B0BOT00001"
    bot_name: str = "whosejob"
    enterprise_id: str | None = None
    """The enterprise that the workspace belongs to."""
    enterprise_name: str = ""
    is_enterprise_install: bool = False
    """Whether the app is there by an org-wide install."""

    @property
    def enterprise(self) -> JSON | None:
        """The enterprise as payloads name it."""
        return {"id": self.enterprise_id, "name": self.enterprise_name} if self.enterprise_id else None


@dataclass(frozen=True, slots=True)
class User:
    """A member of the workspace."""

    id: str
    name: str
    is_bot: bool = False
    tz: str = "Europe/Berlin"
    """Their time zone, by its IANA name."""
    locale: str = "en-US"
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    deleted: bool = False
    """Deactivated: still there to be looked up, but does nothing any more."""

    @property
    def mention(self) -> str:
        """The user as a message's text names them."""
        return f"<@{self.id}>"


@dataclass(frozen=True, slots=True)
class Channel:
    """A public or private channel, or a direct message of two."""

    id: str
    name: str
    kind: ChannelKind = "public"
    members: frozenset[str] = frozenset()
    archived: bool = False
    posters: frozenset[str] | None = None
    """The only ones who may post; None where every member may."""

    @property
    def channel_type(self) -> str:
        """The kind as message events name it."""
        return {"public": "channel", "private": "group", "im": "im"}[self.kind]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now; an edit makes a new object with the same ``ts``."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[JSON, ...] = ()
    attachments: tuple[JSON, ...] = ()
    thread_ts: str | None = None
    bot_id: str | None = None
    ephemeral_for: str | None = None
    """The one user who sees it; None when everybody in the channel does."""
    edited: str | None = None
    metadata: JSON | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    """Pairs of an emoji's name and the user who added it."""


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab."""

    id: str
    user: str
    content: JSON
    """What the app sent, with block and action ids filled in."""
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def type(self) -> str:
        """``modal`` or ``home``."""
        return str(self.content["type"])


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the app made: a Web API method, or ``response_url``."""

    method: str
    args: JSON
    at: float
    status: int
    answer: JSON
    performed: bool
    """Whether it had an effect: true also when the reply was then lost."""
    fault: str | None = None
    """The planted fault that struck it."""
    team_id: str = ""
    """The workspace that it was for; empty where its token or URL named none."""

    @property
    def error(self) -> str | None:
        """Slack's name of the error, when refused."""
        return self.answer.get("error")

    @property
    def warnings(self) -> tuple[str, ...]:
        """Slack's warnings, such as ``missing_text_in_message``."""
        return tuple(self.answer.get("response_metadata", {}).get("warnings", ()))


@dataclass(frozen=True, slots=True)
class Envelope:
    """One thing for the app to handle, whichever way it goes."""

    kind: EnvelopeKind
    payload: JSON
    team_id: str = ""
    """The workspace that it comes from; empty where an enterprise or Slack itself speaks."""

    @property
    def name(self) -> str:
        """The event's type, the command, or the interaction's type."""
        if self.kind == "events_api":
            return str(self.payload.get("event", self.payload).get("type"))
        return str(self.payload.get("command") or self.payload.get("type"))

    @property
    def wants_payload(self) -> bool:
        """Whether Slack reads what the acknowledgement says."""
        return self.kind == "slash_commands" or self.payload.get("type") in ("view_submission", "block_suggestion")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver an envelope, and how the app took it."""

    number: int
    """0 for the first delivery, then as ``X-Slack-Retry-Num``."""
    retry_reason: str | None
    """Why it was sent again, as ``X-Slack-Retry-Reason``."""
    status: int | None
    """HTTP status; 200 for a Socket Mode acknowledgement; None when none came in time."""
    body: Any
    """What the acknowledgement said, decoded when it was JSON."""
    failure: str | None
    """Why it failed (``http_timeout``, ``http_error``, ``connection_failed``, ``timeout``, ``no_app``), or None."""
    seconds: float
    no_retry: bool = False
    """The app asked for no redelivery (``X-Slack-No-Retry``)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An envelope with every attempt made to deliver it."""

    envelope: Envelope
    attempts: tuple[Attempt, ...]

    @property
    def acknowledged(self) -> bool:
        """Whether the app took it in the end."""
        return bool(self.attempts) and self.attempts[-1].failure is None

    @property
    def event_id(self) -> str | None:
        """Slack's id of the event, the same in each redelivery."""
        return self.envelope.payload.get("event_id")


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a user wrote, and the events that it became."""

    message: Message
    deliveries: tuple[Delivery, ...]

    @property
    def ts(self) -> str:
        """The message's timestamp, which is also the thread's that answers it."""
        return self.message.ts

    @property
    def acknowledged(self) -> bool:
        """Whether the app took every event (true also when it was to see none)."""
        return all(delivery.acknowledged for delivery in self.deliveries)


@dataclass(frozen=True, slots=True)
class Ack:
    """How the app acknowledged a command or an interaction, and what the user then saw."""

    delivery: Delivery
    message: Message | None = None
    """The message that the acknowledgement showed, of a command."""
    error: str | None = None
    """What Slack shows the user instead: ``operation_timeout``, ``dispatch_failed``, ``invalid_command_response`` …"""
    problems: tuple[str, ...] = ()
    """What is wrong with the blocks or the view in the acknowledgement, and where."""

    @property
    def ok(self) -> bool:
        """Whether it came in time and Slack could use it."""
        return self.error is None

    @property
    def status(self) -> int | None:
        """HTTP status; 200 for a Socket Mode acknowledgement."""
        return self.delivery.attempts[-1].status

    @property
    def body(self) -> Any:
        """What the acknowledgement said."""
        return self.delivery.attempts[-1].body

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.delivery.attempts[-1].seconds
