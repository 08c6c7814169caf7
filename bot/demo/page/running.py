"""Runs `whosejob demo`: the workspace, the bot connected to it, and the page, until Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from threading import Thread

from bot.demo.model import SLACK_RETRY_DELAYS, Identity, Limits
from bot.demo.page.addresses import free_port, listener
from bot.demo.page.declared import Declared, declared, read_manifest
from bot.demo.page.keeping import Keeping
from bot.demo.page.routes import Routes
from bot.demo.page.seeding import Seeds, ask_an_example, seed
from bot.demo.workspace import LocalWorkspace
from bot.settings import Settings
from bot.slack.manifest import PATH, manifest

ENDING_SECONDS = 1.5
"""How long the bot may take to end."""
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    port: int | None = None
    """The page's; the usual one or the next free one when None."""
    http: bool = False
    """The bot is reached over signed HTTP, instead of Socket Mode."""
    keep: Path | None = None
    app_url: str = ""
    """Where another app listens, which is then reached over signed HTTP in place of ours."""
    own_bot: bool = True
    """Whether our bot is started."""
    manifest: Path | None = None
    """The other app's."""
    browser: bool = True


def run(options: Options, settings: Settings, say: Say = print) -> None:
    """Runs the demo until Ctrl-C or SIGTERM.

    Raises:
        DemoError: the port is taken, or a file cannot be used.
        KnowledgeError: a knowledge folder has faults.
    """
    asyncio.run(_run(options, settings, say))


async def _run(options: Options, settings: Settings, say: Say) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with demo(options, settings, say) as running:
        for line in running.told():
            say(line)
        if options.browser and settings.display:
            # Some browsers keep whoever opens them waiting: neither the bot's start nor Ctrl-C may wait for them.
            Thread(target=webbrowser.open, args=(running.address,), daemon=True).start()
        await running.until(stop)


@asynccontextmanager
async def demo(options: Options, settings: Settings, say: Say = print) -> AsyncIterator[Demo]:
    """The workspace and its page, served; :meth:`Demo.until` adds the bot."""
    app = _app(options)
    workspace = _workspace(options, app)
    routes = Routes(workspace, app)
    keeping = Keeping(options.keep, workspace, routes.reading) if options.keep else None
    seeds = None if keeping is not None and keeping.restore() else seed(workspace)
    async with AsyncExitStack() as stack:
        if keeping is not None:
            keeping.begin()
            stack.push_async_callback(keeping.close)
        await stack.enter_async_context(workspace)
        stack.push_async_callback(routes.close)
        yield Demo(options, settings, workspace, routes, seeds, say)


@dataclass(slots=True)
class Demo:
    """A running demo."""

    options: Options
    settings: Settings
    workspace: LocalWorkspace
    routes: Routes
    seeds: Seeds | None
    """The first people and channels; None where a file held others."""
    say: Say
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once our bot is."""

    @property
    def address(self) -> str:
        """The page's."""
        return f"{self.workspace.base_url}/"

    def told(self) -> list[str]:
        """What is printed at the start."""
        lines = [f"Whosejob's demo is at {self.address} (Ctrl-C ends it)"]
        if not self.options.own_bot:
            values = {
                "SLACK_API_URL": self.workspace.api_url,
                "SLACK_BOT_TOKEN": self.workspace.bot_token,
                "SLACK_APP_TOKEN": self.workspace.app_token,
                "SLACK_SIGNING_SECRET": self.workspace.signing_secret,
            }
            lines += ["An app connects to it with", *(f"  {name}={value}" for name, value in values.items())]
        return lines

    async def until(self, stop: asyncio.Event) -> None:
        """Connects the app, and goes on until told to stop; whatever fails meanwhile is raised."""
        waiting = asyncio.create_task(stop.wait())
        app = asyncio.create_task(self._with_our_bot() if self.options.own_bot else self._with_another())
        try:
            await asyncio.wait({waiting, app}, return_when=asyncio.FIRST_COMPLETED)
            if app.done():
                app.result()
        finally:
            for task in (waiting, app):
                task.cancel()
            await asyncio.wait({waiting, app}, timeout=ENDING_SECONDS)

    async def _with_another(self) -> None:
        """Keeps telling the page whether another app is there."""
        if url := self.options.app_url:
            self.workspace.deliver_to(url)
            if not (ack := await self.workspace.verify_url()).ok:
                self.routes.connection("none")
                self.say(f"{url} does not answer yet as an app does ({ack.error}): it is asked again every second")
            while not ack.ok:
                await asyncio.sleep(1)
                ack = await self.workspace.verify_url()
            self.routes.connection("connected")
            await asyncio.Event().wait()
        socket = self.workspace.host.socket
        while True:
            self.routes.connection("none")
            await socket.connected(1, None)
            self.routes.connection("connected")
            await socket.deserted()

    async def _with_our_bot(self) -> None:
        async with AsyncExitStack() as stack:
            listening = stack.enter_context(listener(0)) if self.options.http else None
            if listening is not None:
                # From here on requests wait for the bot, as they do over Socket Mode.
                self.workspace.deliver_to(f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}")
            await self._answer(listening)

    async def _answer(self, listening: socket.socket | None) -> None:
        # The page is there while the bot's many imports run.
        await asyncio.to_thread(import_module, "bot.demo.page.ours")
        from bot.demo.page.ours import connected

        with TemporaryDirectory(prefix="whosejob-demo-", ignore_cleanup_errors=True) as folder:
            database = Path(f"{self.options.keep.absolute()}.db") if self.options.keep else Path(folder) / "store.db"
            async with connected(self.workspace, self._settings(database), listening):
                self.routes.connection("connected")
                self.connected.set()
                if self.seeds is not None:
                    with suppress(TimeoutError):
                        await ask_an_example(self.workspace, self.seeds)
                await asyncio.Event().wait()

    def _settings(self, database: Path) -> Settings:
        workspace = self.workspace
        # Only knowledge and cache are the environment's: no token in it is for this workspace.
        return Settings(
            slack_bot_token=workspace.bot_token,
            slack_app_token=workspace.app_token,
            slack_signing_secret=workspace.signing_secret,
            slack_api_url=workspace.api_url,
            # Not in memory: there, a query that is cut short takes the whole database with it.
            database_url=f"sqlite:///{database}",
            knowledge=self.settings.knowledge,
            cache=self.settings.cache,
        )


def _app(options: Options) -> Declared:
    if options.own_bot:
        return declared(manifest())
    return read_manifest(options.manifest) if options.manifest else Declared()


def _workspace(options: Options, app: Declared) -> LocalWorkspace:
    identity = Identity(bot_name=app.name, team_domain="demo")
    if options.own_bot:
        # Nobody has to type them, so nobody has to know them; another app's stay the same from one start to the next.
        identity = replace(
            identity,
            signing_secret=token_hex(16),
            bot_token=f"xoxb-{token_hex(16)}",
            app_token=f"xapp-{token_hex(16)}",
        )
    workspace = LocalWorkspace(
        port=free_port(options.port),
        identity=identity,
        limits=Limits(retry_delays=SLACK_RETRY_DELAYS, file_seconds=1.0),
        events=app.events,
        scopes=app.scopes,
        functions=app.functions,
        agent_view=app.agent_view,
    )
    if options.own_bot:
        workspace.hold_events()
        if not options.http:
            workspace.expect_socket_mode()
    return workspace
