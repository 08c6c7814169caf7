"""Measures the slash command through Bolt in process beside an empty Bolt listener."""

import asyncio
import gc
import statistics
import time

from measuring import machine, questions, spread, table
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine import load_engine
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.arrival import arrived
from bot.slack.authorize import OneWorkspace
from bot.slack.desk import Desk
from bot.store import open_store

SECRET = "bench"
TOKEN = "xoxb-bench"
RUNS = 2000
WARM = 500
"""Questions asked before the measurement, none of which is in it."""
BLOCK = 50
"""Requests in a row to one app before the other has its turn, so that both see the same state of the machine."""


class Known(OneWorkspace):
    """A workspace whose identity needs no call."""

    def __init__(self) -> None:
        super().__init__(AsyncWebClient(), TOKEN)

    async def __call__(self, **_: object) -> AuthorizeResult:
        """Who the bot is."""
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_id="B1", bot_user_id="U1", bot_token=TOKEN)


def command(text: str) -> AsyncBoltRequest:
    """A slash command as Slack would send it, its signature checked."""
    body = {
        "token": "t",
        "team_id": "T1",
        "team_domain": "bench",
        "channel_id": "C1",
        "channel_name": "general",
        "user_id": "U2",
        "user_name": "ann",
        "command": "/whosejob",
        "text": text,
        "api_app_id": "A1",
        "response_url": "https://hooks.slack.com/commands/T1/1/1",
        "trigger_id": "1.1.1",
    }
    return arrived(body, {"content-type": "application/x-www-form-urlencoded"})


def empty_app() -> AsyncApp:
    """The least that Bolt can do with a slash command."""
    app = AsyncApp(signing_secret=SECRET, authorize=Known(), process_before_response=True)

    @app.command("/whosejob")
    async def nothing(ack: AsyncAck) -> None:
        await ack()

    return app


async def timed(app: AsyncApp, texts: list[str]) -> list[float]:
    """Seconds for each request."""
    taken = []
    for text in texts:
        request = command(text)
        began = time.perf_counter()
        response = await app.async_dispatch(request)
        taken.append(time.perf_counter() - began)
        if response.status != 200:
            raise RuntimeError(f"status {response.status}: {response.body}")
    return taken


async def main() -> None:
    """Prints the table."""
    asked = questions()
    texts = list(dict.fromkeys(asked[:-WARM]))[:RUNS]
    engine = load_engine()
    settings = Settings(slack_bot_token=TOKEN, slack_signing_secret=SECRET)
    store = await open_store("")
    desk = Desk(engine, store)
    try:
        full = build_app(desk, settings, workspace=Known())
        empty = empty_app()
        for app in (full, empty):
            await timed(app, asked[-WARM:])
        gc.collect()
        gc.freeze()
        first: list[float] = []
        again: list[float] = []
        theirs: list[float] = []
        for start in range(0, RUNS, BLOCK):
            block = texts[start : start + BLOCK]
            theirs += await timed(empty, block)
            first += await timed(full, block)
            again += await timed(full, block)
            await desk.notes.drain()
    finally:
        await desk.close()
        await store.close()
    print(f"{machine()}\n{RUNS} commands each, in turns of {BLOCK}\n")
    rows = [("empty Bolt listener", *spread(theirs, 1e3), "")]
    for name, taken in (("a question not asked before", first), ("a question asked before", again)):
        rows.append((name, *spread(taken, 1e3), f"{statistics.median(taken) / statistics.median(theirs):.2f}"))
    print(table(("slash command, in process", "median ms", "p99 ms", "× empty"), rows))


if __name__ == "__main__":
    asyncio.run(main())
