"""A thing is done once however the database behaves: it forgets, hesitates, or is away for a while."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from moments import NOW

from bot.errors import StoreError
from bot.preferences import Preferences
from bot.slack import once, preferences
from bot.slack.once import LATEST_START, BusyError, Once
from bot.slack.preferences import Preferring
from bot.store import Store, Taken
from bot.store.claims import TAKEOVER_SECONDS


class Away:
    """Claims in a database that is away for so many calls of a kind, and notes which calls came."""

    takeover = TAKEOVER_SECONDS

    def __init__(self, **failing: int) -> None:
        self.failing = failing
        self.calls: list[str] = []
        self.done: set[str] = set()

    async def take(self, event_id: str, now: float, workspace: str = "") -> Taken:  # noqa: ARG002
        self._call("take")
        return Taken.DONE if event_id in self.done else Taken.OURS

    async def finish(self, event_id: str, claimed_at: float) -> None:  # noqa: ARG002
        self._call("finish")
        self.done.add(event_id)

    async def release(self, event_id: str, claimed_at: float) -> None:  # noqa: ARG002
        self._call("release")

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if self.failing.get(name, 0):
            self.failing[name] -= 1
            raise StoreError("away")


def over(claims: Away, clock: Any = lambda: NOW) -> Once:
    """Once over such claims."""
    return Once(SimpleNamespace(claims=claims), clock)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("WAIT_SECONDS", 0.2), ("POLL_SECONDS", 0.01), ("MARK_SECONDS", 0.01)):
        monkeypatch.setattr(once, name, seconds)


async def test_what_was_done_and_cannot_be_marked_is_done_all_the_same() -> None:
    claims = Away(finish=1)
    desk = over(claims)
    for expected in (True, False):
        async with desk.claimed("Ev1", "T1") as claim:
            assert (claim is not None) is expected
    assert claims.calls == ["take", "finish"], "the second one was not even asked about"
    await desk.close()
    assert claims.done == {"Ev1"}


async def test_it_is_marked_when_the_database_is_back() -> None:
    claims = Away(finish=3)
    desk = over(claims)
    async with desk.claimed("Ev1", "T1"):
        pass
    async with asyncio.timeout(5):
        while not claims.done:  # noqa: ASYNC110 (marking happens behind)
            await asyncio.sleep(0.01)
    assert claims.calls.count("finish") == 4
    await desk.close()


async def test_a_database_that_is_back_in_time_costs_no_redelivery() -> None:
    async with over(Away(take=2)).claimed("Ev1", "T1") as claim:
        assert claim is not None


async def test_one_that_stays_away_is_told() -> None:
    with pytest.raises(StoreError):
        async with over(Away(take=1000)).claimed("Ev1", "T1"):
            raise AssertionError("nothing may be done without a claim")


async def test_the_failure_is_told_also_where_the_claim_cannot_be_given_up() -> None:
    with pytest.raises(KeyError):
        async with over(Away(release=1)).claimed("Ev1", "T1"):
            raise KeyError


async def test_deliveries_in_one_process_wait_for_the_first_without_the_database() -> None:
    claims, go = Away(), asyncio.Event()
    desk = over(claims)

    async def deliver() -> bool:
        async with desk.claimed("Ev1", "T1") as claim:
            await go.wait()
            return claim is not None

    deliveries = [asyncio.create_task(deliver()) for _ in range(4)]
    await asyncio.sleep(0.05)
    assert claims.calls == ["take"]
    go.set()
    assert sorted(await asyncio.gather(*deliveries)) == [False, False, False, True]


async def test_a_delivery_does_not_wait_longer_than_slack() -> None:
    desk = over(Away())
    async with desk.claimed("Ev1", "T1"):
        with pytest.raises(BusyError):
            async with desk.claimed("Ev1", "T1"):
                raise AssertionError("the first one holds it")


async def test_nothing_is_begun_when_others_may_soon_take_over(store: Store) -> None:
    now = NOW

    async def begin(event_id: str, later: float) -> None:
        nonlocal now
        async with Once(store, lambda: now).claimed(event_id, "T1") as claim:
            assert claim is not None
            now += later
            claim.check()

    await begin("Ev1", LATEST_START * TAKEOVER_SECONDS)
    with pytest.raises(BusyError):
        await begin("Ev2", LATEST_START * TAKEOVER_SECONDS + 1)
    assert await store.claims.take("Ev2", now) is Taken.OURS, "the next delivery may try"


async def test_preferences_are_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preferences, "PATIENCE_SECONDS", 0.01)
    answer, asked = asyncio.Event(), 0

    class Slow:
        async def of(self, workspace: str) -> Preferences:  # noqa: ARG002
            nonlocal asked
            asked += 1
            await answer.wait()
            return Preferences(public=True)

    preferring = Preferring(SimpleNamespace(preferences=Slow()), lambda: NOW)  # type: ignore[arg-type]
    assert await asyncio.gather(preferring.of("T1"), preferring.of("T1")) == [Preferences(), Preferences()]
    answer.set()
    assert (await preferring.of("T1")).public, "what was read meanwhile counts"
    assert asked == 1
    await preferring.close()
