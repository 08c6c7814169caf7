"""What a pass over a workspace reads, and what expires, is found by an index however much history there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from moments import NOW, TODAY
from sqlalchemy import event

from bot.store import Store, open_store
from bot.subscription import Post

POST = Post(kind="tip", day=TODAY, moment=int(NOW), lesson="a")


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """What is said to the database meanwhile, with one set of parameters each."""
    said: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        said.append((statement, parameters[0] if many else parameters))

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    yield said
    event.remove(store.engine.sync_engine, "before_cursor_execute", note)


async def test_sqlite_reads_no_table_of_posts_from_end_to_end(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/store.db")
    with statements(store) as said:
        await store.posts.of("T1", NOW)
        await store.posts.given("T1", "C1", "tip")
        await store.posts.plan("T1", "C1", [POST])
        await store.posts.prune(NOW)
        await store.rounds.take(NOW, NOW, 60.0)
    plans = []
    async with store.engine.connect() as connection:
        for statement, parameters in said:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(parameters))
            plans += [row[3] for row in rows]
    await store.close()
    assert [plan for plan in plans if plan.startswith("SCAN") and plan != "SCAN CONSTANT ROW"] == []
    # By the key alone, all that was ever sent in a workspace would be read.
    assert [plan for plan in plans if plan.endswith("(workspace=?)") and "scheduled_post" in plan] == []
    assert len(said) == 8
