"""Starts what serving Slack needs, in order, and closes it again."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.async_app import AsyncApp

from bot.engine import load_engine
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.client import Workspace, web_client
from bot.slack.desk import Desk
from bot.store import Store, keyring, open_store


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[tuple[AsyncApp, Store]]:
    """The Bolt app over an open store, with the token checked.

    Raises:
        SettingsError: the database cannot be opened, or Slack refused SLACK_BOT_TOKEN.
        KnowledgeError: a knowledge folder has faults.
    """
    # One workspace needs no keys of its own: what is encrypted then lasts as long as its token.
    store = await open_store(settings.database_url, keyring(settings.secret_keys, settings.slack_bot_token))
    try:
        client = web_client(settings)
        workspace = Workspace(client, settings.slack_bot_token)
        await workspace.check()
        engine = load_engine(settings.knowledge, settings.cache)
        # What was loaded stays; looking through it for garbage again and again would hold up requests.
        gc.freeze()
        desk = Desk(engine, store)
        try:
            yield build_app(desk, settings, client, workspace), store
        finally:
            await desk.close()
    finally:
        await store.close()


def stopping() -> asyncio.Event:
    """An event that Ctrl-C and SIGTERM set, instead of ending the process on the spot."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
