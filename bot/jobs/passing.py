"""One pass over a workspace: what Slack holds is made equal to what is wanted for the next days."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.catalog.lesson_model import Lessons
from bot.errors import StoreError
from bot.jobs.acting import Errand, Keep, Tally
from bot.jobs.comparing import Comparison, compare
from bot.jobs.leasing import LeaseLostError, StoppedError
from bot.jobs.slack_port import NOT_INSTALLED, Held, LaterError, LostError, RefusedError, SlackPort
from bot.jobs.troubling import UNKNOWN_ZONE, note_lost, note_trouble, note_well, tried_again_at
from bot.store import Store
from bot.study.calendar import UnknownZoneError
from bot.study.planning import BEHIND, asked, wanted
from bot.subscription import Kind, Post, Subscription

PAUSE = 3600.0
"""Seconds between two passes over a workspace in which nothing happens; also until a lost one is tried again."""
SHORTEST = 1.0
"""Seconds until the next pass at the soonest."""
AFTER_PASSED = 30.0
"""The same after a moment that had passed by Slack's clock when it was asked; ours may be slow."""
AT_ONCE = 4
"""Places that are worked at at the same time."""
ENDING = (LaterError, LostError, StoreError, LeaseLostError, StoppedError)
"""What befalls the whole workspace, so that no other place is begun."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a pass."""

    next_at: float
    """When the workspace is due again, in seconds since the epoch."""
    scheduled: int = 0
    cancelled: int = 0
    troubles: int = 0
    """Places at which something is wrong."""
    ended: str = "ok"
    """`ok`; `later` where Slack could not be asked for everything; `lost` where it lets the bot in no more."""


async def reconcile(
    store: Store, port: SlackPort, lessons: Lessons, workspace: str, clock: Callable[[], float], keep: Keep
) -> Outcome:
    """Makes what Slack holds in a workspace equal to what is wanted.

    It may be killed anywhere and run again; of two at once, the lease that `keep` looks after lets one go on. Where all
    is in order, it lists what Slack holds and writes nothing.

    Args:
        store: holds subscriptions and posts.
        port: Slack.
        lessons: what there is to send.
        workspace: workspace key.
        clock: seconds since the epoch, by which things are due.
        keep: called around calls of Slack's.

    Raises:
        StoreError: the database failed.
        Exception: what `keep` raised.
    """
    pass_ = _Pass(store, port, lessons, workspace, clock, keep)
    subscriptions = await store.subscriptions.of(workspace)
    try:
        look_at = await pass_.run(subscriptions)
        ended = "ok"
    except LaterError as error:
        look_at, ended = clock() + error.seconds, "later"
    except LostError as error:
        await note_lost(store, subscriptions, error.code)
        if error.code == NOT_INSTALLED and not subscriptions:
            await pass_.forget()
        look_at, ended = clock() + PAUSE, "lost"
    tally = pass_.tally
    next_at = max(clock() + SHORTEST, min(look_at, clock() + PAUSE))
    return Outcome(next_at, tally.scheduled, tally.cancelled, tally.troubles, ended)


