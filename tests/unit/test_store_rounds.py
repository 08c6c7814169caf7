"""A workspace is looked at by one process at a time, and again where it became due meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random

from moments import DAY, NOW, TODAY

from bot.store import Round, Store, open_store
from bot.subscription import Post, Subscription

LEASE = 60.0


async def take(store: Store, now: float = NOW, real: float = 0.0, late: float = 0.0) -> Round | None:
    """Takes a workspace for a minute."""
    return await store.rounds.take(now, real, LEASE, late)


async def taken(store: Store, now: float = NOW, real: float = 0.0) -> Round:
    """Takes a workspace that is known to be due."""
    found = await take(store, now, real)
    assert found is not None
    return found


async def test_of_many_takers_one_gets_each_workspace(lasting: str) -> None:
    stores = await asyncio.gather(*(open_store(lasting) for _ in range(8)))
    names = [f"T{number}" for number in range(200)]
    for number, name in enumerate(names):
        await stores[0].rounds.due(name, NOW - number)

    async def take_all(store: Store) -> list[str]:
        mine = []
        while found := await take(store):
            mine.append(found.workspace)
        return mine

    shares = await asyncio.gather(*(take_all(store) for store in stores))
    assert Counter(name for share in shares for name in share) == Counter(names)
    for store in stores:
        await store.close()


async def test_takers_that_finish_and_come_again_never_meet(lasting: str) -> None:
    stores = await asyncio.gather(*(open_store(lasting) for _ in range(4)))
    for number in range(5):
        await stores[0].rounds.due(f"T{number}", NOW)
    at_work: set[str] = set()
    looked_at: Counter[str] = Counter()

    async def work(store: Store, chance: Random) -> None:
        for turn in range(30):
            if found := await take(store, NOW + 30):
                assert found.workspace not in at_work
                at_work.add(found.workspace)
                await store.rounds.due(f"T{chance.randrange(5)}", NOW + turn)
                assert await store.rounds.extend(found, LEASE)
                at_work.remove(found.workspace)
                looked_at[found.workspace] += 1
                assert await store.rounds.finish(found, NOW + turn)

    await asyncio.gather(*(work(store, Random(number)) for number, store in enumerate(stores)))
    assert set(looked_at) == {f"T{number}" for number in range(5)}
    for store in stores:
        await store.close()


async def test_the_most_overdue_comes_first_and_what_is_not_due_not_at_all(store: Store) -> None:
    for name, due_at in (("T1", NOW), ("T2", NOW - 5), ("T3", NOW + 1), ("T4", NOW - 1)):
        await store.rounds.due(name, due_at)
    found = [await take(store) for _ in range(4)]
    assert [(one.workspace, one.due_at) for one in found if one] == [("T2", NOW - 5), ("T4", NOW - 1), ("T1", NOW)]
    assert found[3] is None


async def test_what_is_barely_due_can_be_left_to_others(store: Store) -> None:
    await store.rounds.due("T1", NOW)
    assert await take(store, NOW + 29, late=30) is None
    assert await take(store, NOW + 30, late=30) is not None


async def test_a_finished_workspace_comes_again_when_it_was_told_to(store: Store) -> None:
    await store.rounds.due("T1", NOW)
    assert await store.rounds.finish(await taken(store), NOW + 100)
    assert await take(store, NOW + 99) is None
    assert (await taken(store, NOW + 100)).due_at == NOW + 100


async def test_what_becomes_due_during_a_lease_is_looked_at_again(store: Store) -> None:
    for at in (NOW, NOW - 1, NOW + 1):
        # The clock by which things are due may stand still: that nothing has changed does not show in the time.
        await store.rounds.due("T1", NOW)
        found = await taken(store)
        await store.rounds.due("T1", at)
        assert await take(store) is None, "it is still another's"
        assert await store.rounds.finish(found, NOW + 3600)
        again = await taken(store, NOW + 1)
        assert await store.rounds.finish(again, NOW + 3600)
        assert await take(store, NOW + 3599) is None, "once more, and not for ever"


async def test_one_that_keeps_changing_does_not_keep_others_waiting(store: Store) -> None:
    await store.rounds.due("busy", NOW)
    await store.rounds.due("quiet", NOW + 1)
    for later in (2, 3):
        found = await taken(store, NOW + 9)
        await store.rounds.due("busy", NOW + later)
        await store.rounds.due("busy", NOW + 8)
        assert await store.rounds.finish(found, NOW + 3600)
        assert found.workspace == ("busy" if later == 2 else "quiet")
    assert (await taken(store, NOW + 9)).due_at == NOW + 2


async def test_becoming_due_later_puts_nothing_off(store: Store) -> None:
    await store.rounds.due("T1", NOW)
    await store.rounds.due("T1", NOW + 500)
    assert await take(store) is not None


async def test_an_expired_lease_is_taken_and_its_first_holder_has_no_say(store: Store) -> None:
    await store.rounds.due("T1", NOW)
    first = await taken(store, real=1000.0)
    assert await take(store, real=1000.0 + LEASE - 1) is None
    second = await taken(store, real=1000.0 + LEASE)
    assert second.token != first.token
    assert not await store.rounds.extend(first, 9000.0)
    assert not await store.rounds.finish(first, NOW + 9000)
    assert await take(store, real=1000.0 + 2 * LEASE - 1) is None, "the second's lease lasts"
    assert await store.rounds.extend(second, 9000.0)
    assert await take(store, real=8999.0) is None
    assert await store.rounds.finish(second, NOW + 1)
    assert not await store.rounds.finish(second, NOW), "it was given up"
    assert not await store.rounds.extend(second, 9000.0)
    assert await taken(store, NOW + 1)


async def test_a_lease_that_nobody_took_over_can_still_be_extended(store: Store) -> None:
    await store.rounds.due("T1", NOW)
    first = await taken(store, real=0.0)
    assert await store.rounds.extend(first, 500.0)
    assert await take(store, real=499.0) is None


async def test_a_forgotten_workspace_is_nobodys(store: Store) -> None:
    await store.rounds.due("T1", NOW)
    found = await taken(store)
    await store.forget_workspace("T1")
    assert not await store.rounds.extend(found, 9000.0)
    assert not await store.rounds.finish(found, NOW)
    assert await take(store, NOW + DAY) is None


async def test_a_worker_counts_as_alive_for_a_minute(store: Store) -> None:
    assert not await store.rounds.beaten(1000.0)
    await store.rounds.beat(1000.0)
    assert await store.rounds.beaten(1059.0)
    assert not await store.rounds.beaten(1060.0)
    await store.rounds.beat(1060.0)
    assert await store.rounds.beaten(1100.0)


async def test_a_clock_that_was_wrong_keeps_nobody_waiting(store: Store) -> None:
    """A machine wakes up in another year, works, and is put right."""
    wrong = NOW + 365 * DAY
    for name in ("T1", "T2"):
        await store.subscriptions.put(Subscription(workspace=name, place="C1"), NOW)
    await taken(store, real=wrong)
    assert await store.rounds.finish(await taken(store, real=wrong), wrong)
    assert await take(store, real=NOW) is None
    await store.rounds.prune(NOW)
    assert {(await taken(store, real=NOW)).workspace for _ in range(2)} == {"T1", "T2"}
    await store.rounds.beat(wrong)
    assert not await store.rounds.beaten(NOW)


async def test_workspaces_with_nothing_to_do_are_forgotten(store: Store) -> None:
    await store.subscriptions.put(Subscription(workspace="subscribed", place="C1"), NOW)
    past, ahead = (Post(kind="tip", day=TODAY, moment=int(NOW + seconds)) for seconds in (-1, 1))
    for workspace, post in (("given", past), ("ahead", ahead), ("dropped", past)):
        await store.posts.plan(workspace, "C1", [post])
    await store.posts.drop("dropped", "C1")
    for name in ("given", "ahead", "dropped", "empty", "due", "held"):
        await store.rounds.due(name, NOW)
    for _ in range(7):
        found = await taken(store)
        if found.workspace != "held":
            await store.rounds.finish(found, NOW + 1)
    await store.rounds.due("due", NOW)
    await store.prune(NOW)
    left = set()
    while found_again := await take(store, NOW + 1, real=9000.0):
        left.add(found_again.workspace)
    assert left == {"subscribed", "ahead", "dropped", "due", "held"}
