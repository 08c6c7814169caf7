"""Claims are taken once; questions are kept in order, a few and for a day; everything expires."""

from __future__ import annotations

import asyncio

from moments import DAY, NOW

from bot.store import Store, Taken, open_store
from bot.store.questions import REMEMBERED


async def test_of_many_at_once_one_gets_the_claim(store: Store) -> None:
    taken = await asyncio.gather(*(store.claims.take("Ev1", NOW) for _ in range(50)))
    assert taken.count(Taken.OURS) == 1
    assert taken.count(Taken.BUSY) == 49


async def test_of_several_processes_that_start_at_once_one_gets_the_claim(lasting: str) -> None:
    stores = await asyncio.gather(*(open_store(lasting) for _ in range(4)))
    for number in range(20):
        taken = await asyncio.gather(*(store.claims.take(f"Ev{number}", NOW) for store in stores))
        assert sorted(one.value for one in taken) == ["busy", "busy", "busy", "ours"]
    for opened in stores:
        await opened.close()


async def test_a_finished_claim_is_done_for_good(store: Store) -> None:
    await store.claims.take("Ev1", NOW, "T1")
    await store.claims.finish("Ev1", NOW)
    await store.claims.release("Ev1", NOW)
    assert await store.claims.take("Ev1", NOW + 3600) is Taken.DONE


async def test_a_released_claim_is_free(store: Store) -> None:
    await store.claims.take("Ev1", NOW)
    await store.claims.release("Ev1", NOW)
    assert await store.claims.take("Ev1", NOW + 1) is Taken.OURS


async def test_an_abandoned_claim_is_taken_over_and_its_first_holder_has_no_say(store: Store) -> None:
    await store.claims.take("Ev1", NOW)
    assert await store.claims.take("Ev1", NOW + 59) is Taken.BUSY
    assert await store.claims.take("Ev1", NOW + 61) is Taken.OURS
    await store.claims.release("Ev1", NOW)
    await store.claims.finish("Ev1", NOW)
    assert await store.claims.take("Ev1", NOW + 62) is Taken.BUSY


async def test_when_a_claim_counts_as_abandoned_can_be_chosen(url: str) -> None:
    opened = await open_store(url, takeover=5)
    assert await opened.claims.take("Ev1", NOW) is Taken.OURS
    assert await opened.claims.take("Ev1", NOW + 4) is Taken.BUSY
    assert await opened.claims.take("Ev1", NOW + 6) is Taken.OURS
    await opened.close()


async def test_ids_that_no_column_holds_are_still_told_apart(store: Store) -> None:
    for event_id in ("x" * 500, "x" * 501, "\x00\ud83d", "ä" * 64):
        assert await store.claims.take(event_id, NOW) is Taken.OURS
        assert await store.claims.take(event_id, NOW) is Taken.BUSY
        await store.claims.finish(event_id, NOW)
        assert await store.claims.take(event_id, NOW) is Taken.DONE


async def test_the_latest_questions_of_a_thread_are_kept_in_order(store: Store) -> None:
    for number in range(REMEMBERED + 3):
        await store.questions.remember("T1", "C1:1", "U1", f"q{number}", NOW + number)
    await store.questions.remember("T1", "C1:2", "U1", "other", NOW)
    await store.questions.remember("T2", "C1:1", "U1", "elsewhere", NOW)
    kept = tuple(f"q{n}" for n in range(3, REMEMBERED + 3))
    assert await store.questions.earlier("T1", "C1:1", NOW + 9) == kept
    assert await store.questions.earlier("T1", "C1:2", NOW) == ("other",)
    assert await store.questions.earlier("T2", "C1:1", NOW) == ("elsewhere",)
    assert await store.questions.earlier("T1", "C1:3", NOW) == ()


async def test_what_cannot_be_a_question_is_not_kept(store: Store) -> None:
    for text in ("", "  ", "\x00", "\ud83d", "x" * 1001):
        await store.questions.remember("T1", "C1", "U1", text, NOW)
    await store.questions.remember("T1", "C1", "U1", "who\x00 patches \ud83dRDS", NOW)
    assert await store.questions.earlier("T1", "C1", NOW) == ("who patches RDS",)


async def test_names_that_no_column_holds_are_still_told_apart(store: Store) -> None:
    for thread in ("x" * 500, "x" * 501, "\x00\ud83d"):
        await store.questions.remember("T\x00" * 200, thread, "U\ud83d" * 200, str(len(thread)), NOW)
        assert await store.questions.earlier("T\x00" * 200, thread, NOW) == (str(len(thread)),)


async def test_everything_expires(store: Store) -> None:
    await store.claims.take("Ev1", NOW)
    await store.questions.remember("T1", "C1", "U1", "q", NOW)
    assert await store.questions.earlier("T1", "C1", NOW + DAY + 1) == ()
    await store.prune(NOW + DAY + 1)
    assert await store.questions.earlier("T1", "C1", NOW) == ()
    assert await store.claims.take("Ev1", NOW + DAY + 1) is Taken.OURS
