"""Ports on this machine: the one that was asked for, or the next that is free."""

from __future__ import annotations

import socket

from bot.errors import DemoError

USUAL = 8010
TRIED = 40
"""Ports that are tried, from the usual one on."""


def listener(port: int) -> socket.socket:
    """A socket that listens on a port of 127.0.0.1; on any free one when 0.

    Raises:
        OSError: it is taken.
    """
    listening = socket.create_server(("127.0.0.1", port))
    # asyncio does so for its own listeners only; without it each answer on a kept connection takes 40 ms more.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def free_port(wanted: int | None) -> int:
    """A port that nobody listens on.

    Args:
        wanted: this one, and 0 for any; the usual one or the next free one when None.

    Raises:
        DemoError: it is taken.
    """
    for port in range(USUAL, USUAL + TRIED) if wanted is None else (wanted,):
        try:
            with listener(port) as listening:
                return int(listening.getsockname()[1])
        except OSError as error:
            reason = error.strerror
    raise DemoError(f"Cannot listen on port {port} of 127.0.0.1: {reason}. --port names another one.")
