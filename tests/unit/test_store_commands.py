"""`whosejob db`: migrations and keys from the command line."""

from __future__ import annotations

import asyncio

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.store import Keys, new_key, open_store
from bot.store.revisions import HEAD


def run(*arguments: str) -> Result:
    """Runs a command."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_database_is_made_and_may_be_upgraded_again(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", postgresql)
    refused = run("gaps")
    assert refused.exit_code == 2
    assert "run `whosejob db upgrade`" in refused.stderr
    assert f"from nothing to migration {HEAD}" in run("db", "upgrade").stdout
    assert "up to date" in run("db", "upgrade").stdout
    assert run("gaps").stdout == "No gaps.\n"


def test_a_new_key_is_one_and_never_the_same() -> None:
    first, second = (run("db", "new-key").stdout.strip() for _ in range(2))
    assert first != second
    assert Keys([first]).decrypt(Keys([first]).encrypt("x")) == "x"


def test_keys_are_rotated_and_what_cannot_be_read_is_told(lasting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", lasting)
    monkeypatch.delenv("WHOSEJOB_SECRET_KEYS", raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert "WHOSEJOB_SECRET_KEYS" in run("db", "rotate-keys").stderr
    old, new = new_key(), new_key()
    asyncio.run(make_digest_key(lasting, old))
    for keys, code, told in ((f"{new},{old}", 0, "1 encrypted"), (new_key(), 1, "the key of digests: no key")):
        monkeypatch.setenv("WHOSEJOB_SECRET_KEYS", keys)
        result = run("db", "rotate-keys")
        assert (result.exit_code, told in result.stdout) == (code, True)
        assert new not in result.output
    monkeypatch.setenv("WHOSEJOB_SECRET_KEYS", f"{new},hunter2")
    wrong = run("db", "rotate-keys")
    assert (wrong.exit_code, "key 2" in wrong.stderr, "hunter2" in wrong.stderr) == (2, True, False)


async def make_digest_key(url: str, key: str) -> None:
    """A process with this key counts a gap."""
    store = await open_store(url, [key])
    await store.digest("x")
    await store.close()
