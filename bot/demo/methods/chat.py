"""``chat.*`` and ``reactions.*``: the bot writes, edits, deletes and reacts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.demo.arguments import Args
from bot.demo.errors import CallRefused
from bot.demo.methods.context import Context
from bot.demo.model import JSON, Message
from bot.demo.payloads import message_json


def check_content(context: Context, text: str | None, blocks: Any, attachments: Any) -> None:
    """Refuses a message's content as Slack does.

    Raises:
        CallRefused: there is none, it is too long, or its blocks are invalid.
    """
    if text is not None and len(text) > context.limits.response_text:
        raise CallRefused("msg_too_long")
    if blocks is not None and (problems := context.message_problems(blocks)):
        raise CallRefused("invalid_blocks", problems)
    if attachments is not None and not isinstance(attachments, list):
        raise CallRefused("invalid_attachments", ["must be an array [json-pointer:/attachments]"])
    for index, attachment in enumerate(attachments or ()):
        inner = attachment.get("blocks") if isinstance(attachment, dict) else None
        if inner is not None and (problems := context.message_problems(inner, f"/attachments/{index}/blocks")):
            raise CallRefused("invalid_attachments", problems)
    if not text and not blocks and not attachments:
        raise CallRefused("no_text")


def post_message(context: Context, args: Args) -> JSON:
    """Posts to a channel, a thread or a direct message."""
    channel = context.own_channel(args.text("channel"))
    context.must_take_posts(channel)
    message, warnings = compose(context, args, channel.id)
    message = context.state.add_message(replace(message, ts=context.state.new_ts()))
    context.send(context.events.posted(message))
    shown = message_json(message, context.state.identity)
    return {"channel": channel.id, "ts": message.ts, "message": shown, **warnings}


def post_ephemeral(context: Context, args: Args) -> JSON:
    """Shows a message to one member of a channel."""
    channel = context.own_channel(args.text("channel"))
    user = context.user(args.text("user"))
    if channel.archived:
        raise CallRefused("is_archived")
    if user.id not in context.state.channels[channel.id].members:
        raise CallRefused("user_not_in_channel")
    message, warnings = compose(context, args, channel.id)
    message = replace(message, ts=context.state.new_ts(), ephemeral_for=user.id)
    context.state.add_message(message)
    return {"message_ts": message.ts, **warnings}


def update(context: Context, args: Args) -> JSON:
    """Edits one of the bot's messages; blocks and attachments that are not given stay."""
    before = _own_message(context, args, "cant_update_message")
    text, blocks, attachments = args.maybe("text"), args.structure("blocks"), args.structure("attachments")
    if context.state.channels[before.channel].archived:
        raise CallRefused("is_archived")
    check_content(context, text, blocks, attachments)
    after = replace(
        before,
        text=before.text if text is None else text,
        blocks=before.blocks if blocks is None else tuple(blocks),
        attachments=before.attachments if attachments is None else tuple(attachments),
        metadata=args.structure("metadata") or before.metadata,
        edited=context.state.new_ts(),
    )
    after = context.state.replace_message(after)
    context.send(context.events.changed(before, after))
    shown = message_json(after, context.state.identity)
    return {"channel": after.channel, "ts": after.ts, "text": after.text, "message": shown, **_warnings(text, blocks)}


def delete(context: Context, args: Args) -> JSON:
    """Deletes one of the bot's messages."""
    message = _own_message(context, args, "cant_delete_message")
    context.state.remove_message(message)
    context.send(context.events.deleted(message))
    return {"channel": message.channel, "ts": message.ts}


def react(context: Context, args: Args) -> JSON:
    """Adds an emoji to a message."""
    message, reaction = _reaction(context, args)
    if reaction in message.reactions:
        raise CallRefused("already_reacted")
    context.state.replace_message(replace(message, reactions=(*message.reactions, reaction)))
    return {}


def take_reaction_back(context: Context, args: Args) -> JSON:
    """Takes one of the bot's emoji from a message."""
    message, reaction = _reaction(context, args)
    if reaction not in message.reactions:
        raise CallRefused("no_reaction")
    others = tuple(one for one in message.reactions if one != reaction)
    context.state.replace_message(replace(message, reactions=others))
    return {}


def permalink(context: Context, args: Args) -> JSON:
    """The address of a message; nothing is there."""
    channel = context.channel(args.text("channel"))
    message = context.state.message(channel.id, args.text("message_ts"))
    if message is None:
        raise CallRefused("message_not_found")
    place = f"{context.state.identity.team_domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": f"https://{place}{thread}"}


def compose(context: Context, args: Args, channel: str) -> tuple[Message, JSON]:
    """The message that the arguments describe, without a ``ts`` yet, and Slack's warnings about it.

    Raises:
        CallRefused: there is nothing in it, it is too long, its blocks are invalid, or its thread does not exist.
    """
    markdown = args.maybe("markdown_text")
    text, blocks, attachments = args.maybe("text") or markdown, args.structure("blocks"), args.structure("attachments")
    if markdown and (blocks or args.maybe("text")):
        raise CallRefused("markdown_text_conflict")
    check_content(context, text, blocks, attachments)
    identity = context.state.identity
    message = Message(
        channel=channel,
        ts="",
        user=identity.bot_user_id,
        text=text or "",
        blocks=tuple(blocks or ()),
        attachments=tuple(attachments or ()),
        thread_ts=context.root(channel, args.maybe("thread_ts")),
        bot_id=identity.bot_id,
        metadata=args.structure("metadata"),
    )
    return message, _warnings(text, blocks)


def _reaction(context: Context, args: Args) -> tuple[Message, tuple[str, str]]:
    channel = context.own_channel(args.text("channel"))
    message = context.state.message(channel.id, args.text("timestamp"))
    if message is None:
        raise CallRefused("message_not_found")
    return message, (args.text("name").strip(":"), context.state.identity.bot_user_id)


def _own_message(context: Context, args: Args, refusal: str) -> Message:
    channel = context.channel(args.text("channel"))
    message = context.state.message(channel.id, args.text("ts"))
    if message is None:
        raise CallRefused("message_not_found")
    if message.bot_id != context.state.identity.bot_id:
        raise CallRefused(refusal)
    return message


def _warnings(text: str | None, blocks: Any) -> JSON:
    if text or not blocks:
        return {}
    # Screen readers and notifications show the text only.
    warning = "missing_text_in_message"
    return {"warning": warning, "response_metadata": {"warnings": [warning]}}
