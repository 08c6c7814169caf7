"""Subscriptions are kept as they were asked for, and whatever changes one makes its workspace due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from moments import NOW

from bot.store import Store
from bot.subscription import WORKING_DAYS, Subscription

PLAIN = Subscription(workspace="T1", place="C1", person="U1", tips=WORKING_DAYS, since=NOW)
FULL = Subscription(
    workspace="E1/T1",
    place="C2",
    person="U2",
    direct=False,
    at=time(23, 59),
    zone="America/Argentina/ComodRivadavia",
    tips=frozenset({6}),
    quizzes=frozenset(range(7)),
    practice=frozenset({0, 6}),
    reveal=time(0),
    themes=frozenset({"identity", "logging_detection"}),
    exam="security_specialty",
    first=date(2026, 12, 1),
    since=NOW + 0.25,
    paused=True,
)
DIRECT = Subscription(workspace="T1", place="D1", person="U1", direct=True, practice=WORKING_DAYS)
OTHERS = Subscription(workspace="T2", place="C1", person="U1")


async def due_after(store: Store, workspace: str) -> bool:
    """Whether a workspace is due, and is not any more once somebody has looked at it."""
    found = await store.rounds.take(NOW, 0.0, 60.0)
    assert found is None or found.workspace == workspace
    return found is not None and await store.rounds.finish(found, NOW + 3600)


@pytest.mark.parametrize("kept", [PLAIN, FULL, DIRECT])
async def test_a_subscription_comes_back_as_it_was_put(store: Store, kept: Subscription) -> None:
    await store.subscriptions.put(kept, NOW)
    assert await store.subscriptions.at(kept.workspace, kept.place) == kept
    assert await store.subscriptions.of(kept.workspace) == (kept,)


async def test_a_later_one_takes_its_place_and_clears_what_was_wrong(store: Store) -> None:
    await store.subscriptions.put(FULL, NOW)
    await store.subscriptions.trouble("E1/T1", "C2", "is_archived", True, NOW + 5)
    troubled = replace(FULL, trouble="is_archived", trouble_at=NOW + 5, told=True)
    assert await store.subscriptions.at("E1/T1", "C2") == troubled
    changed = replace(troubled, at=time(8), themes=frozenset(), exam="", first=None, paused=False)
    await store.subscriptions.put(changed, NOW)
    assert await store.subscriptions.at("E1/T1", "C2") == replace(changed, trouble="", trouble_at=0.0, told=False)
    assert len(await store.subscriptions.all()) == 1


async def test_trouble_comes_and_goes(store: Store) -> None:
    await store.subscriptions.put(PLAIN, NOW)
    await store.subscriptions.trouble("T1", "C1", "x\x00" * 500, False)
    kept = await store.subscriptions.at("T1", "C1")
    assert kept is not None
    assert kept.trouble == "x" * 64
    await store.subscriptions.trouble("T1", "C1", "", False)
    assert await store.subscriptions.at("T1", "C1") == PLAIN
    await store.subscriptions.trouble("T1", "nowhere", "is_archived", False)
    assert await store.subscriptions.at("T1", "nowhere") is None


async def test_subscriptions_are_found_by_place_workspace_person_and_enterprise(store: Store) -> None:
    for one in (OTHERS, DIRECT, PLAIN, FULL):
        await store.subscriptions.put(one, NOW)
    assert await store.subscriptions.of("T1") == (PLAIN, DIRECT)
    assert await store.subscriptions.of("nowhere") == ()
    assert await store.subscriptions.of_person("T1", "U1") == (PLAIN, DIRECT)
    assert await store.subscriptions.of_person("T1", "U2") == ()
    assert await store.subscriptions.all() == (FULL, PLAIN, DIRECT, OTHERS)
    assert await store.subscriptions.all("T2") == (OTHERS,)
    assert await store.subscriptions.all("E1/") == (FULL,)
    assert await store.subscriptions.all("e1/") == ()
    assert await store.subscriptions.at("T2", "D1") is None


async def test_workspaces_of_an_enterprise_find_what_is_sent_to_a_place_that_they_share(store: Store) -> None:
    for one in (PLAIN, FULL):
        await store.subscriptions.put(one, NOW)
    assert await store.subscriptions.in_place("E1/T9", FULL.place) == FULL
    assert await store.subscriptions.of_person("E1/T9", FULL.person) == (FULL,)
    for elsewhere in ("T1", "E2/T1", "e1/T1", "E1"):
        assert await store.subscriptions.in_place(elsewhere, FULL.place) is None
        assert FULL not in await store.subscriptions.of_person(elsewhere, FULL.person)
    assert await store.subscriptions.in_place("T1", "C1") == PLAIN
    assert await store.subscriptions.in_place("T2", "C1") is None


async def test_what_changes_a_subscription_makes_its_workspace_due(store: Store) -> None:
    await store.subscriptions.put(PLAIN, NOW)
    assert await due_after(store, "T1")
    assert not await due_after(store, "T1")
    assert await store.subscriptions.pause("T1", "C1", True, NOW)
    assert await due_after(store, "T1")
    assert await store.subscriptions.remove("T1", "C1", NOW)
    assert await due_after(store, "T1")
    assert await store.subscriptions.of("T1") == ()


async def test_what_changes_nothing_makes_nothing_due(store: Store) -> None:
    assert not await store.subscriptions.pause("T1", "C1", True, NOW)
    assert not await store.subscriptions.remove("T1", "C1", NOW)
    await store.subscriptions.trouble("T1", "C1", "is_archived", True)
    assert not await due_after(store, "T1")


async def test_what_is_resumed_makes_up_for_nothing(store: Store) -> None:
    await store.subscriptions.put(PLAIN, NOW)
    await store.subscriptions.pause("T1", "C1", True, NOW + 1)
    await store.subscriptions.pause("T1", "C1", False, NOW + 1000)
    assert await store.subscriptions.at("T1", "C1") == replace(PLAIN, since=NOW + 1000)


async def test_names_that_no_column_holds_are_still_told_apart(store: Store) -> None:
    odd = replace(PLAIN, workspace="T\x00" * 200, place="x" * 500, zone="z\ud83d" * 100, exam="\x00" * 3)
    for one in (odd, replace(odd, place="x" * 501)):
        await store.subscriptions.put(one, NOW)
        kept = await store.subscriptions.at(one.workspace, one.place)
        assert kept is not None
        assert (kept.zone, kept.exam) == ("z" * 64, "")
        assert await store.subscriptions.pause(one.workspace, one.place, True, NOW)
    assert len(await store.subscriptions.of(odd.workspace)) == 2
