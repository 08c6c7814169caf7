"""Starts what serving Slack needs, in order, and closes it again."""

import asyncio
import gc
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from slack_bolt.async_app import AsyncApp
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine import load_engine
from bot.jobs.worker import POLL
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.authorize import ManyWorkspaces, OneWorkspace, Workspaces
from bot.slack.client import web_client
from bot.slack.desk import Desk
from bot.slack.exchange import Application
from bot.slack.installations import Installations
from bot.slack.oauth import Flow, oauth_flow, routes
from bot.slack.rotation import Rotation
from bot.slack.tidying import tidied
from bot.slack.working import worked
from bot.store import Store, keyring, open_store


@dataclass(frozen=True, slots=True)
class Running:
    """What a transport serves."""

    app: AsyncApp
    store: Store
    pages: dict[str, tuple[tuple[str, ...], Application]]
    """Web pages beside Slack's requests: path -> methods and application. None, where there is one workspace."""
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    """To be set when the process is told to end: background work then ends while requests in hand are finished."""


@asynccontextmanager
async def started(
    settings: Settings, clock: Callable[[], float] = time.time, poll: float = POLL
) -> AsyncIterator[Running]:
    """The Bolt app over an open store, with what SLACK_BOT_TOKEN is good for checked.

    Args:
        settings: of this process.
        clock: seconds since the epoch, in the workspace.
        poll: seconds between two looks at what background work is due.

    Raises:
        SettingsError: the database cannot be opened, or Slack refused SLACK_BOT_TOKEN.
        KnowledgeError: a knowledge folder has faults.
    """
    # One workspace needs no keys of its own: what is encrypted then lasts as long as its token.
    store = await open_store(settings.database_url, keyring(settings.secret_keys, settings.slack_bot_token))
    try:
        client = web_client(settings)
        workspaces, flow = installed(settings, store, client)
        await workspaces.check()
        engine = await asyncio.to_thread(load_engine, settings.knowledge, settings.cache)
        lessons = engine.lessons
        # What was loaded stays; looking through it for garbage again and again would hold up requests.
        gc.freeze()
        desk = Desk(engine, store, clock)
        try:
            app = build_app(desk, settings, client, workspaces, flow)
            running = Running(app, store, routes(flow) if flow else {})
            work = worked(settings, store, workspaces, lessons, running.ending, clock=clock, poll=poll)
            async with tidied(store, clock), work:
                yield running
        finally:
            await desk.close()
            await workspaces.close()
    finally:
        await store.close()


def installed(settings: Settings, store: Store, client: AsyncWebClient) -> tuple[Workspaces, Flow | None]:
    """Where the bot answers, and how it gets to more workspaces, where it may."""
    if not settings.many:
        return OneWorkspace(client, settings.slack_bot_token), None
    installations = Installations(store, settings.slack_client_id)
    # Left to itself, the rotator would ask the real Slack, wherever SLACK_API_URL points.
    rotator = AsyncTokenRotator(
        client_id=settings.slack_client_id, client_secret=settings.slack_client_secret, client=client
    )
    workspaces = ManyWorkspaces(installations, Rotation(installations, store.claims, rotator))
    return workspaces, oauth_flow(settings, store, installations, workspaces, client)


def stopping() -> asyncio.Event:
    """An event that Ctrl-C and SIGTERM set, instead of ending the process on the spot."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
