"""Keyed digests: they tell the same text or person again, and nothing to those who only have the database."""

import asyncio
import hashlib
import hmac
import logging
import secrets

from sqlalchemy import select, update

from bot.errors import UndecipherableError
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.tables import SECRETS
from bot.workspace_key import around

logger = logging.getLogger(__name__)

NAME = "digest_key"


class Digests:
    """Makes digests with a random key that the database keeps encrypted."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys
        self._key = b""
        self._loading = asyncio.Lock()

    async def of(self, text: str) -> str:
        """HMAC-SHA256 of a text, in hexadecimal digits."""
        if not self._key:
            async with self._loading:
                self._key = self._key or await self._load()
        return hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    async def person(self, workspace: str, user: str) -> str:
        """Digest of a person, who is the same in every workspace of an enterprise."""
        return await self.of(f"person\0{around(workspace)}\0{user}")

    async def _load(self) -> bytes:
        if not self._keys:
            # Without a key of the process nothing can be kept, and what others have kept is not to be replaced.
            return secrets.token_bytes(32)
        stored = await self._stored()
        if stored is None:
            stored = await self._make()
        try:
            return bytes.fromhex(self._keys.decrypt(stored))
        except UndecipherableError:
            logger.warning("the key of digests was encrypted with another key; gaps and feedback are counted anew")
            return bytes.fromhex(self._keys.decrypt(await self._replace(stored)))

    async def _stored(self) -> str | None:
        async with self._database.begin() as connection:
            found: str | None = await connection.scalar(select(SECRETS.c.value).where(SECRETS.c.name == NAME))
        return found

    async def _make(self) -> str:
        """Makes the key, unless another process does at the same time: then its key counts."""
        fresh = self._database.upsert(SECRETS).values(name=NAME, value=self._fresh()).on_conflict_do_nothing()
        async with self._database.begin() as connection:
            await connection.execute(fresh)
        return await self._stored() or ""

    async def _replace(self, stored: str) -> str:
        mine = update(SECRETS).where(SECRETS.c.name == NAME, SECRETS.c.value == stored).values(value=self._fresh())
        async with self._database.begin() as connection:
            await connection.execute(mine)
        return await self._stored() or ""

    def _fresh(self) -> str:
        return self._keys.encrypt(secrets.token_bytes(32).hex())
