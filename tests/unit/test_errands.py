"""What goes on behind requests' backs: its failures are logged, and it ends with the process."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack import errands as module
from bot.slack.errands import AT_MOST, Errands


async def test_a_failure_is_logged_and_stops_no_other_errand(caplog: pytest.LogCaptureFixture) -> None:
    errands, done = Errands(), asyncio.Event()

    async def failing() -> None:
        raise LookupError("somebody's words")

    async def working() -> None:
        done.set()

    errands.begin("drawing", failing())
    errands.begin("painting", working())
    await errands.finish()
    assert done.is_set()
    assert "drawing failed: LookupError at test_errands.py:" in caplog.text
    assert "words" not in caplog.text


async def test_errands_that_begin_errands_are_waited_for() -> None:
    errands, done = Errands(), asyncio.Event()

    async def second() -> None:
        done.set()

    async def first() -> None:
        errands.begin("the second", second())

    errands.begin("the first", first())
    await errands.finish()
    assert done.is_set()


async def test_what_takes_too_long_is_cut_short_at_the_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "END_SECONDS", 0.01)
    errands = Errands()
    errands.begin("waiting", asyncio.Event().wait())
    await errands.close()
    assert "1 errands were cut short" in caplog.text


async def test_too_many_at_once_are_not_begun(caplog: pytest.LogCaptureFixture) -> None:
    errands, gate = Errands(), asyncio.Event()
    for number in range(AT_MOST + 1):
        errands.begin(f"errand {number}", gate.wait())
    assert f"errand {AT_MOST} was not begun" in caplog.text
    gate.set()
    await errands.finish()
