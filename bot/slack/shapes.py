"""What a request must look like to be read, so that signed garbage is refused and fails nowhere within."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

Id = Annotated[str, Meta(max_length=255, pattern=r"\A[!-~]*\Z")]
"""Visible ASCII, so that it can stand in a log and in any database."""
Key = Annotated[str, Meta(max_length=40, pattern=r"\A[A-Z0-9]*\Z")]
"""Slack's own id of a workspace, person or channel, in which nobody can have written anything."""
Url = Annotated[str, Meta(max_length=2000, pattern=r"\Ahttps?://[\w.:-]+/[!-~]*\Z")]


class Named(Struct):
    """A person, channel, workspace or enterprise that is told by more than its id."""

    id: Key | None = None
    team_id: Key | None = None
    enterprise_id: Key | None = None


class Option(Struct):
    """What was chosen in a select."""

    value: str


class Tokens(Struct):
    """Whose tokens have ended."""

    oauth: list[Key] | None = None
    bot: list[Key] | None = None


class State(Struct):
    """What stands in the inputs of a view or a message."""

    values: dict[str, dict[str, dict[str, Any]]] = {}


class Part(Struct, kw_only=True):
    """Everything that Bolt or a listener reads by name, wherever in a body it stands; the rest may be anything.

    https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/apis/events-api
    """

    id: Id | None = None
    hash: Id | None = None
    type: str | None = None
    subtype: str | None = None
    event_id: Id | None = None
    event_time: int | None = None
    enterprise: Key | Named | None = None
    enterprise_id: Key | None = None
    team: Key | Named | None = None
    team_id: Key | None = None
    context_team_id: Key | None = None
    user: Key | Named | None = None
    user_id: Key | None = None
    user_team: Key | None = None
    bot_id: Key | None = None
    channel: Key | Named | None = None
    channel_id: Key | None = None
    channel_type: str | None = None
    ts: Id | None = None
    thread_ts: Id | None = None
    message_ts: Id | None = None
    event_ts: Id | None = None
    trigger_id: Id | None = None
    response_url: Url | None = None
    view_id: Id | None = None
    app_installed_team_id: Key | None = None
    function_execution_id: Id | None = None
    execution_id: Id | None = None
    bot_access_token: Id | None = None
    callback_id: str | None = None
    action_id: str | None = None
    block_id: str | None = None
    tab: str | None = None
    value: str | None = None
    private_metadata: str | None = None
    command: str | None = None
    challenge: str | None = None
    inputs: dict[str, Any] | None = None
    tokens: Tokens | None = None
    selected_option: Option | None = None
    state: State | None = None
    authorizations: list["Part"] | None = None
    response_urls: list["Part"] | UnsetType = UNSET
    actions: list["Part"] | None = None
    event: "Written | UnsetType" = UNSET
    item: "Part | None" = None
    assistant_thread: "Part | None" = None
    message: "Written | UnsetType" = UNSET
    previous_message: "Written | None" = None
    container: "Part | UnsetType" = UNSET
    view: "Part | UnsetType" = UNSET
    function: "Part | None" = None
    function_data: "Part | None" = None


class Written(Part):
    """An event or a message; what is called text in other parts may be an object."""

    text: str | None = None


NEEDED: dict[str, tuple[str, ...]] = {
    "url_verification": ("challenge",),
    "event_callback": ("event.type", "event_id"),
    "block_actions": ("user", "actions", "container.type", "trigger_id"),
    "block_suggestion": ("user", "action_id", "value"),
    "view_submission": ("user", "view.callback_id", "view.type", "view.state"),
    "view_closed": ("user", "view.callback_id", "view.type"),
    "shortcut": ("user", "callback_id", "trigger_id"),
    "message_action": ("user", "callback_id", "trigger_id", "channel", "message.ts"),
}
"""Type of a body -> what it cannot do without."""
NEEDED_OF_EVENT: dict[str, tuple[str, ...]] = {
    "app_mention": ("channel", "ts"),
    "message": ("channel",),
    "app_home_opened": ("user", "channel"),
    "function_executed": ("function.callback_id", "function_execution_id", "inputs"),
}
"""Type of an event -> what it cannot do without."""
NEEDED_OF_CLICK = {
    "view": ("view.id",),
    "message": ("container.channel_id", "container.message_ts", "response_url"),
}
"""Type of what was clicked in -> what a click cannot do without."""
NEEDED_OF_COMMAND = ("user_id", "channel_id")


class ShapeError(ValueError):
    """A body is not of a shape that Slack sends; the text names the field, and quotes nothing."""


@contextmanager
def taking_apart(what: str) -> Iterator[None]:
    """Within it, what a listener does not find where it looks is the request's fault.

    Args:
        what: the part of the body, for the log.

    Raises:
        ShapeError: it is not there, or not of the right kind.
    """
    try:
        yield
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise ShapeError(f"{what} ({type(error).__name__})") from None


def check(body: dict[str, Any]) -> None:
    """Checks that a body can be read.

    Raises:
        ShapeError: it cannot.
    """
    try:
        part = msgspec.convert(body, Part)
    except msgspec.ValidationError as error:
        # "Expected `object`, got `int` - at `$.event`": types and names of fields that stand above, no values.
        raise ShapeError(str(error)) from None
    if part.command is not None:
        _require(part, NEEDED_OF_COMMAND)
    elif part.type is not None:
        _require(part, NEEDED.get(part.type, ()))
        if part.event is not UNSET:
            _require(part.event, NEEDED_OF_EVENT.get(part.event.type or "", ()))
            if isinstance(part.event.text, dict):  # as a block's may be
                raise ShapeError("event.text is no text")
        if part.type == "block_actions":
            _require_click(part)
    elif "ssl_check" not in body:
        raise ShapeError("neither a command nor a type")


def _require(part: Part, paths: tuple[str, ...]) -> None:
    for path in paths:
        value: object = part
        for name in path.split("."):
            value = getattr(value, name, None)
        if value is None or value is UNSET or (isinstance(value, Named) and value.id is None):
            raise ShapeError(f"no {path}")


def _require_click(part: Part) -> None:
    if not part.actions:
        raise ShapeError("no actions")
    for action in part.actions:
        _require(action, ("action_id",))
    if part.container is not UNSET:
        _require(part, NEEDED_OF_CLICK.get(part.container.type or "", ()))
