"""Workers share what is due, one lease at a time, outlive what fails, and end when they are told to."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from bots import SCOPES
from many import Many, key, many, newcomer
from processes import COMMANDS, Command, running
from scheduling import BERLIN, DAY, Jobs

from bot.demo import LocalWorkspace
from bot.engine import Engine
from bot.jobs.leasing import Lease, LeaseLostError, StoppedError
from bot.jobs.slack_port import NOT_INSTALLED, Held, LostError, SlackPort
from bot.jobs.worker import Worker
from bot.settings import Settings
from bot.slack.scheduling import Scheduling
from bot.store import Store, open_store
from bot.subscription import Post, Subscription

EVERY_DAY = frozenset(range(7))


@pytest.fixture
async def jobs(engine: Engine, tmp_path: Path) -> AsyncIterator[Jobs]:
    """Background work in a workspace."""
    store = await open_store(f"sqlite:///{tmp_path}/store.db")
    try:
        async with LocalWorkspace(scopes=SCOPES) as workspace:
            ada = workspace.add_user("ada")
            yield Jobs(workspace, store, engine.lessons, ada, workspace.add_channel("general", members=[ada]))
    finally:
        await store.close()


@asynccontextmanager
async def at_work(*workers: Worker) -> AsyncIterator[None]:
    """Workers that work within the block."""
    stop = asyncio.Event()
    working = [asyncio.create_task(worker.run(stop)) for worker in workers]
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await asyncio.gather(*working)


def worker_of(jobs: Jobs, port: SlackPort | None = None, **how: object) -> Worker:
    settings: dict[str, object] = {"clock": jobs.workspace.clock.now, "poll": 0.02, **how}
    return Worker(jobs.store, port or jobs.port, jobs.lessons, **settings)  # type: ignore[arg-type]


async def until(there: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not there():  # noqa: ASYNC110 (what is waited for happens in a workspace, a database, or another process)
            await asyncio.sleep(0.01)


async def test_a_worker_schedules_what_becomes_due_and_gives_its_lease_up(jobs: Jobs) -> None:
    async with at_work(worker_of(jobs)):
        asked = await jobs.subscribe()
        await until(lambda: len(jobs.held()) == 3)
        await jobs.store.subscriptions.remove(asked.workspace, asked.place, jobs.now())
        await until(lambda: not jobs.held())
    assert await jobs.store.rounds.take(jobs.now() + DAY, time.time(), 1.0) is not None, "nobody holds a lease"


async def test_what_changes_during_a_pass_is_seen_by_the_next(jobs: Jobs) -> None:
    asked = await jobs.subscribe()
    jobs.workspace.faults.delay("chat.scheduleMessage", 0.3)
    async with at_work(worker_of(jobs)):
        await until(lambda: bool(jobs.held()))
        await jobs.store.subscriptions.remove(asked.workspace, asked.place, jobs.now())
        await until(lambda: len([call for call in jobs.calls() if "delete" in call]) == 3)
    assert jobs.held() == []


async def test_two_workers_schedule_nothing_twice(engine: Engine, postgresql: str) -> None:
    from bot.store import upgrade

    await upgrade(postgresql)
    async with many(engine, postgresql, processes=2) as bot:
        places = [place for number in range(20) for place in await subscribed(bot, f"team-{number}")]
        async with at_work(*(worker_in(bot, number) for number in (0, 1))):
            await until(lambda: sum(len(one.pending()) for one in bot.slack.workspaces.values()) >= 3 * len(places))
            for workspace in bot.slack.workspaces.values():
                await bot.one.store.rounds.due(key(workspace), bot.slack.clock.now())
            await until(lambda: all(listed(bot)[one] >= 2 for one in bot.slack.workspaces))
    found = Counter(one.key for workspace in bot.slack.workspaces.values() for one in workspace.pending())
    held = [(one.channel, one.post_at) for team in bot.slack.workspaces.values() for one in team.pending()]
    assert len(held) == len(set(held)) == 3 * len(places), found


async def subscribed(bot: Many, name: str) -> list[str]:
    """A new workspace with two channels that get a tip a day."""
    workspace, user = await newcomer(bot, name)
    places = [workspace.add_channel(f"{name}-{number}", members=[user]).id for number in (1, 2)]
    for place in places:
        asked = Subscription(
            workspace=key(workspace), place=place, person=user.id, tips=EVERY_DAY, zone=BERLIN, since=time.time()
        )
        await bot.one.store.subscriptions.put(asked, time.time())
    return places


def worker_in(bot: Many, number: int) -> Worker:
    """A worker in one of the bot's processes."""
    process, lessons = bot.processes[number], bot.one.desk.engine.lessons
    port = Scheduling(Settings(slack_api_url=bot.slack.api_url), process.workspaces, lessons)
    return Worker(process.store, port, lessons, clock=bot.slack.clock.now, poll=0.02)


