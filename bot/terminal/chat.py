"""`whosejob chat`: questions and follow-ups at a prompt."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from bot.answering.answer import Answer
from bot.engine import Engine
from bot.parsing.parser import REMEMBERED
from bot.terminal.show import show

LEAVE = frozenset({"exit", "quit", "q", ":q", "bye"})


def chat(engine: Engine, console: Console, history: Path | None) -> None:
    """Reads questions until the end of input; a number picks one of the choices last offered."""
    read = _reader(history)
    earlier: list[str] = []
    offered: Answer | None = None
    console.print("Ask whose job something is on AWS. A number picks a choice; Ctrl-D ends.", style="dim")
    while (text := read()) is not None:
        text = text.strip()
        if not text:
            continue
        if text.lower() in LEAVE:
            return
        if text.isascii() and text.isdigit() and offered and 0 < int(text) <= len(offered.choices):
            text = offered.choices[int(text) - 1].ask
        offered = engine.ask(text, earlier)
        earlier = [*earlier[1 - REMEMBERED :], text]
        show(console, offered)


def _writable(file: Path) -> bool:
    """True where the history can be kept; a read-only home is no reason not to chat."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError:
        return False
    return True


def _reader(history: Path | None) -> Callable[[], str | None]:
    """A line at a time: with editing and history at a terminal, plainly from a pipe."""
    if sys.stdin is None:
        return lambda: None
    if not sys.stdin.isatty():
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        return lambda: line if (line := sys.stdin.readline()) else None
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    kept = FileHistory(str(history)) if history and _writable(history) else InMemoryHistory()
    session: PromptSession[str] = PromptSession(history=kept)

    def read() -> str | None:
        try:
            return session.prompt("› ")
        except (EOFError, KeyboardInterrupt):
            return None

    return read
