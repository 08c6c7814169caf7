"""A browser with the demo open, as seen from its server: it asks, acts and listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.demo import LocalWorkspace
from bot.demo.page.running import Demo, Options, demo
from bot.settings import Settings

JSON = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n picture"


class Visitor:
    """A browser with the page open, seen from the server: it asks, acts, and listens."""

    def __init__(self, running: Demo, session: aiohttp.ClientSession) -> None:
        self.running = running
        self.workspace: LocalWorkspace = running.workspace
        self.session = session
        self.heard: list[JSON] = []

    async def get(self, path: str, **query: str) -> JSON:
        """The JSON at a path."""
        async with self.session.get(f"/demo/{path}", params=query) as response:
            body: JSON = await response.json()
            return body

    async def act(self, act: str, user: str, **body: Any) -> JSON:
        """What comes of a person's act."""
        async with self.session.post(f"/demo/act/{act}", json={"user": self.id_of(user), **body}) as response:
            assert response.status == 200
            answer: JSON = await response.json()
            return answer

    async def listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Notes what the feed says."""
        async for message in socket:
            self.heard.append(message.json())

    def id_of(self, name: str) -> str:
        """A person's id, by name."""
        return next(user.id for user in self.workspace.state.users.values() if user.name == name)

    def channel(self, name: str) -> str:
        """A channel's id, by name."""
        return next(one.id for one in self.workspace.state.channels.values() if one.name == name and one.kind != "im")

    def dm(self, name: str) -> str:
        """The id of a person's direct message with the bot."""
        return self.workspace.state.direct_message(self.id_of(name)).id

    async def hear(self, kind: str, when: Callable[[JSON], Any] = bool) -> JSON:
        """The first news of a kind for which something is true, once it has come."""
        async with asyncio.timeout(10):
            while True:
                for news in self.heard:
                    if news["type"] == kind and when(news):
                        return news
                await asyncio.sleep(0.01)

    async def answer(self, root: str) -> JSON:
        """The bot's first message in a thread."""
        news = await self.hear("message", lambda n: n["message"].get("thread_ts") == root and "bot_id" in n["message"])
        message: JSON = news["message"]
        return message

    async def ask(self, question: str, user: str = "ada") -> JSON:
        """The bot's answer to a question in a channel."""
        said = await self.act("say", user, channel=self.channel("general"), text=f"@whosejob {question}")
        assert said["ok"]
        return await self.answer(said["ts"])

    async def privately(self, line: str, user: str = "ada") -> JSON:
        """The private answer to a slash command in a channel."""
        self.heard.clear()
        ran = await self.act("command", user, channel=self.channel("general"), text=line)
        assert ran == {"ok": True}
        news = await self.hear("ephemeral")
        message: JSON = news["message"]
        return message

    async def click(self, message: JSON, button: JSON, user: str = "ada", **more: Any) -> JSON:
        """What comes of clicking one of a message's elements."""
        where = {"channel": message["channel"], "ts": message["ts"]}
        named = {"action_id": button["action_id"], "value": button.get("value")}
        return await self.act("click", user, **where, **named, **more)


def elements(blocks: list[JSON]) -> list[JSON]:
    """Everything in blocks that can be clicked or filled in."""
    found: list[JSON] = []
    for block in blocks:
        found += [one for one in block.get("elements", []) if isinstance(one, dict) and "action_id" in one]
        found += [block[place] for place in ("accessory", "element") if "action_id" in block.get(place, {})]
    return found


def labelled(blocks: list[JSON], text: str) -> JSON:
    """The button that says something."""
    return next(one for one in elements(blocks) if text in str(one.get("text")))


@asynccontextmanager
async def visited(options: Options, cache: Path | None) -> AsyncIterator[Visitor]:
    """A running demo with a guest, once its bot is connected."""
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(demo(options, Settings(cache=cache), lambda _: None))
        stop = asyncio.Event()
        until = asyncio.create_task(running.until(stop))
        stack.push_async_callback(lambda: until)
        stack.callback(stop.set)
        session = await stack.enter_async_context(aiohttp.ClientSession(running.workspace.base_url))
        guest = Visitor(running, session)
        socket = await stack.enter_async_context(session.ws_connect("/demo/feed"))
        listening = asyncio.create_task(guest.listen(socket))
        stack.callback(listening.cancel)
        if options.own_bot:
            await running.connected.wait()
        yield guest


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the built knowledge."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
async def guest(cache: Path) -> AsyncIterator[Visitor]:
    """A demo with the bot over Socket Mode, on any free port."""
    async with visited(Options(port=0), cache) as one:
        yield one


@pytest.fixture
async def alone() -> AsyncIterator[Visitor]:
    """A demo without a bot."""
    async with visited(Options(port=0, own_bot=False), None) as one:
        yield one


async def opened(guest: Visitor) -> JSON:
    """The modal of the global shortcut."""
    assert await guest.act("shortcut", "ada", callback_id="ask") == {"ok": True}
    modal: JSON = (await guest.hear("view", lambda news: news["modals"]))["modals"][-1]
    return modal
