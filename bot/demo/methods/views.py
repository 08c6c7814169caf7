"""``views.*``: modals and the Home tab."""

from __future__ import annotations

from typing import Any

from bot.demo.arguments import Args
from bot.demo.blocks import view_problems
from bot.demo.errors import CallRefused
from bot.demo.methods.context import Context
from bot.demo.model import JSON, View
from bot.demo.payloads import view_json

STACK = 3
"""Modals that may lie on one another."""


def open_(context: Context, args: Args) -> JSON:
    """Opens a modal."""
    content = _checked(context, args, "modal")
    user = context.grants.spend_trigger(args.text("trigger_id"))
    view = context.state.add_view(user, content)
    context.state.set_modals(user, [view.id])
    return _shown(context, view)


def push(context: Context, args: Args) -> JSON:
    """Puts a modal on top of the open one."""
    content = _checked(context, args, "modal")
    user = context.grants.check_trigger(args.text("trigger_id")).user
    below = context.state.open_modal(user)
    if below is None:
        raise CallRefused("not_found")
    if len(context.state.modals[user]) >= STACK:
        raise CallRefused("push_limit_reached")
    context.grants.spend_trigger(args.text("trigger_id"))
    view = context.state.add_view(user, content, below)
    context.state.set_modals(user, [*context.state.modals[user], view.id])
    return _shown(context, view)


def update(context: Context, args: Args) -> JSON:
    """Replaces a view's content."""
    view = _find(context, args)
    if args.maybe("hash") not in (None, view.hash):
        raise CallRefused("hash_conflict")
    return _shown(context, context.state.replace_view(view, _checked(context, args, view.type, view)))


def publish(context: Context, args: Args) -> JSON:
    """Sets a user's Home tab."""
    user = context.user(args.text("user_id"))
    home = context.state.views.get(context.state.homes.get(user.id, ""))
    content = _checked(context, args, "home", home)
    if home is not None and args.maybe("hash") not in (None, home.hash):
        raise CallRefused("hash_conflict")
    view = context.state.replace_view(home, content) if home else context.state.add_view(user.id, content)
    context.state.set_home(view)
    return _shown(context, view)


def _checked(context: Context, args: Args, kind: str, instead_of: View | None = None) -> JSON:
    view: Any = args.structure("view")
    if view is None:
        raise CallRefused("invalid_arguments", ["missing required field: view"])
    problems = view_problems(view)
    if not problems and _is_taken(context, view.get("external_id"), instead_of):
        raise CallRefused("duplicate_external_id")
    if not problems and view["type"] != kind:
        problems = [f"must be of type {kind} [json-pointer:/view/type]"]
    if problems:
        raise CallRefused("invalid_arguments", problems)
    if problems := context.image_problems(view):
        raise CallRefused("invalid_blocks", problems)
    content: JSON = view
    return content


def _is_taken(context: Context, external_id: str | None, instead_of: View | None) -> bool:
    """Whether another view that someone sees has an external id."""
    state = context.state
    seen = {*state.homes.values(), *(one for stack in state.modals.values() for one in stack)}
    others = [state.views[one] for one in seen if instead_of is None or one != instead_of.id]
    return bool(external_id) and any(view.content.get("external_id") == external_id for view in others)


def _find(context: Context, args: Args) -> View:
    if view_id := args.maybe("view_id"):
        view = context.state.views.get(view_id)
    else:
        external = args.text("external_id")
        same = [one for one in context.state.views.values() if one.content.get("external_id") == external]
        view = same[-1] if same else None
    if view is None or (view.type == "modal" and view.id not in context.state.modals[view.user]):
        raise CallRefused("not_found")
    return view


def _shown(context: Context, view: View) -> JSON:
    return {"view": view_json(view, context.state.identity)}
