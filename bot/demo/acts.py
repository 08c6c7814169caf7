"""What every act of a workspace's people builds on: the workspace, the way to the app, and who may act at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from bot.demo.delivery import Deliverer
from bot.demo.methods.context import Context
from bot.demo.model import JSON, Ack, Channel, Delivery, Envelope, User


class Acts:
    """Delivers what happens, once, again and in bursts."""

    def __init__(self, context: Context, deliverer: Deliverer, response_url: Callable[[str], str]) -> None:
        self._context = context
        self._state = context.state
        self._deliverer = deliverer
        self._response_url = response_url

    async def happen(self, event: JSON) -> Delivery:
        """Delivers any other event, subscribed to or not."""
        return await self._deliverer.deliver(self._context.events.callback(event))

    async def redeliver(self, delivery: Delivery, times: int = 1, *, at_once: bool = False) -> tuple[Delivery, ...]:
        """Sends a delivered event again under its event id, one after the other or all at once."""
        if at_once:
            return await self._deliverer.deliver_all([delivery.envelope] * times)
        return tuple([await self._deliverer.deliver(delivery.envelope) for _ in range(times)])

    @contextmanager
    def held(self) -> Iterator[list[Envelope]]:
        """Keeps events back for the length of the block, to be let go with :meth:`scatter`."""
        with self._deliverer.held() as envelopes:
            yield envelopes

    async def scatter(self, envelopes: list[Envelope], *, times: int = 4, seed: int = 0) -> tuple[Delivery, ...]:
        """Delivers each envelope several times, all at once and in an order shuffled by ``seed``."""
        copies = envelopes * times
        Random(seed).shuffle(copies)  # noqa: S311 (an order, not a secret)
        return await self._deliverer.deliver_all(copies)

    async def verify_url(self) -> Ack:
        """Slack checks the URL, as when it is first entered; ``error`` tells when the challenge is not echoed."""
        challenge = f"challenge-{self._state.new_id('')}"
        payload = {
            "token": self._state.identity.verification_token,
            "challenge": challenge,
            "type": "url_verification",
        }
        delivery = await self._deliverer.deliver(Envelope("events_api", payload))
        body = delivery.attempts[-1].body
        echoed = body.get("challenge") if isinstance(body, dict) else body
        return Ack(delivery, error=None if delivery.acknowledged and echoed == challenge else "challenge_failed")

    def _must_be_installed(self) -> None:
        identity = self._state.identity
        if not self._context.installations.present(identity.team_id):
            raise ValueError(f"the app is not installed in {identity.team_domain}")

    def _must_be_active(self, user: User) -> None:
        if self._state.users[user.id].deleted:
            raise ValueError(f"{user.name} is deactivated")

    def _must_be_in(self, channel: Channel, user: User) -> None:
        self._must_be_active(user)
        if channel.id not in self._state.channels:
            raise ValueError(f"#{channel.name} is deleted")
        if self._state.channels[channel.id].archived:
            raise ValueError(f"#{channel.name} is archived")
        if user.id not in self._state.channels[channel.id].members:
            raise ValueError(f"{user.name} is not a member of #{channel.name}")
