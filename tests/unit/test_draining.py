"""What is in hand at the end is finished or cut."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack.draining import Drain


async def hold(drain: Drain, until: asyncio.Event, done: list[str]) -> None:
    with drain.held():
        await until.wait()
        done.append("answered")


async def test_what_is_in_hand_is_finished() -> None:
    drain, until, done = Drain(), asyncio.Event(), list[str]()
    held = asyncio.create_task(hold(drain, until, done))
    await asyncio.sleep(0)
    finishing = asyncio.create_task(drain.finish())
    await asyncio.sleep(0)
    assert drain.begun
    assert not finishing.done()
    until.set()
    assert await finishing == 0
    await held
    assert done == ["answered"]


async def test_what_takes_too_long_is_cut_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    drain, done = Drain(seconds=0.6), list[str]()
    held = [asyncio.create_task(hold(drain, asyncio.Event(), done)) for _ in range(3)]
    await asyncio.sleep(0)
    assert await drain.finish() == 3
    assert all(task.cancelled() for task in held)
    assert "cut 3 requests" in caplog.text
    assert not done


async def test_with_nothing_in_hand_it_ends_at_once() -> None:
    assert await asyncio.wait_for(Drain().finish(), 0.2) == 0


async def test_a_second_ctrl_c_cuts_at_once() -> None:
    drain = Drain()
    held = asyncio.create_task(hold(drain, asyncio.Event(), []))
    await asyncio.sleep(0)
    finishing = asyncio.create_task(drain.finish())
    await asyncio.sleep(0)
    drain.cut()
    assert await finishing == 0
    assert held.cancelled()
