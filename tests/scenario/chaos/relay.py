"""A TCP relay on loopback: spreads connections over several servers, and can be cut, stalled and mended."""

from __future__ import annotations

import asyncio
import itertools
from typing import Self

Target = int | str
"""A port on loopback, or the path of a Unix socket."""


class Relay:
    """Passes each connection on to the next target that takes it, as a load balancer does."""

    def __init__(self, *targets: Target) -> None:
        self.targets = list(targets)
        self.port = 0
        self._turns = itertools.count()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def mend(self) -> None:
        """Listens again, at the same port, and lets everything flow."""
        self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._relay, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Ends every connection and refuses new ones, as where nothing listens."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def stall(self) -> None:
        """Takes connections and bytes, and passes nothing on."""
        self._flowing.clear()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        try:
            there = await self._connect()
            if there is None:
                writer.transport.abort()
                return
            self._open.add(there[1])
            try:
                await asyncio.gather(self._pump(reader, there[1]), self._pump(there[0], writer))
            finally:
                there[1].close()
                self._open.discard(there[1])
        except asyncio.CancelledError:
            # Only cut() cancels; the stream protocol would report it as an error.
            writer.transport.abort()
        finally:
            writer.close()
            self._open.discard(writer)
            self._tasks.discard(task)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        start = next(self._turns)
        for number in range(len(self.targets)):
            target = self.targets[(start + number) % len(self.targets)]
            try:
                if isinstance(target, str):
                    return await asyncio.open_unix_connection(target)
                return await asyncio.open_connection("127.0.0.1", target)
            except OSError:
                # This one is down; the next may not be.
                continue
        return None

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()
        except OSError:
            # One side is gone, so the other is to hear of it.
            writer.transport.abort()
