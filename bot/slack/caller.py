"""Who asks: the person, and the workspace in which they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.workspace_key import workspace_key

STRANGER = "stranger"
"""Key of a request's context."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person in a workspace."""

    workspace: str
    """Workspace key; `E1/` where an event is of the whole enterprise."""
    user: str
    """Empty where no person did it."""
    stranger: bool = False
    """Whether they are of another company, in a channel shared with it: they have neither Home nor command here."""


def caller_of(context: AsyncBoltContext) -> Caller:
    """Who sent the request that Bolt is handling."""
    workspace = workspace_key(context.enterprise_id, context.team_id)
    return Caller(workspace, context.user_id or "", bool(context.get(STRANGER)))


def settle_workspace(context: AsyncBoltContext, body: Mapping[str, Any]) -> None:
    """Tells Bolt which workspace a request is from, where the bot is installed in a whole enterprise.

    Bolt goes by the installation, which then names no workspace in events, and the enterprise in its place in what
    happens in views; all that is kept would be filed under different names, and calls would go to a team that is none.
    """
    context[STRANGER] = _is_stranger(context, body)
    enterprise = context.enterprise_id
    if not enterprise or context.team_id not in (None, enterprise):
        return
    team = _team_in(body, enterprise)
    context["team_id"] = team
    if context.client is not None:
        context.client.default_params.pop("team_id", None)
        if team:
            context.client.default_params["team_id"] = team


def home_of(body: Mapping[str, Any]) -> str | None:
    """The workspace or enterprise of the app where somebody of another one uses a view of it; None elsewhere.

    Slack then tells of whoever uses it, and of the app this id alone: the enterprise beside it may be theirs.
    """
    view, team = body.get("view"), body.get("team")
    home = view.get("app_installed_team_id") if isinstance(view, dict) else None
    theirs = (team.get("id"), team.get("enterprise_id")) if isinstance(team, dict) else ()
    return home if isinstance(home, str) and any(theirs) and home not in theirs else None


def _is_stranger(context: AsyncBoltContext, body: Mapping[str, Any]) -> bool:
    if home_of(body):
        return True
    event, user = body.get("event"), body.get("user")
    if isinstance(event, dict):
        theirs = event.get("user_team") or event.get("team") if body.get("is_ext_shared_channel") else None
    elif context.enterprise_id:
        return False  # people of its other workspaces are no strangers, and nothing tells them apart
    else:
        theirs = user.get("team_id") if isinstance(user, dict) else None
    return bool(theirs) and theirs not in (context.enterprise_id, context.team_id)


def _team_in(body: Mapping[str, Any], enterprise: str) -> str | None:
    if home_of(body):
        return None
    team, user = body.get("team"), body.get("user")
    # In a channel shared with another company, `team_id` is where something happened, and may be theirs.
    ours = body.get("team_id") if body.get("enterprise_id") == enterprise else None
    named = (
        body.get("context_team_id"),
        team.get("id") if isinstance(team, dict) else None,
        ours,
        user.get("team_id") if isinstance(user, dict) else None,
    )
    return next((one for one in named if isinstance(one, str) and one.startswith("T")), None)
