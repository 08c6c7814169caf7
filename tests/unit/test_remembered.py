"""What was worked out is kept, within bounds."""

import pytest

from bot.parsing.remembered import Remembered


def test_each_key_is_worked_out_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Remembered(length, 3)
    assert [lengths[word] for word in ("a", "bb", "a", "bb")] == [1, 2, 1, 2]
    assert asked == ["a", "bb"]


def test_it_holds_no_more_than_it_may() -> None:
    doubled = Remembered(lambda number: 2 * number, 10)
    for number in range(100):
        assert doubled[number] == 2 * number
        assert len(doubled) <= 10


def test_what_failed_is_not_kept() -> None:
    whole = Remembered(int, 10)
    with pytest.raises(ValueError, match="x"):
        whole["x"]
    assert "x" not in whole
    assert whole["7"] == 7
