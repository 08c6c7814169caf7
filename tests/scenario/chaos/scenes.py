"""What can go wrong between an event and its answer, each as a scene that counts what was posted."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy import table as named

from bot.demo import Said
from bot.demo.faults import Faults
from bot.slack.views.actions import FEEDBACK, SHARE
from bot.store import Store
from chaos.figures import Figures
from chaos.relay import Relay
from chaos.stage import Scene, until

FAULTS: dict[str, Callable[[Faults], None]] = {
    "reply lost": lambda faults: faults.drop_reply("chat.postMessage"),
    "cut off before it was posted": lambda faults: faults.refuse("chat.postMessage"),
    "429 for 1 s": lambda faults: faults.rate_limit("chat.postMessage", retry_after=1),
    "429 for 300 s": lambda faults: faults.rate_limit("chat.postMessage", retry_after=300),
    "reply after 4 s": lambda faults: faults.delay("chat.postMessage", 4),
    "503 twice": lambda faults: faults.server_error("chat.postMessage", times=2),
}
"""What Slack does to `chat.postMessage`."""
SAID_TWICE = "reply lost"
"""The one of them in which Slack has the answer and the bot cannot know it."""
STEPS = ("received", "claimed", "answered", "posted", "marked", "remembered", "acknowledged")
"""The steps of handling an event; a process may die after any of them."""
KILLED_TWICE = "posted"
"""The one step after which Slack has the answer, and nobody knows."""
VERDICTS = named("feedback")


async def burst(scene: Scene, events: int, deliveries: int = 4) -> Figures:
    """Every event delivered several times within a moment, the later ones in no order."""
    before = len(scene.workspace.deliveries("app_mention"))
    saying = asyncio.create_task(scene.mentions(events))
    await until(lambda: len(scene.workspace.deliveries("app_mention")) == before + events)
    again = scene.workspace.deliveries("app_mention")[before:] * (deliveries - 1)
    random.Random(1).shuffle(again)
    await asyncio.gather(*(scene.workspace.redeliver(delivery) for delivery in again))
    return await scene.count(await saying)


async def killed(scene: Scene, step: str) -> Figures:
    """A process dies after a step; it is started again, and another one takes over when Slack comes back."""
    scene.fleet.arm(step)
    saying = asyncio.create_task(scene.mention())
    await scene.fleet.start(await scene.fleet.dead())
    return await scene.count([await saying])


async def killed_while_posting(scene: Scene) -> Figures:
    """All processes die after Slack has posted and before it has said so; then they are started again."""
    scene.workspace.faults.delay("chat.postMessage", 2)
    posted = len(scene.workspace.calls("chat.postMessage"))
    saying = asyncio.create_task(scene.mention())
    await until(lambda: len(scene.workspace.calls("chat.postMessage")) > posted)
    ports = list(scene.fleet.processes)
    await asyncio.gather(*map(scene.fleet.kill, ports))
    await asyncio.gather(*map(scene.fleet.start, ports))
    return await scene.count([await saying])


async def slack_unreachable(scene: Scene, slack: Relay, events: int) -> Figures:
    """Slack refuses connections while events come, and takes them again before it gives up on them."""
    before = scene.attempts()
    await slack.cut()
    saying = asyncio.create_task(scene.mentions(events))
    await until(lambda: scene.attempts() >= before + events)
    await slack.mend()
    return await scene.count(await saying)


async def slack_faulty(scene: Scene, plant: Callable[[Faults], None], events: int) -> Figures:
    """Slack answers the first calls for each event as planted."""
    found = Figures()
    for _ in range(events):
        plant(scene.workspace.faults)
        found += await scene.count([await scene.mention()])
        scene.workspace.faults.clear()
    return found


async def database_gone(scene: Scene, database: Relay, events: int, seconds: float = 0.0) -> Figures:
    """The database is gone when events come, and back before Slack gives up; commands are answered meanwhile.

    Args:
        scene: with processes that reach their database through the relay.
        database: the relay.
        events: how many, all at once.
        seconds: how long it is gone at least; in any case until every event was delivered once in vain.
    """
    before = scene.attempts()
    await database.cut()
    began = time.monotonic()
    saying = asyncio.create_task(scene.mentions(events))
    await until(lambda: scene.attempts() >= before + events)
    await scene.commands_are_answered()
    states = {await scene.fleet.status(port, "/readyz") for port in scene.fleet.processes}
    await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
    await database.mend()
    found = await scene.count(await saying)
    await scene.ready()
    assert states == {503}, "not ready without a database"
    assert scene.fleet.alive(), "no process ends without a database"
    return found


async def database_stalled(scene: Scene, database: Relay, events: int) -> Figures:
    """The database takes what is sent and says nothing while events come; commands are answered meanwhile."""
    before = scene.attempts()
    database.stall()
    saying = asyncio.create_task(scene.mentions(events))
    await until(lambda: scene.attempts() >= before + events)
    await scene.commands_are_answered()
    await database.mend()
    found = await scene.count(await saying)
    await scene.ready()
    assert scene.fleet.alive(), "no process ends while a database hangs"
    return found


async def database_locked(scene: Scene, file: Path, events: int, seconds: float = 0.0) -> Figures:
    """Another process writes to the SQLite file all the time while events come; commands are answered meanwhile."""
    before = scene.attempts()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        saying = asyncio.create_task(scene.mentions(events))
        await until(lambda: scene.attempts() >= before + events)
        await scene.commands_are_answered()
        await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
        other.execute("ROLLBACK")
    found = await scene.count(await saying)
    await scene.ready()
    assert scene.fleet.alive(), "no process ends with a locked database"
    return found


async def database_flaps(scene: Scene, database: Relay, events: int, seconds: float = 0.3) -> Figures:
    """The database goes and comes back all the time while events come one after another."""

    async def flap() -> None:
        while True:
            await asyncio.sleep(seconds)
            await database.cut()
            await asyncio.sleep(seconds)
            await database.mend()

    async def mention(number: int) -> Said:
        await asyncio.sleep(number * seconds / 7)
        return await scene.mention()

    flapping = asyncio.create_task(flap())
    saying = asyncio.gather(*(mention(number) for number in range(events)))
    await asyncio.sleep(events * seconds / 7)
    flapping.cancel()
    await asyncio.gather(flapping, return_exceptions=True)
    await database.mend()
    found = await scene.count(await saying)
    assert scene.fleet.alive()
    return found


async def database_gone_while_posting(scene: Scene, database: Relay, events: int) -> Figures:
    """The database goes when Slack has been given the answers, and is back later; all is delivered once more then."""
    before = scene.attempts()
    posted = len(scene.workspace.calls("chat.postMessage"))
    scene.workspace.faults.delay("chat.postMessage", 1.0, times=events)
    saying = asyncio.create_task(scene.mentions(events))
    await until(lambda: len(scene.workspace.calls("chat.postMessage")) >= posted + events)
    await database.cut()
    said = await saying
    assert scene.attempts() == before + events, "an answer that was posted is acknowledged, database or not"
    await database.mend()
    await scene.ready()
    await asyncio.gather(*(scene.workspace.redeliver(delivery) for one in said for delivery in one.deliveries))
    return await scene.count(said)


async def socket_cut(scene: Scene) -> Figures:
    """The WebSocket is cut while an answer is on its way to Slack."""
    scene.workspace.faults.delay("chat.postMessage", 0.5)
    posted = len(scene.workspace.calls("chat.postMessage"))
    saying = asyncio.create_task(scene.mention())
    await until(lambda: len(scene.workspace.calls("chat.postMessage")) > posted)
    await scene.workspace.cut_connections()
    said = await saying
    assert said.acknowledged, "over the next WebSocket"
    return await scene.count([said])


async def shared_twice(scene: Scene) -> int:
    """Two clicks at once on one *Share*; how often it was shared."""
    before = len(scene.workspace.messages(scene.general))
    shown = (await scene.ask()).message
    assert shown is not None
    await asyncio.gather(*(scene.workspace.click(scene.ada, shown, action_id=SHARE) for _ in range(2)))
    await scene.workspace.settled()
    return len(scene.workspace.messages(scene.general)) - before


async def judged_twice(scene: Scene, store: Store) -> int:
    """Two clicks at once on one feedback button; how many verdicts are kept more than before."""
    said = await scene.mention()
    await scene.workspace.settled()
    answer = scene.workspace.thread(scene.general, said.ts)[-1]
    [value] = [
        part["positive_button"]["value"]
        for block in answer.blocks
        for part in block.get("elements", ())
        if part["type"] == "feedback_buttons"
    ]
    before = await _verdicts(store)
    clicks = [scene.workspace.click(scene.ada, answer, action_id=FEEDBACK, value=value) for _ in range(2)]
    assert all(ack.ok for ack in await asyncio.gather(*clicks))
    return await _verdicts(store) - before


async def _verdicts(store: Store) -> int:
    async with store.engine.connect() as connection:
        found = await connection.scalar(select(func.count()).select_from(VERDICTS))
    return int(found or 0)
