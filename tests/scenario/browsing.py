"""Headless Chromium for tests: opened pages are watched for errors and for requests that leave this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PLACES = ("chromium", "chromium-browser", "google-chrome")
"""Names that Chromium has in distributions; WHOSEJOB_CHROMIUM names another program."""
NO_CHROMIUM = "needs Chromium: `apt-get install chromium`, or WHOSEJOB_CHROMIUM=/path/to/it"
NO_PLAYWRIGHT = "needs Playwright: `pip install playwright`"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
HERE = frozenset({"127.0.0.1", "localhost"})
INSIDE = frozenset({"data", "blob", "about"})
"""Schemes that ask nobody."""


def program() -> str:
    """Where Chromium is; the test is skipped where it is not."""
    found = os.environ.get("WHOSEJOB_CHROMIUM") or next(filter(None, map(shutil.which, PLACES)), None)
    if not found:
        pytest.skip(NO_CHROMIUM)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; the test is skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason=NO_PLAYWRIGHT)
    where = program()
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=where, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """Pages of one visitor, and what went wrong in them."""

    context: BrowserContext
    errors: list[str] = field(default_factory=list)
    """What the console and the scripts complained of."""
    abroad: list[str] = field(default_factory=list)
    """Requests that would have left this machine."""
    asked: int = 0
    """Requests of any kind."""

    def open(self, address: str) -> Page:
        """A page at an address."""
        page = self.context.new_page()
        page.goto(address)
        return page

    def watch(self) -> None:
        """Notes errors and requests from now on; nothing that is not on this machine is let through."""
        self.context.on("request", lambda request: self._ask(request.url))
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("page", lambda page: page.on("websocket", lambda socket: self._ask(socket.url)))
        self.context.route(lambda url: not is_here(url), lambda route: route.abort())

    def _ask(self, url: str) -> None:
        self.asked += 1
        if not is_here(url):
            self.abroad.append(url)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


def is_here(url: str) -> bool:
    """Whether an address is this machine's, or nobody's."""
    parts = urlsplit(url)
    return parts.scheme in INSIDE or parts.hostname in HERE


@contextmanager
def visit(browser: Browser, **how: Any) -> Iterator[Watched]:
    """A visitor with empty storage; when they have gone, nothing must have gone wrong.

    Args:
        browser: runs.
        how: of Playwright's ``new_context``: size, colour scheme and more.
    """
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **how})
    context.set_default_timeout(10_000)
    watched = Watched(context)
    watched.watch()
    try:
        yield watched
    finally:
        context.close()
    assert not watched.abroad, f"requests left this machine: {watched.abroad}"
    assert not watched.errors, f"the console shows errors: {watched.errors}"
    assert watched.asked, "nothing was watched"
