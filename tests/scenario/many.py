"""The bot as many workspaces install it: processes on one database, a local Slack, and people's browsers."""

from __future__ import annotations

import html
import re
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import aiohttp
from bots import EVENTS, SCOPES
from serving import serving

from bot.demo import LocalSlack, LocalWorkspace, Message, User
from bot.engine import Engine
from bot.preferences import Preferences
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.asgi import slack_asgi
from bot.slack.authorize import Workspaces
from bot.slack.client import web_client
from bot.slack.desk import Desk
from bot.slack.installations import Installations
from bot.slack.oauth import routes
from bot.slack.starting import installed
from bot.store import Card, Gap, Store, new_key, open_store
from bot.store.tables import METADATA
from bot.subscription import WORKING_DAYS, Post, Subscription
from bot.web import Web
from bot.workspace_key import workspace_key

KEY = new_key()
WHO = "who patches RDS?"
KEPT = {
    *("thread_question", "recent_question", "feedback", "gap", "gap_asker", "workspace_preferences", "event_claim"),
    *("tip_given", "subscription", "scheduled_post", "round", "vote", "learner", "card", "review"),
}
"""Tables with rows of a workspace, its installation's aside."""


@dataclass
class Process:
    """One process of the bot."""

    url: str
    store: Store
    desk: Desk
    workspaces: Workspaces
    installations: Installations


@dataclass
class Page:
    """What a browser was shown."""

    status: int
    text: str
    headers: Any
    cookie: str

    @property
    def link(self) -> str:
        """Where its button leads."""
        found = re.search(r'class="button" href="([^"]+)"', self.text)
        return html.unescape(found[1]) if found else ""


@dataclass
class Many:
    """Slack, and the bot's processes behind one address."""

    slack: LocalSlack
    processes: list[Process] = field(default_factory=list)

    @property
    def one(self) -> Process:
        """The first process."""
        return self.processes[0]

    async def get(self, path: str, cookie: str = "", method: str = "GET") -> Page:
        """Opens a page of the bot's, or an address that Slack sends a browser to."""
        url = path if "://" in path else self.one.url + path
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.request(method, url, headers={"Cookie": cookie} if cookie else {}) as response,
        ):
            given = response.headers.get("Set-Cookie", "").partition(";")[0]
            return Page(response.status, await response.text(), response.headers, given)

    async def install(self, user: User, where: LocalWorkspace | str) -> Page:
        """Someone installs the bot, as far as its last page."""
        began = await self.get("/slack/install")
        return await self.get(self.slack.approve(began.link, user, where), began.cookie)

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """A table as it lies in the database."""
        async with self.one.store.engine.connect() as connection:
            found = await connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 (ours)
            return [dict(row) for row in found.mappings()]

    async def of_workspace(self, workspace: str) -> dict[str, int]:
        """How many rows every table has of a workspace, where it has any."""
        enterprise, _, team = workspace.rpartition("/")
        counts = {}
        for table in METADATA.tables.values():
            rows = await self.rows(table.name)
            if "workspace" in table.c:
                counts[table.name] = sum(row["workspace"] == workspace for row in rows)
            elif "team_id" in table.c:
                ids = enterprise or None, team or None
                counts[table.name] = sum((row["enterprise_id"], row["team_id"]) == ids for row in rows)
        return {name: count for name, count in counts.items() if count}


@asynccontextmanager
async def many(engine: Engine, database: str, processes: int = 1, *, rotates: bool = False) -> AsyncIterator[Many]:
    """The bot, not installed anywhere yet."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(LocalSlack(events=EVENTS, scopes=SCOPES, token_rotation=rotates))
        found = Many(slack)
        for _ in range(processes):
            found.processes.append(await stack.enter_async_context(process(slack, engine, database)))
        slack.redirect_urls = [f"{one.url}/slack/oauth_redirect" for one in found.processes]
        slack.deliver_to([f"{one.url}/slack/events" for one in found.processes])
        yield found


@asynccontextmanager
async def process(slack: LocalSlack, engine: Engine, database: str) -> AsyncIterator[Process]:
    """One more process of the bot."""
    settings = Settings(
        slack_client_id=slack.client_id,
        slack_client_secret=slack.client_secret,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        secret_keys=(KEY,),
    )
    store = await open_store(database, settings.secret_keys)
    desk = Desk(engine, store, slack.clock.now)
    client = web_client(settings)
    workspaces, flow = installed(settings, store, client)
    assert flow is not None
    app = build_app(desk, settings, client, workspaces, flow)
    web = Web(slack_asgi(app), settings.slack_signing_secret, {}, pages=routes(flow))
    try:
        async with serving(web) as url:
            yield Process(url, store, desk, workspaces, Installations(store, settings.slack_client_id))
    finally:
        await desk.close()
        await workspaces.close()
        await store.close()


async def mention(workspace: LocalWorkspace, user: User, text: str) -> list[Message]:
    """Someone mentions the bot in a new channel; what it then said."""
    channel = workspace.add_channel(f"channel-{len(workspace.state.channels)}", members=[user])
    said = await workspace.say(channel, user, f"{workspace.mention} {text}")
    await workspace.settled()
    return [message for message in workspace.thread(channel, said.ts) if message.bot_id]


async def newcomer(bot: Many, name: str, **fields: str) -> tuple[LocalWorkspace, User]:
    """A workspace with the bot in it."""
    workspace = bot.slack.add_workspace(name, **fields)
    user = workspace.add_user("ada")
    assert (await bot.install(user, workspace)).status == 200
    return workspace, user


def key(workspace: LocalWorkspace) -> str:
    """A workspace's name in the store."""
    return workspace_key(workspace.identity.enterprise_id, workspace.identity.team_id)


async def fill(bot: Many, workspace: LocalWorkspace, user: User) -> None:
    """Leaves something of a workspace in every table."""
    assert len(await mention(workspace, user, WHO)) == 1
    await workspace.command(user, workspace.add_channel("fill", members=[user]), "/whosejob", "who patches OpsWorks?")
    await bot.one.desk.notes.drain()
    store, name, now = bot.one.store, key(workspace), time.time()
    await store.preferences.put(name, Preferences(gaps_text=True))
    await store.feedback.put(name, "C1:1", user.id, "wrong", now)
    await store.tips.give(name, user.id, "tip", now)
    await store.gaps.note(name, Gap(kind="wrong", digest="d", text="q", tokens=("q",)), "person", now)
    await _fill_lessons(store, name, user.id, now)


async def _fill_lessons(store: Store, name: str, user: str, now: float) -> None:
    """Leaves something in the tables of what is sent by the clock and practised."""
    day = date(2026, 11, 27)
    await store.subscriptions.put(Subscription(workspace=name, place="C1", person=user, tips=WORKING_DAYS), now)
    await store.posts.plan(name, "C1", [Post(kind="tip", day=day, moment=int(now), lesson="tip")])
    await store.votes.put(name, "C1", day, user, "A", now)
    await store.learners.put_board(name, user, board=True)
    await store.cards.put(name, user, "scenario", Card(now, "{}"))
    await store.reviews.add(name, user, "scenario", True, day, now)
