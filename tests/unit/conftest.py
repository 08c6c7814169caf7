"""What unit tests start from: a knowledge folder of three topics, free to be copied and broken, and empty databases."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.engine import Built, Engine, build
from bot.store import Store, new_key, open_store, upgrade

SMALL = Path(__file__).with_name("small")


@pytest.fixture(scope="session")
def built() -> Built:
    """The small knowledge with its index."""
    return build([SMALL])


@pytest.fixture(scope="session")
def engine(built: Built) -> Engine:
    """An engine over the small knowledge."""
    return Engine(built)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the small knowledge, free to be broken."""
    folder = tmp_path / "copy"
    shutil.copytree(SMALL, folder)
    return folder


@pytest.fixture(params=["memory", "file", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a new database of each kind, PostgreSQL's with its tables."""
    if request.param == "postgresql":
        found: str = request.getfixturevalue("postgresql")
        await upgrade(found)
        return found
    return "" if request.param == "memory" else f"sqlite:///{tmp_path}/deep/down/store.db"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """A store of each kind, open."""
    opened = await open_store(url, [new_key()])
    yield opened
    await opened.close()
