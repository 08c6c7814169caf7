"""The real bot, with the real engine, in a local workspace over either transport."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from serving import serving

from bot.demo import Channel, Limits, LocalWorkspace, Message, User
from bot.engine import Engine, load_engine
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.asgi import slack_asgi
from bot.slack.manifest import manifest
from bot.slack.socket import Handler
from bot.store import Store, open_store
from bot.web import Web

MANIFEST = manifest()
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
SCOPES = MANIFEST["oauth_config"]["scopes"]["bot"]


@dataclass
class Bot:
    """The running bot, its workspace, and a person in a channel of it."""

    workspace: LocalWorkspace
    store: Store
    ada: User
    general: Channel
    url: str = ""

    async def mention(self, text: str, thread_ts: str | None = None) -> list[Message]:
        """Ada mentions the bot; what it then said in the thread."""
        words = f"{self.workspace.mention} {text}"
        said = await self.workspace.say(self.general, self.ada, words, thread_ts=thread_ts)
        await self.workspace.settled()
        thread = self.workspace.thread(self.general, thread_ts or said.ts)
        return [message for message in thread if message.bot_id and message.ts > said.ts]

    async def direct(self, text: str, thread_ts: str | None = None) -> list[Message]:
        """Ada writes to the bot; what it then said."""
        dm = self.workspace.dm(self.ada)
        said = await self.workspace.say(dm, self.ada, text, thread_ts=thread_ts)
        await self.workspace.settled()
        return [message for message in self.workspace.messages(dm) if message.bot_id and message.ts > said.ts]


StartBot = Callable[..., Awaitable[Bot]]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The engine over the shipped knowledge."""
    return load_engine((), tmp_path_factory.mktemp("cache"))


@pytest.fixture(params=["http", "socket"])
async def start_bot(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> AsyncIterator[StartBot]:
    """Starts the bot over one transport; the workspace grants what the manifest asks for, and no more."""
    async with AsyncExitStack() as stack:

        async def begin(transport: str = request.param, limits: Limits | None = None) -> Bot:
            workspace = LocalWorkspace(limits=limits, events=EVENTS, scopes=SCOPES)
            await stack.enter_async_context(workspace)
            store = await open_store(f"sqlite+aiosqlite:///{tmp_path}/whosejob.db")
            stack.push_async_callback(store.close)
            settings = settings_for(workspace)
            app = build_app(engine, settings, store)
            ada = workspace.add_user("ada")
            bot = Bot(workspace, store, ada, workspace.add_channel("general", members=[ada]))
            if transport == "http":
                web = Web(slack_asgi(app), workspace.signing_secret, {"store": store.ping})
                bot.url = await stack.enter_async_context(serving(web))
                workspace.deliver_to(f"{bot.url}/slack/events")
            else:
                handler = Handler(app, settings)
                await handler.connect_async()
                stack.push_async_callback(handler.finish)
                await workspace.connected()
            return bot

        yield begin


def settings_for(workspace: LocalWorkspace) -> Settings:
    """The settings of a bot in a local workspace."""
    return Settings(
        slack_bot_token=workspace.bot_token,
        slack_app_token=workspace.app_token,
        slack_signing_secret=workspace.signing_secret,
        slack_api_url=workspace.api_url,
    )


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What is logged from INFO on, by the bot and by Slack's libraries alike."""
    with caplog.at_level(logging.INFO):
        yield caplog
