"""Rows, what Slack holds and what is wanted, and what is to be done about the differences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.jobs.comparing import MARGIN, SETTLING, Difference, compare
from bot.jobs.slack_port import Held
from bot.subscription import Post

NOW = 1_800_000_000.0
DAY = date(2027, 1, 15)
AT = int(NOW) + 7200
WISH = Post(kind="tip", day=DAY, moment=AT, lesson="a")
UNASKED = WISH
TRIED = replace(WISH, digest="d:a")
SURE = replace(TRIED, scheduled_id="Q1", sure_at=NOW - SETTLING)
JUST_SURE = replace(SURE, sure_at=NOW - SETTLING + 1)
MOVED = replace(WISH, moment=AT + 60)
OTHER = replace(WISH, lesson="b")
NEAR = int(NOW + MARGIN)
PAST = int(NOW) - 10


def digest(post: Post) -> str:
    return f"d:{post.lesson}"


def held(*ids: str, at: int = AT) -> list[Held]:
    return [Held(one, "C1", at) for one in ids]


def done(row: Post | None, wanted: Post | None, **more: Any) -> list[Difference]:
    return [Difference(row, wanted, **more)]


TABLE: dict[str, tuple[Post | None, list[Held], Post | None, list[Difference]]] = {
    "nothing at all": (None, [], None, []),
    "new": (None, [], WISH, done(None, WISH, ask=True)),
    "new, and Slack holds something of others": (None, held("Q9"), WISH, done(None, WISH, ask=True)),
    "held, not ours": (None, held("Q9"), None, []),
    "never asked": (UNASKED, [], WISH, done(UNASKED, WISH, ask=True)),
    "never asked, elsewhen now": (UNASKED, [], MOVED, done(UNASKED, MOVED, ask=True)),
    "never asked, not wanted": (UNASKED, [], None, done(UNASKED, None)),
    "never asked, and its moment has passed": (
        replace(UNASKED, moment=PAST), [], None, done(replace(UNASKED, moment=PAST), None),
    ),
    "never asked, and wanted late": (
        replace(UNASKED, moment=PAST), [], MOVED, done(replace(UNASKED, moment=PAST), MOVED, ask=True),
    ),
    "reply lost, held": (TRIED, held("Q1"), WISH, done(TRIED, WISH, found="Q1")),
    "reply lost, not held": (TRIED, [], WISH, done(TRIED, WISH, ask=True)),
    "reply lost, held twice": (TRIED, held("Q2", "Q1"), WISH, done(TRIED, WISH, cancel=("Q2",), found="Q1")),
    "reply lost, elsewhen now": (TRIED, held("Q1"), MOVED, done(TRIED, MOVED, cancel=("Q1",), ask=True)),
    "reply lost, not held, elsewhen now": (TRIED, [], MOVED, done(TRIED, MOVED, ask=True)),
    "reply lost, and it is near": (replace(TRIED, moment=NEAR), [], replace(WISH, moment=NEAR), []),
    "reply lost, and it has passed": (replace(TRIED, moment=PAST), [], None, []),
    "reply lost, not wanted": (TRIED, held("Q1"), None, done(TRIED, None, cancel=("Q1",))),
    "in order": (SURE, held("Q1"), WISH, []),
    "in order, just now": (JUST_SURE, held("Q1"), WISH, []),
    "held twice": (SURE, held("Q1", "Q2"), WISH, done(SURE, WISH, cancel=("Q2",))),
    "held three times": (SURE, held("Q0", "Q1", "Q2"), WISH, done(SURE, WISH, cancel=("Q0", "Q2"))),
    "held under another id": (SURE, held("Q2"), WISH, done(SURE, WISH, found="Q2")),
    "gone": (SURE, [], WISH, done(SURE, WISH, ask=True)),
    "not listed yet": (JUST_SURE, [], WISH, []),
    "not listed yet, elsewhen now": (JUST_SURE, [], MOVED, done(JUST_SURE, MOVED, cancel=("Q1",), ask=True)),
    "held elsewhen": (SURE, held("Q1", at=AT + 60), WISH, done(SURE, WISH, ask=True)),
    "elsewhen now": (SURE, held("Q1"), MOVED, done(SURE, MOVED, cancel=("Q1",), ask=True)),
    "another lesson": (SURE, held("Q1"), OTHER, done(SURE, OTHER, cancel=("Q1",), ask=True)),
    "another text": (
        replace(SURE, digest="old"), held("Q1"), WISH,
        done(replace(SURE, digest="old"), WISH, cancel=("Q1",), ask=True),
    ),
    "not wanted": (SURE, held("Q1", "Q2"), None, done(SURE, None, cancel=("Q1", "Q2"))),
    "not wanted, not listed": (SURE, [], None, done(SURE, None, cancel=("Q1",))),
    "not wanted, but near": (replace(SURE, moment=NEAR), held("Q1", at=NEAR), None, []),
    "elsewhen now, but near": (replace(SURE, moment=NEAR), held("Q1", at=NEAR), MOVED, []),
    "posted": (replace(SURE, moment=PAST), [], None, []),
    "posted, elsewhen now": (replace(SURE, moment=PAST), [], MOVED, []),
    "dropped": (
        replace(SURE, dropped=True), held("Q1"), None, done(replace(SURE, dropped=True), None, cancel=("Q1",)),
    ),
    "dropped, never asked": (replace(UNASKED, dropped=True), [], None, done(replace(UNASKED, dropped=True), None)),
    "dropped, but near": (replace(SURE, dropped=True, moment=NEAR), held("Q1", at=NEAR), None, []),
    "dropped, near and wanted again": (replace(SURE, dropped=True, moment=NEAR), [], MOVED, []),
    "dropped and posted": (
        replace(SURE, dropped=True, moment=PAST), [], None, done(replace(SURE, dropped=True, moment=PAST), None),
    ),
    "dropped and wanted again": (
        replace(SURE, dropped=True), held("Q1"), WISH,
        [Difference(replace(SURE, dropped=True), None, ("Q1",)), Difference(None, WISH, ask=True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("row", "there", "wish", "expected"), TABLE.values(), ids=TABLE)
def test_differences(row: Post | None, there: list[Held], wish: Post | None, expected: list[Difference]) -> None:
    found = compare([row] if row else [], there, [wish] if wish else [], NOW, digest)
    assert list(found.differences) == expected


def test_what_is_not_listed_yet_is_looked_at_again() -> None:
    found = compare([JUST_SURE], [], [WISH], NOW, digest)
    assert found.look_at == NOW + 1


def test_kinds_and_days_are_told_apart() -> None:
    quiz = Post(kind="quiz", day=DAY, moment=AT + 1, lesson="q")
    tomorrow = replace(WISH, day=date(2027, 1, 16), moment=AT + 86400)
    found = compare([SURE], [*held("Q1"), *held("Q2", at=AT + 1)], [WISH, quiz, tomorrow], NOW, digest)
    assert list(found.differences) == [Difference(None, quiz, ask=True), Difference(None, tomorrow, ask=True)]


def test_what_has_to_go_first_is_told_from_what_is_there_twice() -> None:
    assert Difference(SURE, MOVED, ("Q1",), ask=True).replaces
    assert Difference(SURE, None, ("Q1",)).replaces
    assert not Difference(SURE, WISH, ("Q2",)).replaces
    assert not Difference(TRIED, WISH, ask=True).replaces
