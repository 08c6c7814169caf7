"""A post has a row before Slack is asked for it; rows tell what a place was given, and expire."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from moments import DAY, NOW, TODAY

from bot.store import Store, open_store
from bot.subscription import Kind, Post

WEEK = 7 * DAY


def post(kind: Kind = "tip", days: int = 0, lesson: str = "a", **fields: object) -> Post:
    """A post some days from today, at this time of the day."""
    made = Post(kind=kind, day=TODAY + timedelta(days), moment=int(NOW + days * DAY), lesson=lesson)
    return replace(made, **fields)  # type: ignore[arg-type]


async def kept(store: Store, place: str = "C1", since: float = 0.0) -> tuple[Post, ...]:
    """The posts of a place."""
    return (await store.posts.of("T1", since)).get(place, ())


async def test_posts_come_back_by_place_in_the_order_of_their_moments(store: Store) -> None:
    full = post("quiz", 1, "q", digest="d", scheduled_id="Q1", sure_at=NOW + 0.5, ts="1.2", closed_at=NOW)
    late = post(moment=2**33)
    await store.posts.plan("T1", "C1", [late, full])
    await store.posts.plan_all("T1", {"C2": [post()], "C3": []})
    await store.posts.plan("T2", "C9", [post()])
    assert await store.posts.of("T1", 0.0) == {"C1": (full, late), "C2": (post(),)}
    assert await store.posts.of("nowhere", 0.0) == {}


async def test_earlier_posts_are_left_out_unless_they_are_dropped(store: Store) -> None:
    await store.posts.plan_all("T1", {place: [post(days=days) for days in (-2, -1, 0)] for place in ("C1", "C2")})
    await store.posts.drop("T1", "C2")
    assert await kept(store, "C1", NOW - DAY) == (post(days=-1), post(days=0))
    assert await kept(store, "C2", NOW - DAY) == tuple(post(days=days, dropped=True) for days in (-2, -1, 0))
    assert await kept(store, "C1", NOW + 1) == ()


async def test_of_a_kind_and_day_there_is_one_post(store: Store) -> None:
    await store.posts.plan("T1", "C1", [post(lesson="first")])
    await store.posts.plan("T1", "C1", [post(lesson="second"), post("quiz"), post("quiz", lesson="twice")])
    assert set(await kept(store)) == {post(lesson="first"), post("quiz")}
    await store.posts.plan_all("T1", {})


async def test_a_place_has_one_post_of_a_kind_on_a_date(store: Store) -> None:
    theirs = {"quiz": post("quiz"), "reveal": post("reveal"), "tip": post()}
    await store.posts.plan("T1", "C1", [*theirs.values(), post("quiz", days=1)])
    await store.posts.plan("T1", "C2", [post()])
    assert await store.posts.on("T1", "C1", TODAY) == theirs
    assert await store.posts.on("T2", "C1", TODAY) == {}


async def test_questions_that_were_seen_are_found_until_they_need_no_more(store: Store) -> None:
    await store.posts.plan_all(
        "T1", {place: [post("quiz", days=days) for days in (-9, 0, 1)] for place in ("C1", "C2", "C3")}
    )
    for place in ("C1", "C2"):
        for days in (-9, 0):
            await store.posts.seen("T1", place, TODAY + timedelta(days), f"1.{place}")
    await store.posts.drop("T1", "C2")
    assert await store.posts.seen_quizzes("T1", NOW - WEEK) == (("C1", post("quiz", ts="1.C1")),)
    assert await store.posts.seen_quizzes("T2", 0.0) == ()
    await store.posts.seen("T1", "C1", TODAY, "")
    assert await store.posts.seen_quizzes("T1", NOW - WEEK) == ()


async def test_processes_that_plan_the_same_at_once_agree(lasting: str) -> None:
    stores = await asyncio.gather(*(open_store(lasting) for _ in range(4)))
    places = [f"C{number}" for number in range(20)]

    async def plan(number: int, one: Store) -> None:
        for _ in range(5):
            order = Random(number).sample(places, len(places))
            await one.posts.plan_all(
                "T1", {place: [post(days=d, lesson=str(number)) for d in range(3)] for place in order}
            )

    await asyncio.gather(*(plan(number, one) for number, one in enumerate(stores)))
    found = await stores[0].posts.of("T1", 0.0)
    assert [len(found[place]) for place in places] == [3] * 20
    for one in stores:
        await one.close()


async def test_a_post_is_tried_then_sure_then_unsure(store: Store) -> None:
    await store.posts.plan("T1", "C1", [post(), post("quiz")])
    assert await store.posts.tried("T1", "C1", "tip", TODAY, "d1")
    tried = post(digest="d1")
    assert set(await kept(store)) == {tried, post("quiz")}
    await store.posts.sure("T1", "C1", "tip", TODAY, "Q1", NOW)
    assert set(await kept(store)) == {replace(tried, scheduled_id="Q1", sure_at=NOW), post("quiz")}
    await store.posts.unsure("T1", "C1", "tip", TODAY)
    assert set(await kept(store)) == {tried, post("quiz")}
    await store.posts.sure("T1", "C1", "tip", TODAY, "Q2", NOW)
    assert await store.posts.tried("T1", "C1", "tip", TODAY, "d2"), "asked again, with another text"
    assert set(await kept(store)) == {post(digest="d2"), post("quiz")}
    assert await store.posts.tried("T1", "C1", "tip", TODAY, ""), "refused for certain"
    assert set(await kept(store)) == {post(), post("quiz")}


async def test_what_is_gone_or_dropped_must_not_be_asked_for(store: Store) -> None:
    await store.posts.plan("T1", "C1", [post(), post(days=1)])
    await store.posts.remove("T1", "C1", "tip", TODAY)
    assert not await store.posts.tried("T1", "C1", "tip", TODAY, "d")
    await store.posts.drop("T1", "C1")
    assert not await store.posts.tried("T1", "C1", "tip", TODAY + timedelta(1), "d")
    await store.posts.sure("T1", "C1", "tip", TODAY + timedelta(1), "Q1", NOW)
    [left] = await kept(store)
    assert (left.dropped, left.digest, left.scheduled_id) == (True, "", "Q1"), "what Slack holds is noted all the same"


async def test_a_moved_post_was_never_asked_for(store: Store) -> None:
    was = post(digest="d", scheduled_id="Q1", sure_at=NOW)
    await store.posts.plan("T1", "C1", [was])
    assert await store.posts.move("T1", "C1", was, was.moment + 60)
    assert await kept(store) == (post(moment=was.moment + 60),)


@pytest.mark.parametrize(
    "change", [{"moment": 5}, {"digest": "other"}, {"scheduled_id": "Q2"}, {"dropped": True}], ids=str
)
async def test_a_post_that_has_changed_is_not_moved(store: Store, change: dict[str, object]) -> None:
    was = post(digest="d", scheduled_id="Q1")
    now = replace(was, **change)  # type: ignore[arg-type]
    await store.posts.plan("T1", "C1", [now])
    assert not await store.posts.move("T1", "C1", was, was.moment + 60)
    assert await kept(store) == (now,)


async def test_rows_of_a_place_may_swap_their_moments(store: Store) -> None:
    first, second = post(), post(days=1)
    await store.posts.plan("T1", "C1", [first, second])
    assert await store.posts.move("T1", "C1", first, second.moment)
    assert await store.posts.move("T1", "C1", second, first.moment)
    assert {one.day: one.moment for one in await kept(store)} == {
        first.day: second.moment,
        second.day: first.moment,
    }


async def test_another_lesson_leaves_the_rest(store: Store) -> None:
    was = post(digest="d", scheduled_id="Q1", sure_at=NOW)
    await store.posts.plan("T1", "C1", [was])
    await store.posts.relesson("T1", "C1", "tip", TODAY, "b")
    assert await kept(store) == (replace(was, lesson="b"),)


async def test_of_many_who_close_a_question_one_does(lasting: str) -> None:
    stores = await asyncio.gather(*(open_store(lasting) for _ in range(4)))
    await stores[0].posts.plan("T1", "C1", [post("quiz"), post("tip")])
    closed = await asyncio.gather(*(one.posts.close("T1", "C1", TODAY, NOW + 1) for one in stores * 5))
    assert closed.count(True) == 1
    assert await stores[1].posts.quiz("T1", "C1", TODAY) == post("quiz", closed_at=NOW + 1)
    assert not await stores[0].posts.close("T1", "C2", TODAY, NOW)
    for one in stores:
        await one.close()


async def test_a_click_tells_the_message_of_a_question(store: Store) -> None:
    await store.posts.plan("T1", "C1", [post("quiz"), post("tip")])
    await store.posts.seen("T1", "C1", TODAY, "1795400000.000100")
    assert await store.posts.quiz("T1", "C1", TODAY) == post("quiz", ts="1795400000.000100")
    assert post("tip") in await kept(store)
    assert await store.posts.quiz("T1", "C1", TODAY + timedelta(1)) is None


async def test_what_was_given_comes_once_each_the_latest_last(store: Store) -> None:
    await store.posts.plan("T1", "C1", [post(days=days, lesson=lesson) for days, lesson in enumerate("abcab")])
    await store.posts.plan("T1", "C1", [post("quiz", lesson="q"), post("practice", lesson="")])
    await store.posts.plan("T1", "C2", [post(lesson="z")])
    await store.posts.plan("T2", "C1", [post(lesson="z")])
    assert await store.posts.given("T1", "C1", "tip") == ("c", "a", "b")
    assert await store.posts.given("T1", "C1", "quiz") == ("q",)
    assert await store.posts.given("T1", "C1", "practice") == ()
    await store.posts.remove("T1", "C1", "tip", TODAY + timedelta(3))
    assert await store.posts.given("T1", "C1", "tip") == ("a", "c", "b"), "what was not given does not count"
    await store.posts.drop("T1", "C1")
    assert await store.posts.given("T1", "C1", "tip") == ()


async def test_history_is_kept_while_the_place_is_in_use(store: Store) -> None:
    long_ago = [post(days=-800 + number, lesson=f"t{number}") for number in range(3)]
    await store.posts.plan_all("T1", {"used": [*long_ago, post(days=-364, lesson="t9")], "left": long_ago})
    await store.posts.plan("T1", "used", [post("quiz", -500, "q")])
    await store.prune(NOW)
    assert await store.posts.given("T1", "used", "tip") == ("t0", "t1", "t2", "t9")
    assert await store.posts.given("T1", "used", "quiz") == ("q",), "a place is in use whatever kind it gets"
    assert await store.posts.given("T1", "left", "tip") == ()
    await store.prune(NOW + WEEK)
    assert await kept(store, "used") == ()


async def test_what_is_no_history_goes_after_thirty_days(store: Store) -> None:
    old = [post("reveal", -30), post("practice", -30, ""), post("tip", -30)]
    new = [post("reveal", -29), post("practice", -29, ""), post("tip", -29, "b")]
    await store.posts.plan_all("T1", {"C1": [*old, *new], "C2": old})
    await store.posts.drop("T1", "C2")
    await store.prune(NOW)
    assert set(await kept(store)) == {old[2], *new}
    assert await kept(store, "C2") == ()


async def test_of_a_lesson_the_latest_time_that_has_passed_is_kept(store: Store) -> None:
    others = [post(days=-299, lesson="b"), post("quiz", -298), post("quiz", -198)]
    await store.posts.plan("T1", "C1", others)
    for days in (-300, -200, -100, -29):
        await store.posts.plan_all("T1", {place: [post(days=days)] for place in ("C1", "C2")})
    await store.posts.plan("T1", "C1", [post()])
    assert await kept(store) == (*others, post(days=-100), post(days=-29), post()), "the last ones may be undone"
    assert len(await kept(store, "C2")) == 2
    await store.posts.plan("T1", "C1", [post(days=1)])
    assert await kept(store) == (*others, post(days=-29), post(), post(days=1))
    for days in (0, 1):
        await store.posts.remove("T1", "C1", "tip", TODAY + timedelta(days))
    assert await store.posts.given("T1", "C1", "tip") == ("b", "a"), "plans that are given up leave the history"
