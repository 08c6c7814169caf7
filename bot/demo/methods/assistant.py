"""``assistant.threads.*``: what the agent panel shows while the bot works, and what it suggests to ask."""

from __future__ import annotations

from bot.demo.arguments import Args
from bot.demo.checking import Problems, items, record, string
from bot.demo.errors import CallRefused
from bot.demo.methods.context import Context
from bot.demo.model import JSON

_LOADING = items(string(), most=10)
_PROMPTS = items(record({"title": string(), "message": string()}), most=4)


def set_status(context: Context, args: Args) -> JSON:
    """Shows what the bot is doing, until it answers in the thread or sends an empty status."""
    thread = (context.own_channel(args.text("channel_id")).id, args.text("thread_ts"))
    if context.state.message(*thread) is None:
        raise CallRefused("invalid_thread_ts")
    problems: Problems = []
    loading = args.structure("loading_messages")
    if loading is not None:
        _LOADING(loading, "/loading_messages", problems)
    if problems:
        raise CallRefused("invalid_arguments", problems)
    status = args.maybe("status")
    if status is None:
        context.state.set_status(*thread, None)
    else:
        now = context.state.clock.now()
        context.state.set_status(*thread, {"status": status, "loading_messages": loading, "at": now})
    return {}


def set_suggested_prompts(context: Context, args: Args) -> JSON:
    """Offers up to four prompts."""
    channel = context.own_channel(args.text("channel_id"))
    problems: Problems = []
    prompts = args.structure("prompts")
    _PROMPTS(prompts, "/prompts", problems)
    if problems:
        raise CallRefused("invalid_arguments", problems)
    thread_ts = args.maybe("thread_ts")
    if thread_ts and context.agent_view:
        # Prompts stand at the top of the Messages tab; Slack says ok to those for a thread, and shows nothing.
        return {}
    if not thread_ts and not context.agent_view:
        raise CallRefused("invalid_thread_ts")
    context.state.set_prompts(channel.id, thread_ts or "", {"title": args.maybe("title"), "prompts": prompts})
    return {}
