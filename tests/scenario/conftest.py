"""The real bot, with the real engine: in a local workspace over either transport, or in many by OAuth."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from bots import EVENTS, FUNCTIONS, SCOPES, Bot, StartBot, settings_for
from demo_visits import browser as browser
from demo_visits import demo as demo
from demo_visits import home as home
from demo_visits import page as page
from demo_visits import visitor as visitor
from drawing import Drawing, drawing
from many import Many, many
from sent import faults_in
from serving import serving
from visiting import alone as alone
from visiting import cache as cache
from visiting import guest as guest

from bot.demo import Limits, LocalWorkspace
from bot.engine import Engine, load_engine
from bot.slack.app import build_app
from bot.slack.asgi import slack_asgi
from bot.slack.desk import Desk
from bot.slack.socket import Handler
from bot.store import open_store
from bot.web import Web


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The engine over the shipped knowledge."""
    return load_engine((), tmp_path_factory.mktemp("cache"))


@pytest.fixture(params=["http", "socket"])
async def start_bot(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> AsyncIterator[StartBot]:
    """Starts the bot over one transport; the workspace grants what the manifest asks for, and no more.

    When the test has ended, all that was sent is checked.
    """
    bots: list[Bot] = []
    async with AsyncExitStack() as stack:

        async def begin(limits: Limits | None = None) -> Bot:
            workspace = LocalWorkspace(limits=limits, events=EVENTS, scopes=SCOPES, functions=FUNCTIONS)
            await stack.enter_async_context(workspace)
            store = await open_store(f"sqlite+aiosqlite:///{tmp_path}/whosejob.db")
            stack.push_async_callback(store.close)
            settings = settings_for(workspace)
            desk = Desk(engine, store, workspace.clock.now)
            stack.push_async_callback(desk.close)
            app = build_app(desk, settings)
            ada = workspace.add_user("ada")
            bot = Bot(workspace, store, desk, ada, workspace.add_channel("general", members=[ada]))
            if request.param == "http":
                web = Web(slack_asgi(app), workspace.signing_secret, {"store": store.ping})
                bot.url = await stack.enter_async_context(serving(web))
                workspace.deliver_to(f"{bot.url}/slack/events")
            else:
                handler = Handler(app, settings)
                await handler.connect_async()
                stack.push_async_callback(handler.finish)
                await workspace.connected()
            bots.append(bot)
            return bot

        yield begin
        faults = [fault for bot in bots for fault in faults_in(bot.workspace, bot.desk.engine)]
        assert not faults, "the app sent what it should not"


@pytest.fixture
async def bot(engine: Engine, lasting: str) -> AsyncIterator[Many]:
    """The bot for many workspaces, on either kind of database."""
    async with many(engine, lasting) as running:
        yield running


@pytest.fixture
async def on_sqlite(engine: Engine, tmp_path: Path) -> AsyncIterator[Many]:
    """The same on SQLite, for what makes no difference to a database."""
    async with many(engine, f"sqlite:///{tmp_path}/whosejob.db") as running:
        yield running


@pytest.fixture
async def drawn() -> AsyncIterator[Drawing]:
    """A browser page with the demo's modules; nothing may go wrong in it, or come from elsewhere."""
    async with drawing() as shown:
        yield shown


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What is logged from INFO on, by the bot and by Slack's libraries alike."""
    with caplog.at_level(logging.INFO):
        yield caplog
