"""``chat.scheduleMessage`` and its kin: what Slack posts by its own clock, and what becomes of it at that moment."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from itertools import islice

from bot.demo.arguments import Args
from bot.demo.errors import CallRefused
from bot.demo.methods.chat import compose
from bot.demo.methods.context import Context
from bot.demo.model import JSON
from bot.demo.payloads import message_json
from bot.demo.scheduled import Dropped, Key, Pending, Posted

MOST_DAYS = 120
"""How many days ahead a message can be scheduled."""
TOO_LATE_SECONDS = 60
"""A message that is posted within this time can no longer be deleted."""
PAGE = 100
MOST_ON_A_PAGE = 1000


def schedule(context: Context, args: Args) -> JSON:
    """Keeps a message to post it later; unlike ``chat.postMessage``, it takes no user's id for a channel."""
    if args.access is None:
        raise CallRefused("not_authed")
    channel = context.member_channel(args.text("channel"))
    context.must_take_posts(channel)
    message, warnings = compose(context, args, channel.id)
    now = context.state.clock.now()
    post_at = _moment(args)
    if post_at <= now:
        raise CallRefused("time_in_past")
    if post_at > now + MOST_DAYS * 86_400:
        raise CallRefused("time_too_far")
    if context.scheduled.crowded(channel.id, post_at):
        raise CallRefused("restricted_too_many")
    pending = Pending(context.state.new_id("Q"), post_at, int(now), message, args.access.installation)
    context.scheduled.add(pending)
    shown = message_json(message, context.state.identity)
    del shown["ts"]
    shown |= {"type": "delayed_message", "subtype": "bot_message"}
    return {
        "channel": channel.id,
        "scheduled_message_id": pending.id,
        "post_at": post_at,
        "message": shown,
        **warnings,
    }


def list_(context: Context, args: Args) -> JSON:
    """Lists what is pending, soonest first."""
    channel = args.maybe("channel")
    if channel is not None and channel not in context.state.channels:
        raise CallRefused("invalid_channel")
    oldest, latest = args.number("oldest"), args.number("latest")
    if oldest is not None and latest is not None and oldest >= latest:
        raise CallRefused("invalid_arguments", ["oldest must be less than latest"])
    limit = args.number("limit") or PAGE
    if not 1 <= limit <= MOST_ON_A_PAGE:
        raise CallRefused("invalid_arguments", [f"limit must be between 1 and {MOST_ON_A_PAGE}"])
    after = _place(args.maybe("cursor")) or (oldest or 0, "")
    found = list(islice(context.scheduled.between(after, latest, channel), limit + 1))
    page = found[:limit]
    cursor = _cursor(page[-1].key) if len(found) > limit else ""
    return {
        "scheduled_messages": [pending_json(one) for one in page],
        "response_metadata": {"next_cursor": cursor},
    }


def delete(context: Context, args: Args) -> JSON:
    """Takes back what is pending."""
    channel = context.channel(args.text("channel"))
    pending = context.scheduled.get(args.text("scheduled_message_id"))
    if pending is None or pending.channel != channel.id:
        raise CallRefused("invalid_scheduled_message_id")
    if pending.post_at - context.state.clock.now() <= TOO_LATE_SECONDS:
        raise CallRefused("invalid_scheduled_message_id")
    context.scheduled.remove(pending.id)
    return {}


def pending_json(pending: Pending) -> JSON:
    """A pending message as the list shows it: without its blocks."""
    return {
        "id": pending.id,
        "channel_id": pending.channel,
        "post_at": pending.post_at,
        "date_created": pending.created,
        "text": pending.message.text,
    }


def fall_due(context: Context, pending: Pending) -> None:
    """Posts a message whose time has come, if the app could post it now; otherwise nobody is told."""
    channel, text = pending.channel, pending.message.text
    context.scheduled.remove(pending.id)
    try:
        _must_still_go(context, pending)
    except CallRefused as refusal:
        context.scheduled.dropped.append(Dropped(channel, pending.post_at, text, pending.id, refusal.code))
        return
    ts = context.state.ts_at(channel, pending.post_at)
    message = context.state.add_message(replace(pending.message, ts=ts))
    context.scheduled.posted.append(Posted(channel, ts, text, pending.id))
    context.send(context.events.posted(message))


def _must_still_go(context: Context, pending: Pending) -> None:
    if pending.installation.ended:
        raise CallRefused(pending.installation.ended)
    if pending.message.metadata is not None:
        # A bug of Slack's own, which its page on the method warns of: such messages are taken and never posted.
        raise CallRefused("metadata")
    context.must_take_posts(context.member_channel(pending.channel))


def _moment(args: Args) -> int:
    try:
        return int(args.text("post_at"))
    except ValueError as error:
        raise CallRefused("invalid_time") from error


def _cursor(key: Key) -> str:
    return base64.b64encode(f"{key[0]}:{key[1]}".encode()).decode()


def _place(cursor: str | None) -> Key | None:
    if cursor is None:
        return None
    try:
        moment, _, name = base64.b64decode(cursor, validate=True).decode().partition(":")
        return int(moment), name
    except (binascii.Error, ValueError) as error:
        raise CallRefused("invalid_cursor") from error
