"""Visits to the demo's page: a browser, a running demo, and Ada in #general; fixtures that conftest.py takes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Watched, chromium, visit
from demo_page import DemoPage
from demo_running import Running, running_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demos' home, with the built knowledge."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(home: Path) -> Iterator[Running]:
    """One demo for all that does not move the clock."""
    with running_demo(home) as running:
        running.begun()
        yield running
        assert running.ended() == (0, "")


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Watched]:
    """Somebody with a screen of a desk's size."""
    with visit(browser) as watched:
        yield watched


@pytest.fixture
def page(visitor: Watched, demo: Running) -> DemoPage:
    """Ada at the page, in #general, with no form open from before."""
    demo.close_forms()
    shown = DemoPage(visitor.open(demo.address))
    shown.go("general")
    return shown
