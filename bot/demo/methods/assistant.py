"""``assistant.threads.*``: what the agent panel shows while the bot works, and what it suggests to ask."""

from __future__ import annotations

from bot.demo.arguments import Args
from bot.demo.checking import Problems, items, record, string
from bot.demo.errors import CallRefused
from bot.demo.methods.context import Context
from bot.demo.model import JSON

_PROMPTS = items(record({"title": string(), "message": string()}), most=4)


def set_status(context: Context, args: Args) -> JSON:
    """Shows what the bot is doing, until it answers in the thread or sends an empty status."""
    thread = (context.own_channel(args.text("channel_id")).id, args.text("thread_ts"))
    status = args.maybe("status")
    if status is None:
        context.state.statuses.pop(thread, None)
    else:
        context.state.statuses[thread] = {"status": status, "loading_messages": args.structure("loading_messages")}
    return {}


def set_suggested_prompts(context: Context, args: Args) -> JSON:
    """Offers up to four prompts."""
    channel = context.own_channel(args.text("channel_id"))
    problems: Problems = []
    prompts = args.structure("prompts")
    _PROMPTS(prompts, "/prompts", problems)
    if problems:
        raise CallRefused("invalid_arguments", problems)
    # Under agent_view there is no thread when the panel opens.
    thread = (channel.id, args.maybe("thread_ts") or "")
    context.state.prompts[thread] = {"title": args.maybe("title"), "prompts": prompts}
    return {}
