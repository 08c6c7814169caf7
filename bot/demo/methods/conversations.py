"""``api.test``, ``auth.test``, ``users.*`` and ``conversations.*``: who and where."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.arguments import Args
from bot.demo.errors import CallRefused
from bot.demo.methods.context import Context
from bot.demo.model import JSON, Channel, User

KINDS = {"public_channel": "public", "private_channel": "private", "im": "im"}
"""The kinds of channels, as calls name them."""


def api_test(args: Args) -> JSON:
    """Says back what it was sent."""
    if code := args.maybe("error"):
        raise CallRefused(code, args=args.values)
    return {"args": args.values}


def auth_test(context: Context, args: Args) -> JSON:
    """Says whose token it is."""
    identity = context.state.identity
    bot = {"user": identity.bot_name, "user_id": identity.bot_user_id, "bot_id": identity.bot_id}
    enterprise = {"enterprise_id": identity.enterprise_id} if identity.enterprise_id else {}
    if args.access is not None and args.access.installation.enterprise_id is not None:
        url = f"https://{identity.enterprise_id}.enterprise.slack.com/".lower()
        place: JSON = {"url": url, "team": identity.enterprise_name, "team_id": identity.enterprise_id}
        return {**place, **bot, **enterprise, "is_enterprise_install": True}
    place = {"url": f"https://{identity.team_domain}.slack.com/", "team": identity.team_domain}
    return {**place, "team_id": identity.team_id, **bot, **enterprise, "is_enterprise_install": False}


def users_info(context: Context, args: Args) -> JSON:
    """Describes a user."""
    body = user_json(context, context.user(args.text("user")))
    if args.flag("include_locale"):
        body["locale"] = context.user(args.text("user")).locale
    return {"user": body}


def user_json(context: Context, user: User) -> JSON:
    """A user as the Web API shows them."""
    body: JSON = {
        "id": user.id,
        "team_id": context.state.identity.team_id,
        "name": user.name,
        "real_name": user.name.title(),
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "profile": {"real_name": user.name.title(), "display_name": user.name},
    }
    if not user.deleted:
        offset = datetime.fromtimestamp(context.state.clock.now(), ZoneInfo(user.tz)).utcoffset()
        body |= {"tz": user.tz, "tz_label": user.tz, "tz_offset": int((offset or timedelta()).total_seconds())}
        body |= {"is_restricted": False, "is_ultra_restricted": False, "is_app_user": False, **_standing(user)}
    identity = context.state.identity
    if identity.enterprise_id and not user.is_bot:
        # Ranks of the enterprise are others than those of the workspace; nobody here has one.
        place = {"enterprise_id": identity.enterprise_id, "enterprise_name": identity.enterprise_name}
        ranks = {"is_admin": False, "is_owner": False, "teams": [identity.team_id]}
        body["enterprise_user"] = {"id": user.id, **place, **ranks}
    return body


def _standing(user: User) -> JSON:
    """A user's rank; at Slack the primary owner is an owner too, and owners are administrators."""
    owner = user.is_owner or user.is_primary_owner
    admin = user.is_admin or owner
    return {"is_admin": admin, "is_owner": owner, "is_primary_owner": user.is_primary_owner}


def info(context: Context, args: Args) -> JSON:
    """Describes a channel."""
    return {"channel": channel_json(context, context.channel(args.text("channel")))}


def members(context: Context, args: Args) -> JSON:
    """Lists a channel's members."""
    channel = context.channel(args.text("channel"))
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def join(context: Context, args: Args) -> JSON:
    """Lets the bot join a public channel."""
    channel = context.channel(args.text("channel"))
    if channel.kind != "public":
        raise CallRefused("method_not_supported_for_channel_type")
    if channel.archived:
        raise CallRefused("is_archived")
    warning = "already_in_channel"
    again = (
        {"warning": warning, "response_metadata": {"warnings": [warning]}} if context.state.bot_is_in(channel) else {}
    )
    channel = context.state.set_members(channel.id, channel.members | {context.state.identity.bot_user_id})
    return {"channel": channel_json(context, channel), **again}


def open_(context: Context, args: Args) -> JSON:
    """Opens the direct message with a user."""
    if channel_id := args.maybe("channel"):
        return {"channel": channel_json(context, context.channel(channel_id))}
    users = [user for user in (args.maybe("users") or "").split(",") if user]
    if not users:
        raise CallRefused("users_list_not_supplied")
    if len(users) > 1:
        raise CallRefused("fatal_error", ["the local workspace has no direct messages of several people"])
    return {"channel": channel_json(context, context.state.direct_message(context.user(users[0]).id))}


def of_bot(context: Context, args: Args) -> JSON:
    """Lists the channels that the bot is in."""
    kinds = {KINDS.get(name.strip()) for name in (args.maybe("types") or "public_channel").split(",")}
    found = [one for one in context.state.channels.values() if one.kind in kinds and context.state.bot_is_in(one)]
    return {"channels": [channel_json(context, one) for one in found], "response_metadata": {"next_cursor": ""}}


def channel_json(context: Context, channel: Channel) -> JSON:
    """A channel as the Web API shows it."""
    body: JSON = {
        "id": channel.id,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "public",
        "is_archived": channel.archived,
        "context_team_id": context.state.identity.team_id,
    }
    if channel.kind == "im":
        others = channel.members - {context.state.identity.bot_user_id}
        return {**body, "user": min(others)}
    return {
        **body,
        "name": channel.name,
        "is_member": context.state.bot_is_in(channel),
        "num_members": len(channel.members),
    }
