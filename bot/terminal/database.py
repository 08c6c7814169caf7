"""`whosejob db`: migrations and keys of the database."""

import asyncio

from bot.settings import Settings
from bot.store import keyring, open_store, upgrade
from bot.store.reencrypting import Reencrypted, rotate


def upgraded(settings: Settings) -> str:
    """Runs the migrations that are due; says which."""
    before, after = asyncio.run(upgrade(settings.database_url))
    if before == after:
        return f"The database is up to date (migration {after})."
    return f"The database was brought from {f'migration {before}' if before else 'nothing'} to migration {after}."


def rotated(settings: Settings) -> tuple[str, bool]:
    """Encrypts every secret with the first key; says how that went, and whether all of them could be read."""
    settings.require("secret_keys")
    done = asyncio.run(_rotate(settings))
    lines = [f"{done.secrets} encrypted with the first key of WHOSEJOB_SECRET_KEYS."]
    lines += [f"{where}: no key decrypts what is kept; it was left as it is." for where in done.unreadable]
    return "\n".join(lines), not done.unreadable


async def _rotate(settings: Settings) -> Reencrypted:
    store = await open_store(settings.database_url, keyring(settings.secret_keys, settings.slack_bot_token))
    try:
        return await rotate(store)
    finally:
        await store.close()