class _Pass:
    """What is known of a workspace during one pass."""

    def __init__(
        self,
        store: Store,
        port: SlackPort,
        lessons: Lessons,
        workspace: str,
        clock: Callable[[], float],
        keep: Keep,
    ) -> None:
        self._store = store
        self._port = port
        self._lessons = lessons
        self._workspace = workspace
        self._clock = clock
        self._keep = keep
        self._began = clock()
        self._rows: Mapping[str, Sequence[Post]] = {}
        self._held: defaultdict[str, list[Held]] = defaultdict(list)
        self._due: Mapping[str, Sequence[float]] = {}
        self._look_at = float("inf")
        self._failure: Exception | None = None
        """Ends the pass."""
        self._unforeseen: Exception | None = None
        """Befell one place."""
        self.tally = Tally()

    async def run(self, subscriptions: Sequence[Subscription]) -> float:
        """Passes over every place; when to come again at the latest, in seconds since the epoch.

        Raises:
            LaterError, LostError, StoreError: see `reconcile`.
        """
        now = self._clock()
        self._rows = await self._store.posts.of(self._workspace, now - BEHIND.total_seconds())
        ahead = (row for rows in self._rows.values() for row in rows if row.dropped or row.moment > now)
        if not subscriptions and not any(ahead):
            return self._look_at
        if any(one.practice for one in subscriptions):
            self._due = await self._store.cards.due_times(self._workspace)
        await self._keep()
        for one in await self._port.held(self._workspace):
            self._held[one.place].append(one)
        places: dict[str, Subscription | None] = dict.fromkeys(self._rows)
        places |= {one.place: one for one in subscriptions}
        each = iter(places.items())
        await asyncio.gather(*(self._work(each) for _ in range(AT_ONCE)))
        if self._failure:
            raise self._failure
        await self._settle()
        if self._unforeseen:
            raise self._unforeseen
        return self._look_at

    async def forget(self) -> None:
        """Forgets the posts, which a pass may have noted while everything else of the workspace was forgotten."""
        for place, rows in self._rows.items():
            for row in rows:
                await self._store.posts.remove(self._workspace, place, row.kind, row.day)

    async def _work(self, places: Iterator[tuple[str, Subscription | None]]) -> None:
        for place, subscription in places:
            # Whoever is served by the same process need not wait until all places are compared.
            await asyncio.sleep(0)
            if self._failure:
                return
            try:
                await self._pass_over(place, subscription)
            except ENDING as error:
                # It is raised again once the other places at work are left in order.
                self._failure = self._failure or error
            except Exception as error:
                # It would befall this place in every pass, and the others must go on: raised once they are done.
                self._unforeseen = self._unforeseen or error

    async def _pass_over(self, place: str, subscription: Subscription | None) -> None:
        if subscription is None:
            await self._clear(place)
            return
        try:
            await self._serve(subscription)
        except UnknownZoneError:
            await self._trouble(subscription, UNKNOWN_ZONE)
        except RefusedError as error:
            await self._trouble(subscription, error.code)

    async def _serve(self, subscription: Subscription) -> None:
        now = self._clock()
        found = await self._compared(subscription, now)
        self._look_at = min(self._look_at, found.look_at)
        differences = found.differences
        again_at = tried_again_at(subscription)
        if again_at > now:
            self._look_at = min(self._look_at, again_at)
            differences = tuple(one for one in differences if not one.ask)
        if differences and not await self._errand(subscription.place, subscription).run(differences):
            self._look_at = min(self._look_at, now + AFTER_PASSED)
        if subscription.trouble and len(differences) == len(found.differences):
            await note_well(self._store, subscription)

    async def _compared(self, subscription: Subscription, now: float) -> Comparison:
        rows = self._rows.get(subscription.place, ())
        posts = await self._wanted(subscription, rows, now)
        return compare(
            rows, self._held[subscription.place], posts, now, lambda post: self._port.digest(subscription, post)
        )

    async def _wanted(self, subscription: Subscription, rows: Sequence[Post], now: float) -> tuple[Post, ...]:
        """The posts that a place is to get; what it was given is read only where something must be chosen."""
        kinds: set[Kind] = set()

        def unread(kind: Kind) -> Sequence[str]:
            kinds.add(kind)
            return ()

        due = self._due.get(subscription.person, ())
        posts = wanted(subscription, self._lessons, rows, now, unread, due)
        if not kinds:
            return posts
        given = {kind: await self._store.posts.given(self._workspace, subscription.place, kind) for kind in kinds}
        return wanted(subscription, self._lessons, rows, now, given.__getitem__, due)

    async def _clear(self, place: str) -> None:
        """Takes back what a place without a subscription was to get; what it was given stays known."""
        now = self._clock()
        rows = [row for row in self._rows[place] if row.dropped or row.moment > now or not asked(row)]
        found = compare(rows, self._held[place], (), now, lambda _: "")
        try:
            await self._errand(place, None).run(found.differences)
        except RefusedError:
            # Nothing is to be seen of it, and nobody asks: it is tried again until its moment has passed.
            self.tally.troubles += 1

    async def _trouble(self, subscription: Subscription, code: str) -> None:
        self.tally.troubles += 1
        await self._keep()
        # Whatever was changed since the subscription was read may have helped.
        await note_trouble(self._store, self._port, subscription, code, self._began)

    async def _settle(self) -> None:
        """Closes the questions whose answer was shown, of those whose message a click has told."""
        rows = (row for rows in self._rows.values() for row in rows)
        if not any(row.kind == "quiz" and row.ts for row in rows):
            return
        await self._keep()
        again_at = await self._port.settle(self._store, self._workspace, self._clock())
        self._look_at = min(self._look_at, again_at or self._look_at)

    def _errand(self, place: str, subscription: Subscription | None) -> Errand:
        return Errand(
            self._store, self._port, self._workspace, place, subscription, self._clock, self._keep, self.tally
        )
