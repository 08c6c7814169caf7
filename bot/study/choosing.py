"""Which tip a place gets next."""

import hashlib
from collections.abc import Collection, Sequence


def next_tip(place: str, tips: Collection[str], given: Sequence[str]) -> str:
    """The tip that a place gets next: one it never had, else the one it had longest ago.

    No tip comes again before every other one was shown. Tips that are added come first, once, and then take their turn;
    tips that are gone are passed over.

    Args:
        place: names the channel or person; each has an order of its own.
        tips: ids of those to choose from, in any order.
        given: ids of those that the place was given before, oldest first.

    Raises:
        ValueError: there is nothing to choose from.
    """
    if not tips:
        raise ValueError("there are no tips to choose from")
    latest = {tip: number for number, tip in enumerate(given)}
    return min(tips, key=lambda tip: (latest.get(tip, -1), _order(place, tip)))


def _order(place: str, tip: str) -> bytes:
    return hashlib.blake2b(f"{place}\0{tip}".encode(), digest_size=8).digest()
