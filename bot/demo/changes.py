"""What changed in a workspace, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.demo.model import Message

What = Literal["message", "deleted", "channels", "users", "view", "modals", "home", "status", "prompts"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change, and how to find what changed."""

    what: What
    message: Message | None = None
    """The message as it stands now or, where it was deleted, as it stood."""
    user: str = ""
    """Whose modals or Home."""
    view: str = ""
    """The id of the view that has new content."""
    channel: str = ""
    thread: str = ""
    """The thread with another status; empty for the prompts of a direct message."""


Watcher = Callable[[Change], None]
