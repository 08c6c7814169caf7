"""What tests of practice do and look at: commands, Home, charts, tables."""

from __future__ import annotations

import asyncio
from datetime import date

from bots import Bot
from running import settled
from sqlalchemy import select
from test_slack_home import opened, standing

from bot.demo import Message, View
from bot.store import Card, Cards, Store
from bot.store.database import Database
from bot.store.tables import METADATA

NEVER = Card(9e9, "{}")
"""Of a question that is not due in this century."""


DATE = date(2026, 11, 27)


class Hesitant(Cards):
    """Cards that nobody can read for a while."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.goes_on = asyncio.Event()

    async def of(self, workspace: str, person: str) -> dict[str, Card]:
        """A person's cards, once that goes on."""
        await self.goes_on.wait()
        return await super().of(workspace, person)


async def command(bot: Bot, words: str) -> Message:
    """What Ada is told, alone, after a command."""
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", words)
    await settled(bot)
    assert ack.message is not None
    assert ack.message.ephemeral_for == bot.ada.id
    return ack.message


async def home(bot: Bot) -> View:
    """Home as Ada sees it once its chart has come too."""
    await opened(bot)
    await settled(bot)
    return standing(bot.workspace.home(bot.ada))


async def press(bot: Bot, view: View, action_id: str) -> None:
    """Ada clicks in a view."""
    assert (await bot.workspace.click(bot.ada, view, action_id=action_id)).ok
    await settled(bot)


def names(bot: Bot) -> tuple[str, str]:
    """The workspace's key and Ada's id, as the store has them."""
    return bot.workspace.identity.team_id, bot.ada.id


def picture(view: View) -> str:
    """Slack's id of the chart in Home; empty where there is none."""
    return next((b["slack_file"]["id"] for b in view.content["blocks"] if b["type"] == "image"), "")


async def tables_naming(store: Store, word: str) -> set[str]:
    """Tables in which a word stands anywhere."""
    found = set()
    async with store.engine.connect() as connection:
        for table in METADATA.tables.values():
            rows = (await connection.execute(select(table))).all()
            found |= {table.name for row in rows for value in row if word in str(value)}
    return found
