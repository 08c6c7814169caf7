"""What was worked out once for a word, a pair of words or a place, in a memo of bounded size."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(dict[K, V]):
    """Works out what it does not know, and begins anew when it is full.

    `functools.lru_cache` puts what it finds in the order of use each time. A question makes a hundred look-ups, and
    most of what they cost is memory that is not at hand.
    """

    def __init__(self, work_out: Callable[[K], V], most: int) -> None:
        """Remembers what one function says.

        Args:
            work_out: says the same of the same key always.
            most: keys that are kept.
        """
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, key: K) -> V:
        """Works it out."""
        found = self._work_out(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = found
        return found
