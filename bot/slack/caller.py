"""Who asks: the person, and the workspace that all kept of them is filed under."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncBoltContext


@dataclass(frozen=True, slots=True)
class Caller:
    """A person in a workspace."""

    workspace: str
    """`T1`, or `E1/T1` in an enterprise; `E1/` where an event is of the whole enterprise."""
    user: str
    """Empty where no person did it."""


def caller_of(context: AsyncBoltContext) -> Caller:
    """Who sent the request that Bolt is handling."""
    return Caller(workspace_key(context.enterprise_id, context.team_id), context.user_id or "")


def workspace_key(enterprise_id: str | None, team_id: str | None) -> str:
    """The name of a workspace in the store; an enterprise's workspaces share its prefix."""
    return f"{enterprise_id}/{team_id or ''}" if enterprise_id else team_id or ""
