"""``conversations.list``, ``.history`` and ``.replies``, ``users.list``: what an app can look through, page by page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.demo.arguments import Args
from bot.demo.errors import CallRefused
from bot.demo.methods.context import Context
from bot.demo.methods.conversations import KINDS, channel_json, user_json
from bot.demo.model import JSON, Message
from bot.demo.payloads import message_json

MOST = 1000
Thing = TypeVar("Thing")


def channels(context: Context, args: Args) -> JSON:
    """Lists the channels that the bot can see."""
    kinds = {KINDS.get(name.strip()) for name in (args.maybe("types") or "public_channel").split(",")}
    seen = [one for one in context.state.channels.values() if one.kind == "public" or context.state.bot_is_in(one)]
    found = [one for one in seen if one.kind in kinds and not (args.flag("exclude_archived") and one.archived)]
    page, more = _page(found, args, 100)
    return {"channels": [channel_json(context, one) for one in page], **more}


def users(context: Context, args: Args) -> JSON:
    """Lists everybody."""
    page, more = _page(list(context.state.users.values()), args, MOST)
    return {"members": [user_json(context, user) for user in page], **more}


def history(context: Context, args: Args) -> JSON:
    """Lists a channel's messages, newest first, without threads' replies."""
    channel = context.channel(args.text("channel"))
    if not context.state.bot_is_in(channel):
        raise CallRefused("not_in_channel")
    said = [one for one in reversed(context.state.messages(channel.id)) if one.thread_ts in (None, one.ts)]
    page, more = _page([one for one in said if _within(one, args)], args, 100)
    shown = [_message(context, one) for one in page]
    return {"messages": shown, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


def replies(context: Context, args: Args) -> JSON:
    """Lists a thread, its first message first."""
    channel = context.channel(args.text("channel"))
    if not context.state.bot_is_in(channel):
        raise CallRefused("not_in_channel")
    root = context.root(channel.id, args.text("ts"))
    first = context.state.message(channel.id, str(root))
    if first is None:
        raise CallRefused("thread_not_found")
    said = [one for one in context.state.replies(channel.id, first.ts) if _within(one, args)]
    page, more = _page([first, *said], args, MOST)
    shown = [_message(context, one) for one in page]
    return {"messages": shown, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


def _message(context: Context, message: Message) -> JSON:
    body = message_json(message, context.state.identity)
    answers = context.state.replies(message.channel, message.ts)
    if answers:
        people = list(dict.fromkeys(one.user for one in answers))
        body |= {"thread_ts": message.ts, "reply_count": len(answers), "reply_users": people}
        body |= {"reply_users_count": len(people), "latest_reply": answers[-1].ts}
    return body


def _within(message: Message, args: Args) -> bool:
    oldest, latest, inclusive = args.maybe("oldest"), args.maybe("latest"), args.flag("inclusive")
    after = oldest is None or float(message.ts) > float(oldest) or (inclusive and message.ts == oldest)
    return after and (latest is None or float(message.ts) < float(latest) or (inclusive and message.ts == latest))


def _page(things: Sequence[Thing], args: Args, usual: int) -> tuple[Sequence[Thing], JSON]:
    """The page that a call asks for, and how to ask for the next."""
    limit = args.number("limit") or usual
    if not 1 <= limit <= MOST:
        raise CallRefused("invalid_limit")
    start = _start(args.maybe("cursor"))
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(things) else ""
    return things[start:end], {"response_metadata": {"next_cursor": cursor}}


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError) as error:
        raise CallRefused("invalid_cursor") from error
