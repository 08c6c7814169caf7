"""Sums for every target at once: what is added to each of them is a digit of one large number."""

from array import array
from collections.abc import Iterable, Mapping
from sys import byteorder
from typing import Literal

MIDDLE = {"h": 1 << 15, "i": 1 << 31}
"""What stands for 0 in a digit of two bytes and of four, so that sums below 0 have one too."""

UPPER = b"\x80"
"""The one byte of `MIDDLE` that is not 0."""


class Digits:
    """Adds what features say of some targets; a sum of numbers costs the same whatever they say."""

    def __init__(self, count: int, code: Literal["h", "i"]) -> None:
        """Digits of one width.

        Args:
            count: of targets.
            code: "h" for sums from -32,768 on and below 32,768, "i" for 2,147,483,648 instead.
        """
        self._code = code
        self._count = count
        self._size = array(code).itemsize
        self._width = self._size * count
        self._zero = self._number([0] * count)
        self._ones = self._zero // MIDDLE[code]

    def packed(self, added: Mapping[int, int]) -> int:
        """What is added to targets, by their place, as one number."""
        digits = [0] * self._count
        for place, amount in added.items():
            digits[place] = amount
        return self._number(digits) - self._zero

    def summed(self, numbers: Iterable[int]) -> int:
        """What such numbers add to each target together, as one number."""
        return sum(numbers, self._zero)

    def sums(self, summed: int) -> "array[int]":
        """The same for each target by its place."""
        return array(self._code, (summed ^ self._zero).to_bytes(self._width, byteorder))

    def at_least(self, summed: int, least: int) -> list[int]:
        """Places of the targets to which so much is added at least, in a fraction of the time of a loop over them.

        A digit less `least` is in its upper half where the sum is not below that.

        Args:
            summed: what is added to each.
            least: less than `MIDDLE` from each of those sums.
        """
        upper = (summed - least * self._ones) & self._zero
        found: list[int] = []
        size, find = self._size, upper.to_bytes(self._width, byteorder).find
        at = find(UPPER)
        while at >= 0:
            found.append(at // size)
            at = find(UPPER, at + 1)
        return found

    def _number(self, digits: list[int]) -> int:
        middle = MIDDLE[self._code]
        return int.from_bytes(array(self._code.upper(), [middle + digit for digit in digits]).tobytes(), byteorder)