def listed(bot: Many) -> Counter[str]:
    """How often what Slack holds was listed, by workspace."""
    return Counter(call.team_id for call in bot.slack.calls("chat.scheduledMessages.list"))


class Failing:
    """A port to a Slack that makes the code itself fail."""

    def __init__(self, port: SlackPort) -> None:
        self._port = port
        self.failed = 0

    async def held(self, workspace: str) -> tuple[Held, ...]:
        if not workspace.startswith("T0LOCAL"):
            self.failed += 1
            raise RuntimeError("nobody foresaw this: <@U1> said so")
        return await self._port.held(workspace)

    def __getattr__(self, name: str) -> object:
        return getattr(self._port, name)


async def test_what_befalls_one_workspace_leaves_the_others_alone(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    asked = await jobs.subscribe()
    await jobs.change(asked, workspace="T0OTHER")
    failing = Failing(jobs.port)
    async with at_work(worker_of(jobs, failing)):  # type: ignore[arg-type]
        await until(lambda: bool(failing.failed) and len(jobs.held()) == 3)
        await jobs.change(asked, tips=frozenset())
        await until(lambda: not jobs.held())
    assert failing.failed == 1, "the next try is a minute later"
    assert "said so" not in caplog.text
    assert "a pass over T0OTHER failed: RuntimeError at" in caplog.text


async def test_a_database_that_is_locked_is_waited_for(
    jobs: Jobs, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await jobs.subscribe()
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    async with at_work(worker_of(jobs)):
        await until(lambda: "cannot be looked up" in caplog.text)
        assert jobs.held() == []
        other.execute("COMMIT")
        other.close()
        await until(lambda: len(jobs.held()) == 3)
    assert caplog.text.count("cannot be looked up") == 1


async def test_one_beside_rests_while_a_dedicated_one_works(jobs: Jobs) -> None:
    real = [time.time()]
    async with at_work(worker_of(jobs, dedicated=True, real=lambda: real[0])):
        async with asyncio.timeout(10):
            while not await jobs.store.rounds.beaten(real[0]):
                await jobs.store.ping()
    await jobs.subscribe()
    looks: list[float] = []

    def looked_at() -> float:
        looks.append(real[0])
        return real[0]

    async with at_work(worker_of(jobs, real=looked_at)):
        await until(lambda: len(looks) > 5)
        assert jobs.calls() == []
        real[0] += 61
        await until(lambda: len(jobs.held()) == 3)


async def test_a_lease_is_extended_in_time(jobs: Jobs) -> None:
    await jobs.subscribe()
    round_ = await jobs.store.rounds.take(jobs.now(), 1000.0, 10.0)
    assert round_ is not None
    real, stop = [1000.0], asyncio.Event()
    lease = Lease(jobs.store, round_, 1000.0, 10.0, lambda: real[0], stop)
    real[0] = 1005.0
    await lease.keep()
    assert await jobs.store.rounds.take(jobs.now(), 1010.0, 10.0) is not None, "half of it was left"
    real[0] = 1005.1
    with pytest.raises(LeaseLostError):
        await lease.keep()
    stop.set()
    with pytest.raises(StoppedError):
        await lease.keep()


class Slow:
    """A port that stands still while it is asked for the first post, until it is told to go on."""

    def __init__(self, port: SlackPort) -> None:
        self._port = port
        self.asked = asyncio.Event()
        self.go_on = asyncio.Event()

    async def schedule(self, subscription: Subscription, post: Post) -> str:
        if not self.asked.is_set():
            self.asked.set()
            await self.go_on.wait()
        return await self._port.schedule(subscription, post)

    def __getattr__(self, name: str) -> object:
        return getattr(self._port, name)


async def test_what_two_did_since_one_stood_still_is_mended(jobs: Jobs) -> None:
    await jobs.subscribe()
    slow = Slow(jobs.port)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(at_work(worker_of(jobs, slow, lease=0.2)))  # type: ignore[arg-type]
        await slow.asked.wait()
        await stack.enter_async_context(at_work(worker_of(jobs, lease=10.0)))
        await until(lambda: len(jobs.held()) == 3)
        slow.go_on.set()
        await until(lambda: "chat.deleteScheduledMessage" in jobs.calls())
        await until(lambda: len(jobs.held()) == 3)
    assert len(set(jobs.held())) == 3


class Leaving:
    """A port to a workspace that removes the bot while it is passed over."""

    def __init__(self, jobs: Jobs) -> None:
        self._port = jobs.port
        self._forget = partial(jobs.store.forget_workspace, jobs.key)
        self.left = False
        self.refused = False

    async def schedule(self, subscription: Subscription, post: Post) -> str:
        held = await self._port.schedule(subscription, post)
        if not self.left:
            self.left = True
            await self._forget()
        return held

    async def held(self, workspace: str) -> tuple[Held, ...]:
        if self.left:
            self.refused = True
            raise LostError(NOT_INSTALLED)
        return await self._port.held(workspace)

    def __getattr__(self, name: str) -> object:
        return getattr(self._port, name)


async def test_nothing_is_kept_of_a_workspace_that_leaves_during_a_pass(jobs: Jobs) -> None:
    for number in range(9):
        await jobs.subscribe(jobs.workspace.add_channel(f"channel-{number}"))
    port = Leaving(jobs)
    async with at_work(worker_of(jobs, port)):  # type: ignore[arg-type]
        await until(lambda: port.refused)
    assert await jobs.store.posts.of(jobs.key, 0.0) == {}


async def test_a_step_in_hand_is_finished_at_the_end(jobs: Jobs) -> None:
    await jobs.subscribe()
    slow = Slow(jobs.port)
    stop = asyncio.Event()
    working = asyncio.create_task(worker_of(jobs, slow).run(stop))  # type: ignore[arg-type]
    await slow.asked.wait()
    stop.set()
    slow.go_on.set()
    await working
    [first, *_] = await jobs.rows()
    assert len(jobs.held()) == 1
    assert first.digest
    assert await jobs.store.rounds.take(jobs.now(), time.time(), 1.0) is not None, "others go on at once"


async def kept(store: Store, workspace: LocalWorkspace) -> None:
    """Somebody asks for a tip a day."""
    asked = Subscription(
        workspace=workspace.identity.team_id,
        place=workspace.add_channel("general").id,
        tips=EVERY_DAY,
        since=time.time(),
    )
    await store.subscriptions.put(asked, time.time())


@pytest.mark.parametrize("command", [*COMMANDS, "worker"])
async def test_every_process_works(command: Command, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    store = await open_store(url)
    try:
        async with LocalWorkspace(scopes=SCOPES) as workspace:
            await kept(store, workspace)
            async with running(command, workspace, tmp_path, DATABASE_URL=url) as bot:
                await until(lambda: len(workspace.pending()) == 3)
                bot.terminate()
                assert await bot.ended() == 0
    finally:
        await store.close()
