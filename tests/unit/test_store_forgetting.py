"""Whoever is forgotten is sent nothing any more, and their name stands nowhere; what they set up for channels stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from moments import NOW, TODAY
from stored import rows, tables_naming

from bot.store import Card, Learner, Store
from bot.store.clock_tables import POSTS, SUBSCRIPTIONS
from bot.subscription import WORKING_DAYS, Post, Subscription

CHANNEL = Subscription(workspace="E1/T1", place="C1", person="U0GONE", tips=WORKING_DAYS)
DIRECT = Subscription(workspace="E1/T1", place="D0GONE", person="U0GONE", direct=True, tips=WORKING_DAYS)
PAST, TRIED, PLANNED = (
    Post(kind="tip", day=TODAY + timedelta(days), moment=int(NOW) + days, lesson=lesson, digest=digest)
    for days, lesson, digest in ((-1, "a", "d1"), (1, "b", "d2"), (2, "c", ""))
)


async def due(store: Store) -> set[str]:
    """Workspaces that are due, none of which is after this."""
    found = set()
    while taken := await store.rounds.take(NOW, 0.0, 60.0):
        found.add(taken.workspace)
        await store.rounds.finish(taken, NOW + 3600)
    return found


async def subscribe(store: Store, *subscriptions: Subscription) -> None:
    """Places that were sent something already, in workspaces that are not due."""
    for one in subscriptions:
        await store.subscriptions.put(one, NOW)
        await store.posts.plan(one.workspace, one.place, [PAST, TRIED, PLANNED])
    await due(store)


async def test_what_slack_may_hold_for_a_forgotten_person_is_left_to_be_taken_out(store: Store) -> None:
    other = replace(DIRECT, place="D2", person="U2")
    await subscribe(store, DIRECT, other)
    # The subscription, and three posts, of which two stay for now.
    assert await store.forget_person("E1/T1", "U0GONE") == 4
    assert await due(store) == {"E1/T1"}
    assert await store.subscriptions.all() == (other,)
    assert await store.posts.of("E1/T1", NOW - 9) == {
        "D0GONE": tuple(replace(one, lesson="", dropped=True) for one in (PAST, TRIED)),
        "D2": (PAST, TRIED, PLANNED),
    }
    for one in (PAST, TRIED):
        await store.posts.remove("E1/T1", "D0GONE", one.kind, one.day)
    assert await tables_naming(store, "0GONE") == set()
    assert await store.forget_person("E1/T1", "U0GONE") == 0
    assert await due(store) == set()


async def test_what_a_forgotten_person_set_up_for_channels_stays_without_their_name(store: Store) -> None:
    other = replace(CHANNEL, place="C2", person="U2")
    await subscribe(store, CHANNEL, other)
    assert await store.forget_person("E1/T1", "U0GONE") == 1
    assert await store.subscriptions.of("E1/T1") == (replace(CHANNEL, person=""), other)
    assert (await store.posts.of("E1/T1", NOW - 9))["C1"] == (PAST, TRIED, PLANNED)
    assert await due(store) == {"E1/T1"}


async def test_a_person_is_unsubscribed_in_their_enterprise_and_nowhere_else(store: Store) -> None:
    elsewhere = [replace(DIRECT, workspace=workspace) for workspace in ("E2/T1", "T1", "e1/T1")]
    await subscribe(store, DIRECT, replace(DIRECT, workspace="E1/T2"), *elsewhere)
    assert await store.forget_person("E1/T1", "U0GONE") == 8
    assert await due(store) == {"E1/T1", "E1/T2"}
    assert {one.workspace for one in await store.subscriptions.all()} == {"E2/T1", "T1", "e1/T1"}
    assert (await store.posts.of("T1", NOW - 9))["D0GONE"] == (PAST, TRIED, PLANNED)


async def test_what_a_person_was_given_before_they_ended_it_is_forgotten_too(store: Store) -> None:
    await subscribe(store, DIRECT, CHANNEL)
    for one in (DIRECT, CHANNEL):
        assert await store.subscriptions.remove("E1/T1", one.place, NOW)
    assert await store.posts.given("E1/T1", "D0GONE", "tip") == ("a", "b", "c"), "it would not come again at once"
    assert await store.forget_person("E1/T1", "U0GONE") == 3
    assert await store.posts.given("E1/T1", "D0GONE", "tip") == ()
    assert await store.posts.given("E1/T1", "C1", "tip") == ("a", "b", "c")


async def test_nobody_is_not_a_person(store: Store) -> None:
    await subscribe(store, CHANNEL, DIRECT)
    await store.forget_person("E1/T1", "U0GONE")
    before = [await rows(store, table) for table in (SUBSCRIPTIONS, POSTS)]
    for nobody in ("", "\x00"):
        assert await store.forget_person("E1/T1", nobody) == 0
    assert [await rows(store, table) for table in (SUBSCRIPTIONS, POSTS)] == before


async def test_votes_and_practice_go_with_the_person(store: Store) -> None:
    for person in ("U0GONE", "U2"):
        await store.votes.put("E1/T2", "C1", TODAY, person, "A", NOW)
        await store.learners.put("E1/T1", person, Learner(board=True))
        await store.cards.put("E1/T1", person, "s1", Card(NOW, "{}"))
        await store.reviews.add("E1/T1", person, "s1", True, TODAY, NOW)
    assert await tables_naming(store, "0GONE") == {"learner", "card", "review"}, "of votes only a digest is kept"
    assert await store.forget_person("E1/T1", "U0GONE") == 4
    assert await tables_naming(store, "0GONE") == set()
    assert await store.votes.tally("E1/T2", "C1", TODAY) == {"A": 1}
    assert await store.reviews.board("E1/T1", 0.0) == (("U2", 1, 1),)
