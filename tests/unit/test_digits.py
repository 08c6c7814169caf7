"""Sums for all targets at once are those of a loop over them."""

import random
from typing import Literal

import pytest

from bot.parsing.digits import Digits


@pytest.mark.parametrize("code", ["h", "i"])
def test_sums_are_those_of_a_loop(code: Literal["h", "i"]) -> None:
    chosen = random.Random(7)
    digits = Digits(50, code)
    added = [{place: chosen.randint(-128, 127) for place in chosen.sample(range(50), 9)} for _ in range(20)]
    summed = digits.summed([digits.packed(one) for one in added])
    sums = [sum(one.get(place, 0) for one in added) for place in range(50)]
    assert list(digits.sums(summed)) == sums
    for least in (min(sums) - 1, min(sums), -1, 0, 1, max(sums), max(sums) + 1):
        assert digits.at_least(summed, least) == [place for place, amount in enumerate(sums) if amount >= least]
