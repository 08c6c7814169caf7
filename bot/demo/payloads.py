"""The payloads that Slack sends to an app, in the shapes it sends them."""

from __future__ import annotations

import re
from typing import Any

from bot.demo.model import JSON, Channel, Envelope, Identity, Message, User, View

_TOKENS = re.compile(
    r"<@(?P<user>[UW][A-Z0-9]+)(?:\|[^>]*)?>|<(?P<url>https?://[^|>]+)(?:\|(?P<label>[^>]*))?>|[^<]+|<"
)


def message_json(message: Message, identity: Identity) -> JSON:
    """A message as the Web API, events and action payloads show it."""
    body: JSON = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": identity.team_id,
    }
    if message.blocks:
        body["blocks"] = list(message.blocks)
    if message.attachments:
        body["attachments"] = list(message.attachments)
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.bot_id:
        profile = {
            "id": message.bot_id,
            "app_id": identity.app_id,
            "name": identity.bot_name,
            "team_id": identity.team_id,
        }
        body |= {"bot_id": message.bot_id, "app_id": identity.app_id, "bot_profile": {**profile, "deleted": False}}
    if message.edited:
        body["edited"] = {"user": message.user, "ts": message.edited}
    if message.metadata:
        body["metadata"] = message.metadata
    if message.reactions:
        names = dict.fromkeys(name for name, _ in message.reactions)
        users = {name: [user for other, user in message.reactions if other == name] for name in names}
        body["reactions"] = [{"name": name, "users": users[name], "count": len(users[name])} for name in names]
    return body


def view_json(view: View, identity: Identity, values: JSON | None = None) -> JSON:
    """A view as the Web API and interactions show it, with the state of its inputs."""
    defaults: JSON = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
    return {
        **defaults,
        "title": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.content,
        "id": view.id,
        "team_id": identity.team_id,
        "app_id": identity.app_id,
        "app_installed_team_id": identity.enterprise_id if identity.is_enterprise_install else identity.team_id,
        "bot_id": identity.bot_id,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "state": {"values": values or {}},
    }


def typed_blocks(text: str, block_id: str) -> list[JSON]:
    """The rich text that Slack makes of what a user types, with mentions and links as elements."""
    elements: list[JSON] = []
    for token in _TOKENS.finditer(text):
        if token["user"]:
            elements.append({"type": "user", "user_id": token["user"]})
        elif token["url"]:
            label = {"text": token["label"]} if token["label"] else {}
            elements.append({"type": "link", "url": token["url"], **label})
        else:
            plain = token[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            elements.append({"type": "text", "text": plain})
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def event_callback(event: JSON, event_id: str, now: float, identity: Identity) -> Envelope:
    """An Events API callback."""
    authorization = {
        "enterprise_id": identity.enterprise_id,
        "team_id": None if identity.is_enterprise_install else identity.team_id,
        "user_id": identity.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": identity.is_enterprise_install,
    }
    enterprise = {"enterprise_id": identity.enterprise_id} if identity.enterprise_id else {}
    return Envelope(
        "events_api",
        {
            "token": identity.verification_token,
            "team_id": identity.team_id,
            **enterprise,
            "api_app_id": identity.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(now),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": f"4-{event_id}",
        },
        identity.team_id,
    )


def org_callback(event: JSON, event_id: str, now: float, identity: Identity) -> Envelope:
    """An Events API callback that is about an org-wide install as such, and so names no workspace."""
    return Envelope(
        "events_api",
        {
            "token": identity.verification_token,
            "enterprise_id": identity.enterprise_id,
            "api_app_id": identity.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(now),
        },
    )


def slash_command(
    user: User, channel: Channel, command: str, text: str, identity: Identity, *, trigger_id: str, response_url: str
) -> Envelope:
    """A slash command; every value is a string, since Slack sends it as a form."""
    enterprise = (
        {"enterprise_id": identity.enterprise_id, "enterprise_name": identity.enterprise_name}
        if identity.enterprise_id
        else {}
    )
    return Envelope(
        "slash_commands",
        {
            "token": identity.verification_token,
            "team_id": identity.team_id,
            "team_domain": identity.team_domain,
            **enterprise,
            "channel_id": channel.id,
            "channel_name": {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": identity.app_id,
            "is_enterprise_install": str(identity.is_enterprise_install).lower(),
            "response_url": response_url,
            "trigger_id": trigger_id,
        },
        identity.team_id,
    )


def interaction(kind: str, user: User, identity: Identity, **fields: Any) -> Envelope:
    """An interaction: block_actions, block_suggestion, view_submission, view_closed, shortcut or message_action."""
    team: JSON = {"id": identity.team_id, "domain": identity.team_domain}
    if identity.enterprise_id:
        team |= {"enterprise_id": identity.enterprise_id, "enterprise_name": identity.enterprise_name}
    return Envelope(
        "interactive",
        {
            "type": kind,
            "team": team,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": identity.team_id},
            "api_app_id": identity.app_id,
            "token": identity.verification_token,
            "enterprise": identity.enterprise,
            "is_enterprise_install": identity.is_enterprise_install,
            **fields,
        },
        identity.team_id,
    )


def where_in_message(message: Message, channel: Channel, identity: Identity) -> JSON:
    """The part of an action's payload that says in which message it happened."""
    container: JSON = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    name = {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)
    where: JSON = {"container": container, "channel": {"id": channel.id, "name": name}}
    if message.ephemeral_for is None:
        # Slack leaves the content of ephemeral messages out: it does not keep them.
        where["message"] = message_json(message, identity)
    return where


def where_in_view(view: View, identity: Identity, values: JSON) -> JSON:
    """The part of an action's payload that says in which view it happened."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(view, identity, values)}
