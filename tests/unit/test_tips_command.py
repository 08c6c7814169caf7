"""`whosejob tips list` shows operators what is sent by the clock, what is wrong, and what comes next."""

from __future__ import annotations

import asyncio
import json
from datetime import time

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.store import open_store
from bot.subscription import WORKING_DAYS, Subscription

EVERY_DAY = frozenset(range(7))
PLACES = (
    Subscription(workspace="E1/T2", place="C3", person="U3", tips=EVERY_DAY, zone="Mars/Olympus"),
    Subscription(workspace="T1", place="C1", person="U1", tips=WORKING_DAYS, quizzes=frozenset({2}), at=time(8, 30)),
    Subscription(workspace="T1", place="C2", tips=EVERY_DAY, themes=frozenset({"storage"}), exam="security"),
    Subscription(workspace="T1", place="D1", person="U1", direct=True, practice=EVERY_DAY, paused=True),
)


@pytest.fixture
def places(lasting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with four subscriptions, one of them in trouble, which the command uses."""

    async def fill() -> None:
        store = await open_store(lasting)
        for place in PLACES:
            await store.subscriptions.put(place, 1.0)
        await store.subscriptions.trouble("T1", "C2", "is_archived", told=True)
        await store.close()

    asyncio.run(fill())
    monkeypatch.setenv("DATABASE_URL", lasting)


def run(*arguments: str) -> str:
    """What the command prints."""
    result = CliRunner().invoke(main, ["tips", "list", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.usefixtures("places")
def test_each_has_a_line() -> None:
    _, mars, first, archived, direct = run().splitlines()
    assert mars.split()[:3] == ["E1/T2", "C3", "U3"]
    assert mars.split()[-1] == "-", "nothing knows when it comes"
    assert "tips Mon–Fri, quiz Wed  08:30 UTC" in first
    assert first.split()[-1].endswith("T08:30Z")
    assert "is_archived (told)" in archived
    assert "practice every day" in direct
    assert direct.split()[-2:] == ["paused", "-"]


@pytest.mark.usefixtures("places")
def test_one_workspace_or_enterprise() -> None:
    assert len(run("--workspace", "T1").splitlines()) == 4
    assert len(run("--workspace", "E1/").splitlines()) == 2
    assert run("--workspace", "T9") == "No subscriptions.\n"


@pytest.mark.usefixtures("places")
def test_as_json() -> None:
    mars, first, archived, direct = json.loads(run("--json"))
    assert (first["place"], first["tips"], first["quizzes"], first["at"]) == ("C1", "01234", "2", "08:30:00")
    assert first["next"].endswith("T08:30Z")
    assert (archived["trouble"], archived["told"], archived["themes"]) == ("is_archived", True, ["storage"])
    assert (direct["paused"], direct["next"], mars["next"]) == (True, "", "")
