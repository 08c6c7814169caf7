"""Which tip or quiz question a place gets next."""

import hashlib
from collections.abc import Collection, Hashable, Mapping, Sequence

from bot.catalog.lesson_model import Scenario, Tip

APART = 30
"""Lessons between two that are about the same, where there are others that were never given."""


def next_lesson(
    place: str, lessons: Collection[str], given: Sequence[str], about: Mapping[str, Hashable] | None = None
) -> str:
    """The lesson that a place gets next: one it never had, else the one it had longest ago.

    None comes again before every other one was shown. Those that are added come first, once, and then take their turn;
    tips that are gone are passed over. Of those that a place never had, one about the same as one of the last APART
    waits for the others.

    Args:
        place: names the channel or person; each has an order of its own.
        lessons: ids of those to choose from, in any order.
        given: ids of those that the place was given before, oldest first.
        about: what each is about; nothing waits where that is not told.

    Raises:
        ValueError: there is nothing to choose from.
    """
    if not lessons:
        raise ValueError("there are no lessons to choose from")
    about = about or {}
    latest = {lesson: number for number, lesson in enumerate(given)}
    near = {about[lesson] for lesson in given[-APART:] if lesson in about}

    def rank(lesson: str) -> tuple[int, bool, bytes]:
        # Among those given before, order alone decides: were one to wait, another would come again before it.
        waits = lesson not in latest and about.get(lesson) in near
        return latest.get(lesson, -1), waits, _order(place, lesson)

    return min(lessons, key=rank)


def abouts(lessons: Mapping[str, Tip | Scenario]) -> dict[str, Hashable]:
    """What each lesson is about, equal where two are about the same."""
    return {
        one: (lesson.about.service, lesson.about.variant, lesson.about.target, lesson.about.concept)
        for one, lesson in lessons.items()
    }


def _order(place: str, lesson: str) -> bytes:
    return hashlib.blake2b(f"{place}\0{lesson}".encode(), digest_size=8).digest()
