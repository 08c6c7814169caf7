"""Keys encrypt, decrypt and take turns; digests keep their key as long as someone can read it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.errors import SettingsError, UndecipherableError
from bot.store import Keys, Store, keyring, new_key, open_store
from bot.store.keys import derived
from bot.store.reencrypting import rotate
from bot.store.slack_tables import BOTS, ENCRYPTED, INSTALLATIONS

CLEAR = re.compile("xoxb-T|xoxe-1|xoxp-1")
"""The tokens of `install`; "xox" alone also stands in one of some hundred ciphertexts."""


def test_the_first_key_encrypts_and_each_decrypts() -> None:
    old, new = new_key(), new_key()
    written = Keys([old]).encrypt("xoxb-1")
    assert "xoxb" not in written
    both = Keys([new, f" {old} "])
    assert both.decrypt(written) == "xoxb-1"
    assert Keys([new]).decrypt(both.encrypt("xoxb-2")) == "xoxb-2"


@pytest.mark.parametrize(
    "written",
    ["", "xoxb-1", "ä", "gAAAAA==", Keys([new_key()]).encrypt("x")],
    ids=["empty", "clear", "letters", "cut off", "another key's"],
)
def test_what_no_key_decrypts_is_told_as_such(written: str) -> None:
    with pytest.raises(UndecipherableError, match="WHOSEJOB_SECRET_KEYS"):
        Keys([new_key()]).decrypt(written)


@pytest.mark.parametrize("wrong", ["hunter2", "", "ä" * 44, "A" * 43, "\x00"])
def test_a_wrong_key_is_named_by_its_place_and_not_quoted(wrong: str) -> None:
    with pytest.raises(SettingsError, match="WHOSEJOB_SECRET_KEYS: key 2") as caught:
        Keys([new_key(), wrong])
    assert not wrong or wrong not in str(caught.value)


def test_without_a_key_nothing_is_encrypted() -> None:
    for attempt in (lambda: Keys().encrypt("x"), lambda: Keys().decrypt("x")):
        with pytest.raises(SettingsError, match="WHOSEJOB_SECRET_KEYS is missing"):
            attempt()


def test_a_key_is_derived_from_a_token_always_the_same() -> None:
    assert derived("xoxb-1") == derived("xoxb-1") != derived("xoxb-2")
    assert Keys([derived("xoxb-1")]).decrypt(Keys([derived("xoxb-1")]).encrypt("x")) == "x"


def test_what_was_encrypted_before_there_were_keys_can_still_be_read() -> None:
    assert keyring((), "") == ()
    before, after = Keys(keyring((), "xoxb-1")), Keys(keyring((new_key(),), "xoxb-1"))
    assert after.decrypt(before.encrypt("x")) == "x"
    with pytest.raises(UndecipherableError):
        before.decrypt(after.encrypt("x"))


async def test_digests_outlive_the_process_and_are_no_plain_hashes(lasting: str) -> None:
    key = new_key()
    stores = [await open_store(lasting, [key]) for _ in range(3)]
    made = await asyncio.gather(*(one.digest("who patches RDS") for one in stores for _ in range(5)))
    assert len(set(made)) == 1
    assert made[0] != await stores[0].digest("who patches EC2")
    assert len(made[0]) == 64
    for one in stores:
        await one.close()
    again = await open_store(lasting, [new_key(), key])
    assert await again.digest("who patches RDS") == made[0]
    await again.close()


async def test_a_digest_key_that_nobody_can_read_is_replaced(lasting: str, caplog: pytest.LogCaptureFixture) -> None:
    before = await digest(lasting, [new_key()])
    key = new_key()
    after = await digest(lasting, [key])
    assert "encrypted with another key" in caplog.text
    assert before != after
    caplog.clear()
    assert await digest(lasting, [key]) == after
    assert caplog.text == ""


async def test_a_store_without_keys_leaves_the_digest_key_of_others_alone(lasting: str) -> None:
    key = new_key()
    before = await digest(lasting, [key])
    assert await digest(lasting, []) != before
    assert await digest(lasting, [key]) == before


async def test_the_same_person_has_one_digest_in_an_enterprise(store: Store) -> None:
    mine = await store.person("E1/T1", "U1")
    assert await store.person("E1/T2", "U1") == mine
    others = [("E1/T1", "U2"), ("E2/T1", "U1"), ("T1", "U1"), ("E1", "U1"), ("T2", "U1")]
    assert len({mine, *[await store.person(*one) for one in others]}) == 6


async def test_every_token_is_encrypted_again_with_the_first_key(lasting: str) -> None:
    old, new = new_key(), new_key()
    digested = await digest(lasting, [old])
    await install(lasting, old, 250)
    store = await open_store(lasting, [new, old])
    done = await rotate(store)
    await store.close()
    # Of each workspace three secrets in one table and two in the other, and the key of digests.
    assert (done.secrets, done.unreadable) == (250 * 5 + 1, ())
    only_new = await open_store(lasting, [new])
    for row in await rows(only_new, INSTALLATIONS):
        assert only_new.keys.decrypt(row.bot_token) == f"xoxb-{row.team_id}"
        assert row.user_refresh_token is None
    assert await only_new.digest("who patches RDS") == digested
    await only_new.close()


async def test_a_token_that_no_key_reads_is_named_and_left_as_it_is(lasting: str) -> None:
    lost, old, new = new_key(), new_key(), new_key()
    await digest(lasting, [lost])
    await install(lasting, lost, 1)
    await install(lasting, old, 2)
    store = await open_store(lasting, [new, old])
    before = await rows(store, BOTS)
    done = await rotate(store)
    assert done.unreadable == ("E1/T0", "the key of digests")
    after = await rows(store, BOTS)
    assert [row.id for row in before] == [row.id for row in after]
    assert before[0] == after[0]
    assert {store.keys.decrypt(row.bot_token) for row in after[1:]} == {"xoxb-T0", "xoxb-T1"}
    # Of two installations, five secrets each.
    assert done.secrets == 10
    await store.close()


async def test_rotating_needs_a_key_and_tells_of_an_empty_database(lasting: str) -> None:
    store = await open_store(lasting)
    with pytest.raises(SettingsError, match="WHOSEJOB_SECRET_KEYS is missing"):
        await rotate(store)
    await store.close()
    store = await open_store(lasting, [new_key()])
    assert (await rotate(store)).secrets == 0
    await store.close()


async def test_no_token_stands_in_the_database_in_clear(lasting: str) -> None:
    await install(lasting, new_key(), 3)
    store = await open_store(lasting)
    for table in ENCRYPTED:
        assert not [row for row in await rows(store, table) if CLEAR.search(str(row))]
    await store.close()


async def digest(url: str, keys: list[str]) -> str:
    """The digest that a process with these keys makes."""
    store = await open_store(url, keys)
    made = await store.digest("who patches RDS")
    await store.close()
    return made


async def install(url: str, key: str, count: int) -> None:
    """So many workspaces install the bot, in a process with this key."""
    store = await open_store(url, [key])
    async with store.engine.begin() as connection:
        for number in range(count):
            token = {
                "bot_token": store.keys.encrypt(f"xoxb-T{number}"),
                "bot_refresh_token": store.keys.encrypt("xoxe-1-refresh"),
            }
            place = {"client_id": "1.2", "app_id": "A1", "enterprise_id": "E1", "team_id": f"T{number}"}
            await connection.execute(insert(BOTS).values(**place, **token, is_enterprise_install=False))
            user = {"user_id": "U1", "user_token": store.keys.encrypt("xoxp-1"), "incoming_webhook_url": ""}
            await connection.execute(insert(INSTALLATIONS).values(**place, **token, **user))
    await store.close()


async def rows(store: Store, table: Any) -> list[Any]:
    """Every row of a table, oldest first."""
    async with store.engine.connect() as connection:
        return list((await connection.execute(select(table).order_by(table.c.id))).all())
