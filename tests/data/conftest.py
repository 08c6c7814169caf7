"""The engine over the shipped knowledge, built once for all tests of the data."""

import pytest

from bot.engine import Engine, load_engine


@pytest.fixture(scope="session")
def shipped_engine() -> Engine:
    """An engine that was built from the files, not from a cache."""
    return load_engine()
