"""A process that does nothing but background work."""

import asyncio
import logging

from bot.engine import load_engine
from bot.settings import Settings
from bot.slack import logs
from bot.slack.client import web_client
from bot.slack.starting import installed, stopping
from bot.slack.tidying import tidied
from bot.slack.working import worked
from bot.store import keyring, open_store

logger = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Works until Ctrl-C or SIGTERM.

    Raises:
        SettingsError: a setting is missing or was refused.
    """
    settings.require(*settings.credentials, "slack_api_url", "log_format")
    logs.configure(settings.log_format)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    store = await open_store(settings.database_url, keyring(settings.secret_keys, settings.slack_bot_token))
    try:
        workspaces, _ = installed(settings, store, web_client(settings))
        await workspaces.check()
        try:
            lessons = load_engine(settings.knowledge, settings.cache).lessons
            stop = stopping()
            async with tidied(store), worked(settings, store, workspaces, lessons, stop, dedicated=True):
                logger.info("working; Ctrl-C ends")
                await stop.wait()
        finally:
            await workspaces.close()
    finally:
        await store.close()
