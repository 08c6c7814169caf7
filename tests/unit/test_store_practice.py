"""Votes, learners, cards and answers: one row each where there may be one, and counted as people see them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from moments import DAY, NOW, TODAY

from bot.store import Card, Learner, Review, Store, new_key, open_store


async def test_a_person_votes_once_and_may_change_it(store: Store) -> None:
    for person, letters in (("U1", "A"), ("U2", "B"), ("U3", "B"), ("U1", "BD"), ("U4", "B")):
        await store.votes.put("T1", "C1", TODAY, person, letters, NOW)
    for workspace, place, day in (("T2", "C1", TODAY), ("T1", "C2", TODAY), ("T1", "C1", TODAY + timedelta(1))):
        await store.votes.put(workspace, place, day, "U1", "C", NOW)
    assert await store.votes.tally("T1", "C1", TODAY) == {"B": 3, "BD": 1}
    assert await store.votes.of("T1", "C1", TODAY, "U1") == "BD"
    assert await store.votes.of("T1", "C1", TODAY, "U9") == ""
    assert await store.votes.tally("T1", "C9", TODAY) == {}


async def test_votes_of_many_at_once_are_each_counted_once(lasting: str) -> None:
    secret = [new_key()]
    stores = await asyncio.gather(*(open_store(lasting, secret) for _ in range(4)))
    votes = [(one, f"U{number}", "AB"[number % 2]) for one in stores for number in range(25)]
    await asyncio.gather(*(one.votes.put("T1", "C1", TODAY, *vote, NOW) for one, *vote in votes))
    assert await stores[0].votes.tally("T1", "C1", TODAY) == {"A": 13, "B": 12}
    for one in stores:
        await one.close()


async def test_votes_are_kept_for_thirty_days(store: Store) -> None:
    await store.votes.put("T1", "C1", TODAY, "U1", "A", NOW - 30 * DAY)
    await store.votes.put("T1", "C1", TODAY, "U2", "A", NOW - 29 * DAY)
    await store.prune(NOW)
    assert await store.votes.tally("T1", "C1", TODAY) == {"A": 1}


async def test_what_is_known_of_a_learner_is_changed_piece_by_piece(store: Store) -> None:
    assert await store.learners.of("T1", "U1") == Learner()
    await store.learners.put_board("T1", "U1", True)
    await store.learners.put_zone("T1", "U1", "Asia/Kolkata")
    await store.learners.ensure("T1", "U1")
    assert await store.learners.of("T1", "U1") == Learner("Asia/Kolkata", board=True)
    whole = Learner("UTC", False, "d", "F1")
    await store.learners.put("T1", "U1", whole)
    assert await store.learners.of("T1", "U1") == whole
    await store.learners.put_board("T1", "U1", True)
    assert await store.learners.of("T1", "U1") == replace(whole, board=True)
    assert await store.learners.of("T2", "U1") == Learner()


async def test_a_chart_takes_the_place_of_the_one_that_was_seen(store: Store) -> None:
    assert not await store.learners.replace_chart("T1", "U1", "", "d1", "F1"), "nobody knows this person"
    await store.learners.ensure("T1", "U1")
    assert await store.learners.replace_chart("T1", "U1", "", "d1", "F1")
    assert not await store.learners.replace_chart("T1", "U1", "", "d2", "F2"), "another was quicker"
    assert await store.learners.replace_chart("T1", "U1", "F1", "d2", "F2")
    assert await store.learners.of("T1", "U1") == Learner(chart_digest="d2", chart_file="F2")
    assert await store.forget_person("T1", "U1") == 1
    assert not await store.learners.replace_chart("T1", "U1", "F2", "d3", "F3"), "they were forgotten meanwhile"
    assert await store.learners.of("T1", "U1") == Learner()


async def test_the_charts_of_a_person_are_those_of_their_enterprise(store: Store) -> None:
    for workspace, person, file in (
        ("E1/T1", "U1", "F1"),
        ("E1/T2", "U1", "F2"),
        ("E1/T3", "U1", ""),
        ("E1/T1", "U2", "F3"),
        ("E2/T1", "U1", "F4"),
        ("T1", "U1", "F5"),
    ):
        await store.learners.put(workspace, person, Learner(chart_file=file))
    assert sorted(await store.learners.charts("E1/T9", "U1")) == ["F1", "F2"]
    assert await store.learners.charts("T1", "U1") == ("F5",)


async def test_cards_come_back_with_those_due_first_first(store: Store) -> None:
    for scenario, due, state in (("s1", NOW + 5, "{}"), ("s2", NOW, "{}"), ("s1", NOW - 0.5, '{"step": 1}')):
        await store.cards.put("T1", "U1", scenario, Card(due, state))
    await store.cards.put("T1", "U2", "s1", Card(NOW + 9, "{}"))
    await store.cards.put("T2", "U1", "s1", Card(NOW + 9, "{}"))
    assert list((await store.cards.of("T1", "U1")).items()) == [
        ("s1", Card(NOW - 0.5, '{"step": 1}')),
        ("s2", Card(NOW, "{}")),
    ]
    assert await store.cards.of("T1", "U9") == {}
    assert await store.cards.due_times("T1") == {"U1": (NOW - 0.5, NOW), "U2": (NOW + 9,)}
    assert await store.cards.due_times("T9") == {}


async def test_answers_come_back_oldest_first(store: Store) -> None:
    for number, right in ((2, True), (0, False), (1, True)):
        await store.reviews.add("T1", "U1", f"s{number}", right, TODAY + timedelta(number), NOW + number)
    await store.reviews.add("T1", "U2", "s9", True, TODAY, NOW)
    await store.reviews.add("T2", "U1", "s9", True, TODAY, NOW)
    assert await store.reviews.of("T1", "U1", NOW + 1) == (
        Review("s1", True, TODAY + timedelta(1), NOW + 1),
        Review("s2", True, TODAY + timedelta(2), NOW + 2),
    )
    assert [one.right for one in await store.reviews.of("T1", "U1", 0.0)] == [False, True, True]


async def test_the_leaderboard_has_those_only_who_want_to_be_on_it(store: Store) -> None:
    answers = {"U1": "+-", "U2": "+++", "U3": "+", "U4": "++", "U5": ""}
    for person, given in answers.items():
        await store.learners.put("T1", person, Learner(board=person != "U4"))
        for sign in given:
            await store.reviews.add("T1", person, "s1", sign == "+", TODAY, NOW)
    await store.reviews.add("T1", "U3", "s1", True, TODAY, NOW - 1)
    await store.reviews.add("T1", "nobody", "s1", True, TODAY, NOW)
    await store.learners.put("T2", "U4", Learner(board=True))
    assert await store.reviews.board("T1", NOW) == (("U2", 3, 3), ("U3", 1, 1), ("U1", 1, 2))
    assert await store.reviews.board("T2", NOW) == ()
    await store.learners.put_board("T1", "U2", False)
    assert await store.reviews.board("T1", 0.0) == (("U3", 2, 2), ("U1", 1, 2))


async def test_answers_are_kept_for_four_hundred_days(store: Store) -> None:
    await store.reviews.add("T1", "U1", "s1", True, TODAY, NOW - 400 * DAY)
    await store.reviews.add("T1", "U1", "s2", True, TODAY, NOW - 399 * DAY)
    await store.prune(NOW)
    assert [one.scenario for one in await store.reviews.of("T1", "U1", 0.0)] == ["s2"]
