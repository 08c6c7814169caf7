"""Tasks and places by their own names and ids, so that what was picked can be asked for in words too."""

from collections.abc import Iterable
from typing import TypeVar

from bot.catalog.model import Catalog
from bot.parsing.vocabulary import Link

JOINT = " for "
"""Stands between task and place in the text of an answer to what was picked."""
Known = TypeVar("Known", str, Link)


class Names:
    """What the entries of one catalog are called; capitals and spaces make no difference."""

    def __init__(self, catalog: Catalog) -> None:
        topics, services = catalog.topics.values(), catalog.services.values()
        tasks = [(one.name, one.id) for one in topics]
        tasks += [(duty.name, f"{one.id}/{duty.id}") for one in topics for duty in one.duties]
        places = [(one.name, Link(one.id)) for one in services]
        places += [(variant.name, Link(one.id, variant.id)) for one in services for variant in one.variants]
        self._tasks, self._places = _unambiguous(tasks), _unambiguous(places)
        self._longest = len(JOINT) + sum(max(map(len, names), default=0) for names in (self._tasks, self._places))
        self._task_ids = {target: target for _, target in tasks}
        # Services come last, and so go before a variant of the same id.
        self._place_ids = {place.variant or place.service: place for _, place in reversed(places)}

    def task(self, text: str) -> str | None:
        """The topic or duty of this name or id (`topic`, `topic/duty`)."""
        word = _key(text)
        return self._tasks.get(word) or self._task_ids.get(word)

    def place(self, text: str) -> Link | None:
        """The service or variant of this name or id."""
        word = _key(text)
        return self._places.get(word) or self._place_ids.get(word)

    def task_at_place(self, text: str) -> tuple[Link, str] | None:
        """What `Backup and restore for Amazon RDS` names; the names alone count, and both of them in full."""
        if len(text) > self._longest or JOINT.strip() not in text.casefold():
            return None
        parts = _key(text).split(JOINT)
        for cut in range(1, len(parts)):  # either name may hold the word itself
            link, target = self._places.get(JOINT.join(parts[cut:])), self._tasks.get(JOINT.join(parts[:cut]))
            if link and target:
                return link, target
        return None


def _unambiguous(named: Iterable[tuple[str, Known]]) -> dict[str, Known]:
    """By name, less the names that stand for several; topics and services go before duties and variants of the name."""
    known: dict[str, Known] = {}
    several: set[str] = set()
    for name, entry in named:
        word = _key(name)
        if word in known and _is_whole(known[word]) is _is_whole(entry):
            several.add(word)
        known.setdefault(word, entry)
    return {word: entry for word, entry in known.items() if word not in several}


def _is_whole(entry: str | Link) -> bool:
    """Whether it is a topic or a service, and no part of one."""
    return entry.variant is None if isinstance(entry, Link) else "/" not in entry


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
