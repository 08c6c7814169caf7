"""Where the bot is installed: slack_sdk's installation store over ours, with every secret encrypted."""

import logging
from typing import Any, TypeVar

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.sqlalchemy_utils import normalize_datetime_for_db

from bot.store import Store
from bot.store.database import Database, failing
from bot.store.keys import Keys

logger = logging.getLogger(__name__)

OF_BOT = ("bot_token", "bot_refresh_token")
OF_PERSON = ("user_token", "user_refresh_token", "incoming_webhook_url")
"""What is encrypted of each; `bot.store.ENCRYPTED` lists the same as columns."""

T = TypeVar("T", Bot, Installation)


class Installations(AsyncSQLAlchemyInstallationStore):
    """The installations in one database; methods raise StoreError where it fails.

    A bot's tokens are kept once, with the bot: the SDK would keep a copy with every person who ever installed it, and
    rows without end. Of each bot, and of each person in a workspace, the latest row stays.
    """

    def __init__(self, store: Store, client_id: str) -> None:
        super().__init__(client_id, store.engine, logger=logger)
        self._keys = store.keys
        self._database = Database(store.engine)

    async def async_save(self, installation: Installation) -> None:
        """Keeps an installation in place of earlier ones."""
        await self.async_save_bot(installation.to_bot())
        by_person = _sealed(self._keys, installation, OF_PERSON)
        by_person.bot_token = by_person.bot_refresh_token = by_person.bot_token_expires_at = None
        with failing():
            # Comes back to `async_save_bot` with a bot that has no token.
            await super().async_save(by_person)
        await self._drop_older(self.installations, installation, user_id=installation.user_id)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keeps a bot in place of an earlier one."""
        if not bot.bot_token:
            return
        with failing():
            await super().async_save_bot(_sealed(self._keys, bot, OF_BOT))
        await self._drop_older(self.bots, bot)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot of a workspace or, without a team, of an enterprise.

        Raises:
            StoreError: the database failed.
            UndecipherableError: its token was encrypted with a key that is not set.
        """
        with failing():
            bot = await super().async_find_bot(
                enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
            )
        return _opened(self._keys, bot, OF_BOT) if bot else None

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The latest installation in a workspace, or that of one person, with the bot's tokens.

        Raises:
            StoreError: the database failed.
            UndecipherableError: a token was encrypted with a key that is not set.
        """
        with failing():
            # The SDK takes the bot's part from `async_find_bot`, which has opened it.
            installation = await super().async_find_installation(
                enterprise_id=enterprise_id,
                team_id=team_id,
                user_id=user_id,
                is_enterprise_install=is_enterprise_install,
            )
        return _opened(self._keys, installation, OF_PERSON) if installation else None

    async def since(self, enterprise_id: str | None, team_id: str | None) -> float | None:
        """When the bot of a workspace, or of an enterprise, was installed; seconds since the epoch."""
        with failing():
            bot = await super().async_find_bot(enterprise_id=enterprise_id, team_id=team_id)
        return bot.installed_at if bot else None

    async def enterprise_of(self, team_id: str) -> str | None:
        """The enterprise of a workspace that has a bot of its own."""
        c = self.bots.c
        latest = self.bots.select().where((c.client_id == self.client_id) & (c.team_id == team_id))
        async with self._database.begin() as connection:
            row = (await connection.execute(latest.order_by(c.installed_at.desc()).limit(1))).mappings().first()
        return row["enterprise_id"] if row else None

    async def replace_tokens(self, bot: Bot) -> bool:
        """Puts new tokens into the installation that they are of, unless that has gone or was replaced meanwhile."""
        row = _row(_sealed(self._keys, bot, OF_BOT))
        tokens = {name: row[name] for name in (*OF_BOT, "bot_token_expires_at")}
        same = self._of_place(self.bots, bot) & (self.bots.c.installed_at == row["installed_at"])
        async with self._database.begin() as connection:
            return (await connection.execute(self.bots.update().where(same).values(tokens))).rowcount > 0

    async def forget_person(self, enterprise_id: str | None, team_id: str | None, user_id: str) -> None:
        """Removes what a person's own installation holds, their tokens; the bot's stay."""
        with failing():
            await self.async_delete_installation(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)

    async def _drop_older(self, table: Any, latest: Bot | Installation, **more: str) -> None:
        older = self._of_place(table, latest) & (table.c.installed_at < _row(latest)["installed_at"])
        for name, value in more.items():
            older &= table.c[name] == value
        async with self._database.begin() as connection:
            await connection.execute(table.delete().where(older))

    def _of_place(self, table: Any, one: Bot | Installation) -> Any:
        c = table.c
        return (c.client_id == self.client_id) & (c.enterprise_id == one.enterprise_id) & (c.team_id == one.team_id)


def _row(one: Bot | Installation) -> dict[str, Any]:
    """The columns of a row; its times without a zone, as the SDK writes them."""
    row = one.to_dict()
    for name in ("installed_at", "bot_token_expires_at"):
        row[name] = normalize_datetime_for_db(row[name])
    return row


def _sealed(keys: Keys, one: T, names: tuple[str, ...]) -> T:
    return _changed(one, {name: keys.encrypt(value) for name in names if (value := getattr(one, name))})


def _opened(keys: Keys, one: T, names: tuple[str, ...]) -> T:
    return _changed(one, {name: keys.decrypt(value) for name in names if (value := getattr(one, name))})


def _changed(one: T, values: dict[str, str]) -> T:
    return type(one)(**{**one.to_dict_for_copying(), **values})
