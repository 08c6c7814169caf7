"""A knowledge folder of three topics that the unit tests read, and copies of it that they may break."""

import shutil
from pathlib import Path

import pytest

from bot.engine import Built, Engine, build

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
