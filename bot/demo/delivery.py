"""Delivers envelopes to the app over whichever transport it uses, and sends events again as Slack does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from bot.demo.activity import Activity
from bot.demo.http_transport import HttpTransport
from bot.demo.model import Attempt, Delivery, Envelope, Limits
from bot.demo.socket_mode import SocketMode


class Transport(Protocol):
    """One way to reach the app."""

    async def send(self, envelope: Envelope, number: int, reason: str | None) -> Attempt:
        """Delivers an envelope once."""


class Deliverer:
    """Sends envelopes, redelivers events that were not acknowledged, and keeps a record of all."""

    def __init__(self, http: HttpTransport, socket: SocketMode, limits: Limits, activity: Activity) -> None:
        self._http = http
        self._socket = socket
        self._limits = limits
        self._activity = activity
        self._tasks: set[asyncio.Task[Delivery]] = set()
        self._held: list[Envelope] | None = None
        self.begun = asyncio.Event()
        """Cleared while the app is being started: events wait for it, however long that takes."""
        self.begun.set()
        self.log: list[Delivery] = []
        """Every delivery in the order they began, with the attempts made so far."""
        self.watchers: list[Callable[[int, Delivery], None]] = []
        """Told of every delivery, with its place in the log, when it begins and after each attempt."""

    async def deliver(self, envelope: Envelope) -> Delivery:
        """Delivers one envelope; an event again, up to three times, until the app acknowledges it."""
        delivery = Delivery(envelope, ())
        if self._held is not None and envelope.kind == "events_api":
            self._held.append(envelope)
            return delivery
        place = len(self.log)
        self.log.append(delivery)
        self._told(place, delivery)
        with self._activity.busy(f"delivery of {envelope.name}"):
            async for attempt in self._attempts(envelope):
                delivery = Delivery(envelope, (*delivery.attempts, attempt))
                self.log[place] = delivery
                self._told(place, delivery)
        return delivery

    async def deliver_all(self, envelopes: Iterable[Envelope]) -> tuple[Delivery, ...]:
        """Delivers several at once."""
        return tuple(await asyncio.gather(*(self.deliver(envelope) for envelope in envelopes)))

    @contextmanager
    def held(self) -> Iterator[list[Envelope]]:
        """Keeps events back for the length of the block, and gives the list that collects them."""
        held: list[Envelope] = []
        self._held = held
        try:
            yield held
        finally:
            self._held = None

    def spawn(self, envelopes: Iterable[Envelope]) -> None:
        """Delivers in the background, as Slack does with what the app itself caused."""
        if not self.has_app:
            return
        for envelope in envelopes:
            task = asyncio.create_task(self.deliver(envelope))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @property
    def has_app(self) -> bool:
        """Whether there is anything to deliver to."""
        return bool(self._http.urls) or self._socket.was_used or not self.begun.is_set()

    async def close(self) -> None:
        """Ends what is still being delivered in the background."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def _transport(self) -> Transport:
        """The way to the app as it is now: it may have been named since the attempt before."""
        return self._http if self._http.urls else self._socket

    def _told(self, place: int, delivery: Delivery) -> None:
        for watcher in self.watchers:
            watcher(place, delivery)

    async def _attempts(self, envelope: Envelope) -> AsyncIterator[Attempt]:
        if not self.has_app:
            yield Attempt(0, None, None, None, "no_app", 0.0)
            return
        if envelope.kind == "events_api":
            await self.begun.wait()
        attempt = await self._transport.send(envelope, 0, None)
        yield attempt
        if envelope.kind != "events_api" or envelope.name == "url_verification":
            return
        for number, delay in enumerate(self._limits.retry_delays, start=1):
            if attempt.failure is None or attempt.no_retry:
                return
            await asyncio.sleep(delay)
            attempt = await self._transport.send(envelope, number, attempt.failure)
            yield attempt
