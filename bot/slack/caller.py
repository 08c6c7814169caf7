"""Who asks: the person, and the workspace in which they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.workspace_key import workspace_key


@dataclass(frozen=True, slots=True)
class Caller:
    """A person in a workspace."""

    workspace: str
    """Workspace key; `E1/` where an event is of the whole enterprise."""
    user: str
    """Empty where no person did it."""


def caller_of(context: AsyncBoltContext) -> Caller:
    """Who sent the request that Bolt is handling."""
    return Caller(workspace_key(context.enterprise_id, context.team_id), context.user_id or "")


def settle_workspace(context: AsyncBoltContext, body: Mapping[str, Any]) -> None:
    """Tells Bolt which workspace a request is from, where the bot is installed in a whole enterprise.

    Bolt goes by the installation, which then names no workspace in events, and the enterprise in its place in what
    happens in views; all that is kept would be filed under different names, and calls would go to a team that is none.
    """
    enterprise = context.enterprise_id
    if not enterprise or context.team_id not in (None, enterprise):
        return
    team = _team_in(body, enterprise)
    context["team_id"] = team
    if context.client is not None:
        context.client.default_params.pop("team_id", None)
        if team:
            context.client.default_params["team_id"] = team


def _team_in(body: Mapping[str, Any], enterprise: str) -> str | None:
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
