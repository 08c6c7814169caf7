"""`whosejob serve` or `whosejob socket` that dies, when told to, between two steps of handling an event."""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot import web
from bot.settings import from_environment
from bot.slack import once, socket
from bot.slack.manifest import PATH
from bot.slack.replies import Replies
from bot.store import Claims, Questions, Taken, open_store

ARMED = Path(os.environ["CHAOS_ARMED"])
"""A file in this folder names the step after which the process that comes to it first dies."""


def passed(step: str) -> None:
    """Dies where the step is armed; removing the file decides between processes."""
    try:
        (ARMED / step).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def lay(owner: type, name: str, *, before: str = "", after: str = "", where: Callable[..., bool] = bool) -> None:
    """Lays a step before a method, or after one whose result is as asked for."""
    method = getattr(owner, name)

    @functools.wraps(method)
    async def stepped(self: Any, *args: Any, **named: Any) -> Any:
        if before:
            passed(before)
        result = await method(self, *args, **named)
        if after and where(result):
            passed(after)
        return result

    setattr(owner, name, stepped)


def lay_all() -> None:
    """Lays every step of handling an event, in the order in which they come."""
    handle, answer = web.Web.__call__, Replies.to

    async def handled(self: web.Web, scope: Any, receive: Any, send: Any) -> None:
        event = scope["path"] == PATH
        if event:
            passed("received")
        await handle(self, scope, receive, send)
        if event:
            passed("acknowledged")

    def answered(self: Replies, *args: Any) -> Any:
        reply = answer(self, *args)
        passed("answered")
        return reply

    web.Web.__call__ = handled  # type: ignore[method-assign]
    Replies.to = answered  # type: ignore[method-assign]
    lay(Claims, "take", after="claimed", where=lambda taken: taken is Taken.OURS)
    lay(Claims, "finish", before="posted", after="marked", where=lambda _: True)
    lay(Questions, "remember", after="remembered", where=lambda _: True)


def main() -> None:
    """Runs the command named on the command line, with Slack's times shortened as the environment says."""
    takeover = float(os.environ["CHAOS_TAKEOVER"])
    once.WAIT_SECONDS = float(os.environ["CHAOS_WAIT"])
    open_store.__defaults__ = ("", (), takeover)
    lay_all()
    {"serve": web.run, "socket": socket.run}[sys.argv[1]](from_environment())


if __name__ == "__main__":
    main()
