"""uvicorn's HTTP protocol, with a reply's head and body in one packet."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class OnePacket(H11Protocol):
    """uvicorn writes head and body one after the other: two calls of the system, and two packets, for each reply.

    Measured: a third of all that serving a slash command costs, where a call of the system is dear.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes a connection."""
        super().connection_made(Gathering(transport))


class Gathering(asyncio.Transport):
    """A transport that sends what is written to it when whoever writes has come to a rest."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._written: list[bytes | bytearray | memoryview] = []
        self._loop = asyncio.get_running_loop()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keeps data to be sent with what follows at once."""
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)

    def close(self) -> None:
        """Sends what is kept, and closes."""
        self._send()
        self._transport.close()

    def abort(self) -> None:
        """Closes at once."""
        self._written.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What is known of the connection."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Takes no more from the other side for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Takes more from the other side again."""
        self._transport.resume_reading()

    def _send(self) -> None:
        if self._written:
            written, self._written = self._written, []
            self._transport.write(b"".join(written))
