"""A long channel in the demo's page: only what is seen is in the page, and nothing jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from demo_page import SENDING, DemoPage
from demo_running import Running

if TYPE_CHECKING:
    from browsing import Watched

SAID = 400
MOST_NODES = 120
"""Messages in the page at once, at the most: a screen's worth, and some above and below."""


@pytest.fixture(scope="module")
def long(demo: Running) -> Running:
    """A demo with a channel in which much was said."""
    channel = demo.act("create_channel", "ada", name="long")["channel"]
    assert demo.act("join", "bob", channel=channel)["ok"]
    for number in range(SAID):
        words = " ".join(["and so on"] * (number % 40))
        assert demo.act("say", "ada", channel=channel, text=f"number {number}, {words}")["ok"]
    return demo


@pytest.fixture
def shown(visitor: Watched, long: Running) -> DemoPage:
    """Ada, at the end of the long channel."""
    page = DemoPage(visitor.open(long.address))
    page.go("long")
    page.message(f"number {SAID - 1},")
    return page


def test_only_what_is_seen_is_in_the_page(shown: DemoPage) -> None:
    messages = shown.main.locator("[data-ts]")
    assert 3 < messages.count() <= MOST_NODES
    messages.last.hover()
    for _ in range(300):
        shown.page.mouse.wheel(0, -1500)
        shown.page.wait_for_timeout(20)
        assert messages.count() <= MOST_NODES
        if messages.filter(has_text="number 0,").count():
            break
    messages.filter(has_text="number 0,").wait_for()


def test_it_stays_at_the_end_as_messages_come(shown: DemoPage, long: Running) -> None:
    for number in range(5):
        assert long.act("say", "bob", channel=long.channel("long"), text=f"new {number}")["ok"]
        last = shown.main.locator("[data-ts]").filter(has_text=f"new {number}")
        last.wait_for(timeout=SENDING)
        shown.page.wait_for_timeout(100)
        assert is_seen(shown, f"new {number}")


def test_it_keeps_its_place_as_messages_come_and_older_ones_load(shown: DemoPage, long: Running) -> None:
    shown.main.locator("[data-ts]").last.hover()
    for _ in range(12):
        shown.page.mouse.wheel(0, -900)
        shown.page.wait_for_timeout(50)
    shown.page.wait_for_timeout(500)
    before = places(shown)
    assert before, "nothing is seen"
    assert long.act("say", "bob", channel=long.channel("long"), text="while you read")["ok"]
    shown.page.wait_for_timeout(700)
    after = places(shown)
    kept = before.keys() & after.keys()
    assert kept
    assert all(abs(before[ts] - after[ts]) <= 2 for ts in kept)


def places(page: DemoPage) -> dict[str, float]:
    """Where on the screen each message that is seen begins, in pixels from its top."""
    found: dict[str, float] = page.main.evaluate(
        """main => Object.fromEntries([...main.querySelectorAll('[data-ts]')]
            .map(node => [node.dataset.ts, node.getBoundingClientRect()])
            .filter(([, box]) => box.bottom > 120 && box.top < innerHeight - 160)
            .map(([ts, box]) => [ts, box.top]))"""
    )
    return found


def is_seen(page: DemoPage, text: str) -> bool:
    """Whether a message stands above the composer, wholly on the screen."""
    message = page.main.locator("[data-ts]").filter(has_text=text).bounding_box()
    composer = page.composer.bounding_box()
    assert message
    assert composer
    return message["y"] + message["height"] <= composer["y"] + 2
