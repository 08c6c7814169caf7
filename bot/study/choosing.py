"""Which tip or quiz question a place gets next."""

import hashlib
from collections.abc import Collection, Sequence


def next_lesson(place: str, lessons: Collection[str], given: Sequence[str]) -> str:
    """The lesson that a place gets next: one it never had, else the one it had longest ago.

    None comes again before every other one was shown. Those that are added come first, once, and then take their turn;
    tips that are gone are passed over.

    Args:
        place: names the channel or person; each has an order of its own.
        lessons: ids of those to choose from, in any order.
        given: ids of those that the place was given before, oldest first.

    Raises:
        ValueError: there is nothing to choose from.
    """
    if not lessons:
        raise ValueError("there are no lessons to choose from")
    latest = {lesson: number for number, lesson in enumerate(given)}
    return min(lessons, key=lambda lesson: (latest.get(lesson, -1), _order(place, lesson)))


def _order(place: str, lesson: str) -> bytes:
    return hashlib.blake2b(f"{place}\0{lesson}".encode(), digest_size=8).digest()
