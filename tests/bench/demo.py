"""Measures `whosejob demo`: from the command to a page that can be used, and scrolling a channel of 10,000 messages."""

import http.client
import json
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from measuring import machine, spread, table

sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

from browsing import chromium
from demo_page import READY, DemoPage
from demo_running import Running, running_demo

STARTS = 7
MESSAGES = 10_000
TURNS = 400
"""Turns of the wheel, one for every other frame."""
WHEEL = 240
"""Pixels a turn."""
WORDS = ("patching", "backups", "encryption", "the databases", "our accounts", "disks", "keys", "logs", "the network")
RECORD = """() => { window.frames_ = []; let before = performance.now();
    const tick = now => { window.frames_.push(now - before); before = now; window.tick_ = requestAnimationFrame(tick) };
    requestAnimationFrame(tick) }"""
ENDED = """() => { cancelAnimationFrame(window.tick_); return window.frames_.slice(2) }"""


def starts(home: Path) -> None:
    """Prints how long a warm start takes."""
    printed, ready, connected = [], [], []
    with chromium() as browser:
        for number in range(STARTS + 1):
            began = time.perf_counter()
            with running_demo(home) as running:
                first = time.perf_counter() - began
                page = browser.new_page()
                page.goto(running.address)
                page.wait_for_selector(READY)
                seen = time.perf_counter() - began
                running.connected()
                if number:  # the first start builds the knowledge's cache
                    printed.append(first)
                    ready.append(seen)
                    connected.append(time.perf_counter() - began)
                page.close()
    rows = [
        (name, *spread(values, 1))
        for name, values in (
            ("address printed", printed),
            ("page ready", ready),
            ("bot connected", connected),
        )
    ]
    print(f"{STARTS} starts with a warm cache; a running browser opens the page\n")
    print(table(("from the command to", "median s", "longest s"), rows))


def scrolling(home: Path) -> None:
    """Prints what is in the page of a long channel, and how long frames take while it is scrolled."""
    with running_demo(home) as running, chromium() as browser:
        running.connected()
        fill(running)
        shown = browser.new_page(viewport={"width": 1280, "height": 800})
        shown.goto(running.address)
        page = DemoPage(shown)
        began = time.perf_counter()
        page.go("long")
        page.message(f"number {MESSAGES - 1},")
        opened = time.perf_counter() - began
        page.main.locator("[data-ts]").last.hover()
        resting = frames(page, 0)
        moving = frames(page, -WHEEL)
        nodes = shown.evaluate("document.querySelectorAll('*').length")
        messages = page.main.locator("[data-ts]")
        reached = re.findall(r"number (\d+),", messages.first.inner_text())[0]
        count = messages.count()
    print(f"\n{MESSAGES:,} messages; opened in {opened:.2f} s; {count} messages and {nodes} nodes in the page")
    print(f"{TURNS} turns of the wheel upwards, {WHEEL} pixels each, up to message {reached}\n")
    rows = [
        (name, *spread(times, 1), f"{max(times):.0f}", f"{sum(one > 34 for one in times) / len(times):.1%}")
        for name, times in (("at rest", resting), ("scrolling", moving))
    ]
    print(table(("frames", "median ms", "p99 ms", "longest ms", "over 34 ms"), rows))


def frames(page: DemoPage, turn: int) -> list[float]:
    """Milliseconds of each frame while the wheel is turned."""
    page.page.evaluate(RECORD)
    for _ in range(TURNS):
        page.page.mouse.wheel(0, turn)
        page.page.wait_for_timeout(33)
    found: list[float] = page.page.evaluate(ENDED)
    return found


def fill(running: Running) -> None:
    """Has three people write into a channel of its own."""
    channel = running.act("create_channel", "ada", name="long")["channel"]
    people = [running.person(name) for name in ("ada", "bob", "eve")]
    for user in ("bob", "eve"):
        running.act("join", user, channel=channel)
    connection = http.client.HTTPConnection(urlsplit(running.address).netloc)
    for number in range(MESSAGES):
        words = " and ".join(WORDS[: number % len(WORDS) + 1])
        body = {"user": people[number % 3], "channel": channel, "text": f"number {number}, who sees to {words}?"}
        connection.request("POST", "/demo/act/say", json.dumps(body), {"Content-Type": "application/json"})
        answer = json.load(connection.getresponse())
        if not answer["ok"]:
            raise RuntimeError(answer)
    connection.close()


def main() -> None:
    """Prints the tables."""
    print(machine(), "\n")
    with TemporaryDirectory() as folder:
        starts(Path(folder))
        scrolling(Path(folder))


if __name__ == "__main__":
    main()
