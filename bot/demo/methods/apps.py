"""``auth.revoke`` and ``apps.uninstall``: the app gives up its token, or leaves."""

from __future__ import annotations

from bot.demo.arguments import Args
from bot.demo.errors import CallRefused
from bot.demo.methods.context import Context
from bot.demo.model import JSON


def revoke(context: Context, args: Args) -> JSON:
    """Revokes the token that the call is made with."""
    if args.flag("test"):
        return {"revoked": False}
    _leave(context, args, uninstalled=False)
    return {"revoked": True}


def uninstall(context: Context, args: Args) -> JSON:
    """Removes the app from where its token is from."""
    context.check_client(args)
    _leave(context, args, uninstalled=True)
    return {}


def _leave(context: Context, args: Args, *, uninstalled: bool) -> None:
    if args.access is None:
        raise CallRefused("not_authed")
    context.leave(args.access.installation, uninstalled)
