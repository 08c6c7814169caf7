"""Measures what a type-ahead select takes over real HTTP, beside an empty Bolt listener on the same server."""

import asyncio
import contextlib
import gc
import json
import socket
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import aiohttp
import uvicorn
from measuring import machine, spread, table
from slack_bolt.async_app import AsyncAck, AsyncApp
from slash import SECRET, TOKEN, Known

from bot.demo.signing import signed_headers
from bot.engine import load_engine
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.asgi import slack_asgi
from bot.slack.desk import Desk
from bot.slack.suggesting import Suggestions
from bot.slack.views.ask import SERVICE, TOPIC
from bot.store import open_store
from bot.web import Web

TYPED = (
    *("", "r", "rd", "rds", "rds c", "k8s", "kube", "kubernets", "dynamo", "elastic search", "lamda", "cloudwach"),
    *("load balancer", "iam access analyser", "secrets manger", "qwertyzxc", "eks on farg", "managed node group"),
)
TASKS = ("", "p", "patch", "encrypton", "backup", "mfa", "who may open the door", "pen test")
RUNS = 2000
BUDGET_MS = 50


def suggestion(select: str, typed: str) -> str:
    """The body of a request that Slack makes while someone types."""
    payload = {
        "type": "block_suggestion",
        "action_id": select,
        "block_id": f"{select}:0",
        "value": typed,
        "team": {"id": "T1", "domain": "bench"},
        "user": {"id": "U2", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "t",
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "modal", "callback_id": "ask", "team_id": "T1", "state": {"values": {}}},
    }
    return urlencode({"payload": json.dumps(payload)})


def empty_app() -> AsyncApp:
    """The least that Bolt can do while someone types."""
    app = AsyncApp(signing_secret=SECRET, authorize=Known(), process_before_response=True)

    @app.options(SERVICE)
    async def nothing(ack: AsyncAck) -> None:
        await ack(options=[])

    return app


@contextlib.asynccontextmanager
async def served(asgi: object) -> AsyncIterator[str]:
    """The address of an app under uvicorn."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as `bot.web` does
        server = uvicorn.Server(uvicorn.Config(asgi, log_level="warning", access_log=False))  # type: ignore[arg-type]
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
            await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        finally:
            server.should_exit = True
            await task


async def timed(session: aiohttp.ClientSession, url: str, bodies: list[str]) -> list[float]:
    """Seconds from sending each request to having read its answer."""
    taken = []
    for body in bodies:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **signed_headers(SECRET, body)}
        began = time.perf_counter()
        async with session.post(url, data=body, headers=headers) as response:
            await response.read()
        taken.append(time.perf_counter() - began)
        if response.status != 200:
            raise RuntimeError(f"status {response.status}")
    return taken


def ranked(suggestions: Suggestions) -> list[float]:
    """Seconds for each ranking alone."""
    taken = []
    for number in range(RUNS):
        began = time.perf_counter()
        suggestions.services(TYPED[number % len(TYPED)])
        taken.append(time.perf_counter() - began)
    return taken


async def main() -> None:
    """Prints the table."""
    engine = load_engine()
    store = await open_store("")
    desk = Desk(engine, store)
    settings = Settings(slack_bot_token=TOKEN, slack_signing_secret=SECRET)
    full = build_app(desk, settings, workspace=Known())
    began = time.perf_counter()
    suggestions = Suggestions(engine.catalog)
    built = time.perf_counter() - began
    services = [suggestion(SERVICE, TYPED[number % len(TYPED)]) for number in range(RUNS)]
    tasks = [suggestion(TOPIC, TASKS[number % len(TASKS)]) for number in range(RUNS)]
    try:
        async with (
            served(Web(slack_asgi(full), SECRET, {})) as url,
            served(slack_asgi(empty_app())) as other,
            aiohttp.ClientSession() as session,
        ):
            for warm in (url, other):
                await timed(session, warm, services[:100])
            gc.collect()
            gc.freeze()
            rows = [
                ("ranking of services alone", *spread(ranked(suggestions), 1e3)),
                ("empty Bolt listener, HTTP", *spread(await timed(session, other, services), 1e3)),
                ("services, HTTP", *spread(await timed(session, url, services), 1e3)),
                ("topics, HTTP", *spread(await timed(session, url, tasks), 1e3)),
            ]
    finally:
        await desk.close()
        await store.close()
    print(f"{machine()}\n{RUNS} signed requests each, one after the other; index built in {built * 1e3:.0f} ms\n")
    print(table(("while someone types", "median ms", "p99 ms"), rows))
    print(f"\nbudget: {BUDGET_MS} ms")


if __name__ == "__main__":
    asyncio.run(main())
