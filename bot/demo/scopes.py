"""Which granted scope each Web API method needs, after https://docs.slack.dev/reference/methods."""

from __future__ import annotations

METHOD_SCOPES: dict[str, tuple[str, ...]] = {
    "api.test": (),
    "auth.revoke": (),
    "auth.test": (),
    "apps.connections.open": ("connections:write",),
    "apps.uninstall": (),
    "assistant.threads.setStatus": ("assistant:write", "chat:write"),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "chat.delete": ("chat:write",),
    "chat.deleteScheduledMessage": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.scheduleMessage": ("chat:write",),
    "chat.scheduledMessages.list": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read", "im:read"),
    "conversations.join": ("channels:join",),
    "conversations.list": ("channels:read", "groups:read", "im:read"),
    "conversations.members": ("channels:read", "groups:read", "im:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "functions.completeError": (),
    "functions.completeSuccess": (),
    "oauth.v2.access": (),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "users.conversations": ("channels:read", "groups:read", "im:read"),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""The scopes of each method; one of them is enough."""

_READ = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
_HISTORY = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
KIND_SCOPES = {
    "conversations.history": _HISTORY,
    "conversations.info": _READ,
    "conversations.members": _READ,
    "conversations.replies": _HISTORY,
}
"""The scope that these methods need, by the channel's kind."""

EVENT_SCOPES: dict[str, str] = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
"""The scope without which Slack does not send an event."""

POST_ANYWHERE = "chat:write.public"
"""Leave to post to public channels without joining; not among :data:`ALL_SCOPES`, since few bots should ask for it."""

ALL_SCOPES = (
    frozenset(scope for scopes in METHOD_SCOPES.values() for scope in scopes if scope != "connections:write")
    | frozenset(EVENT_SCOPES.values())
    | {"commands"}
)
"""What a workspace grants unless told otherwise."""

KNOWN_SCOPES = ALL_SCOPES | {POST_ANYWHERE}
"""What the consent page can be asked for."""
