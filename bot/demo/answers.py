"""What Slack makes of an acknowledgement: a message, options, or the next view of a modal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.demo.checking import Problems, items
from bot.demo.elements import OPTION, OPTION_GROUP
from bot.demo.errors import CallRefused
from bot.demo.methods.chat import check_content
from bot.demo.methods.context import Context
from bot.demo.methods.views import STACK
from bot.demo.model import JSON, Ack, Delivery, View
from bot.demo.response_urls import reply_message


def user_error(delivery: Delivery) -> str | None:
    """What Slack shows the user when the app did not acknowledge."""
    failure = delivery.attempts[-1].failure
    if failure is None:
        return None
    return "operation_timeout" if failure in ("http_timeout", "timeout") else "dispatch_failed"


def accept_command(context: Context, delivery: Delivery, channel: str, user: str) -> Ack:
    """Shows the message in a slash command's acknowledgement."""
    ack = Ack(delivery, error=user_error(delivery))
    body: Any = {"text": ack.body} if isinstance(ack.body, str) else ack.body
    if ack.error or not body:
        return ack
    if not isinstance(body, dict):
        return replace(ack, error="invalid_command_response", problems=("the body must be an object",))
    try:
        check_content(context, body.get("text"), body.get("blocks"), body.get("attachments"))
    except CallRefused as refusal:
        return replace(ack, error="invalid_command_response", problems=refusal.problems or (refusal.code,))
    message = reply_message(context, channel, user, body)
    context.send(context.events.posted(message))
    return replace(ack, message=message)


def accept_options(ack: Ack) -> Ack:
    """Checks the options in a block_suggestion's acknowledgement."""
    if ack.error:
        return ack
    body: JSON = ack.body if isinstance(ack.body, dict) else {}
    problems: Problems = []
    if "option_groups" in body:
        items(OPTION_GROUP, most=100, least=0)(body["option_groups"], "/option_groups", problems)
    else:
        items(OPTION, most=100, least=0)(body.get("options"), "/options", problems)
    return replace(ack, error="invalid_options", problems=tuple(problems)) if problems else ack


def accept_submission(context: Context, ack: Ack, view: View) -> Ack:
    """Closes, replaces or stacks a modal as a view_submission's acknowledgement says."""
    if ack.error:
        return ack
    body: JSON = ack.body if isinstance(ack.body, dict) else {}
    problems = _submission_problems(context, body, view)
    if problems:
        return replace(ack, error="invalid_view_response", problems=tuple(problems))
    state, stack = context.state, context.state.modals[view.user]
    action = body.get("response_action")
    if action == "update":
        state.replace_view(view, body["view"])
    elif action == "push":
        state.set_modals(view.user, [*stack, state.add_view(view.user, body["view"], view).id])
    elif action == "clear":
        state.set_modals(view.user, ())
    elif action is None:
        state.set_modals(view.user, [one for one in stack if one != view.id])
    return ack


def _submission_problems(context: Context, body: JSON, view: View) -> list[str]:
    action = body.get("response_action")
    if action in (None, "clear"):
        return []
    if action in ("update", "push"):
        full = action == "push" and len(context.state.modals[view.user]) >= STACK
        return ["push_limit_reached"] if full else context.view_problems(body.get("view"))
    if action != "errors":
        return [f"unknown response_action: {action}"]
    inputs = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
    named = body.get("errors")
    if not isinstance(named, dict) or not named:
        return ["errors must name at least one input block"]
    return [f"errors names no input block: {block_id}" for block_id in named if block_id not in inputs]
