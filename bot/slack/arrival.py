"""A request that arrived, over either transport, as Bolt takes it."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest

from bot.slack.handling import describe, in_hand

logger = logging.getLogger(__name__)

HEARD = frozenset({"content-type", "x-slack-retry-num", "x-slack-retry-reason"})
"""Headers that Bolt and listeners have a use for.

Others stay outside: headers are not signed, and Bolt takes orders from some (`x-slack-bolt-lazy-only`).
"""


def arrived(body: dict[str, Any], headers: Mapping[str, str | Sequence[str]]) -> AsyncBoltRequest:
    """A request that is known to be Slack's, and of Slack's shape.

    It is handed over in the way of Socket Mode, whichever way it came. In the way of HTTP, Bolt would check the
    signature a second time, with a verifier that raises where it should refuse; would parse the body again, and a
    slash command with the word "payload" in it as nothing at all.

    Args:
        body: what `reading.read` made of it.
        headers: by lower-case name.
    """
    request = AsyncBoltRequest(
        body=body,
        headers={name: value for name, value in headers.items() if name in HEARD},
        # Bolt 1.30 logs while it reads a modal's response URLs, before it has given the request a logger.
        context={"logger": logger},
        mode="socket_mode",
    )
    hand = in_hand()
    if hand is not None:
        describe(hand, body, request.context.team_id or request.context.enterprise_id)
    return request
