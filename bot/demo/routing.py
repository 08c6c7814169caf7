"""Which workspace a Web API call is for: its token's, or the one that an org-wide token's call names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.demo.arguments import Args
from bot.demo.errors import CallRefused
from bot.demo.installations import Access
from bot.demo.methods.context import Context

NAMES = ("channel", "channel_id", "user", "user_id", "users", "view_id", "trigger_id", "function_execution_id", "file")
"""Arguments whose ids belong to one workspace each."""
NEED_TEAM = frozenset({"chat.scheduledMessages.list", "conversations.list", "users.conversations", "users.list"})
"""Methods that an org-wide token may call only with a ``team_id``; https://docs.slack.dev/enterprise/developing-for-enterprise-orgs."""


def route(contexts: Mapping[str, Context], access: Access, method: str, args: Args) -> Context:
    """The workspace that a call is for.

    Raises:
        CallRefused: an org-wide token's call names a workspace that it does not reach, or none where it must.
    """
    reached = [contexts[team] for team in sorted(access.installation.teams)]
    if access.installation.enterprise_id is None:
        return reached[0]
    if team := args.maybe("team_id"):
        if team not in access.installation.teams:
            raise CallRefused("team_access_not_granted")
        return contexts[team]
    if method in NEED_TEAM:
        raise CallRefused("missing_argument", ["team_id is required with an org-wide token"])
    named = {part for name in NAMES for part in (args.maybe(name) or "").split(",") if part}
    return _holder(reached, named) or reached[0]


def _holder(reached: Iterable[Context], ids: Iterable[str]) -> Context | None:
    ids = set(ids)
    return next((context for context in reached if any(context.knows(one) for one in ids)), None)
