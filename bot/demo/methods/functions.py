"""``functions.*``: the app tells how a step of a workflow went."""

from __future__ import annotations

from bot.demo.arguments import Args
from bot.demo.errors import CallRefused
from bot.demo.methods.context import Context
from bot.demo.model import JSON


def complete_success(context: Context, args: Args) -> JSON:
    """Ends an execution with its outputs."""
    execution = context.functions.complete(_execution(args), args.structure("outputs"))
    context.installations.end_step(execution.id)
    return {}


def complete_error(context: Context, args: Args) -> JSON:
    """Ends an execution with a reason, which people read."""
    execution = context.functions.fail(_execution(args), args.text("error"))
    context.installations.end_step(execution.id)
    return {}


def _execution(args: Args) -> str:
    execution = args.text("function_execution_id")
    if args.access is not None and args.access.execution not in (None, execution):
        raise CallRefused("access_denied")
    return execution
