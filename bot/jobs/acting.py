"""Carries out what is to be done about one place, in an order that survives being killed anywhere."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot import metrics
from bot.jobs.comparing import CLOSE, MARGIN, Difference
from bot.jobs.slack_port import LaterError, PassedError, RefusedError, SlackPort
from bot.store import Store
from bot.subscription import Post, Subscription

logger = logging.getLogger(__name__)

Keep = Callable[[], Awaitable[None]]
"""Called around calls of Slack's; raises where the workspace is not ours any more."""


@dataclass(slots=True)
class Tally:
    """What was done so far."""

    scheduled: int = 0
    cancelled: int = 0
    troubles: int = 0
    """Places at which Slack refused something."""


class Errand:
    """The work at one place.

    Slack lets go first, then rows change, then Slack is asked: a row names all that Slack may hold of it at any time,
    and two rows that swap their moments do not meet.

    Args:
        store: keeps the rows.
        port: Slack.
        workspace: workspace key.
        place: channel id.
        subscription: of the place; None where it has none, and nothing is asked for.
        clock: seconds since the epoch.
        keep: called around each call of Slack's.
        tally: counts what is done.
    """

    def __init__(
        self,
        store: Store,
        port: SlackPort,
        workspace: str,
        place: str,
        subscription: Subscription | None,
        clock: Callable[[], float],
        keep: Keep,
        tally: Tally,
    ) -> None:
        self._posts = store.posts
        self._port = port
        self._where = workspace, place
        self._subscription = subscription
        self._clock = clock
        self._keep = keep
        self._tally = tally

    async def run(self, differences: Sequence[Difference]) -> bool:
        """Does it all; whether no moment passed before Slack was asked.

        Raises:
            RefusedError: Slack refused something for this place.
            LaterError, LostError, StoreError: the rest is left to the next pass.
        """
        free = [one for one in [await self._let_go(one) for one in differences] if one]
        stay = [(one, post) for one in free if (post := await self._change(one))]
        await self._posts.plan(*self._where, [post for one, post in stay if one.row is None])
        return await self._ask_all([(one, post) for one, post in stay if one.ask])

    async def _let_go(self, one: Difference) -> Difference | None:
        """Has Slack let go of what it holds of a post; None where it is too late, and the post counts as given."""
        row = one.row
        if row is None or not one.cancel:
            return one
        if row.moment - self._clock() <= MARGIN:
            return None
        if one.replaces:
            await self._posts.unsure(*self._where, row.kind, row.day)
        for held_id in one.cancel:
            await self._keep()
            await self._port.cancel(*self._where, held_id)
            self._tally.cancelled += 1
            metrics.scheduled(row.kind, "cancelled")
        # Slack says the same of what it has posted: only before the last minute does that mean that it let go.
        if row.moment - self._clock() <= CLOSE:
            return None
        if one.replaces:
            await self._posts.tried(*self._where, row.kind, row.day, "")
            return replace(one, row=replace(row, digest="", scheduled_id="", sure_at=0.0))
        return one

    async def _change(self, one: Difference) -> Post | None:
        """Makes a row what it is to be; None where it is not to be asked for."""
        row, wanted = one.row, one.wanted
        if row is None:
            return wanted
        if wanted is None:
            await self._posts.remove(*self._where, row.kind, row.day)
            return None
        if one.found:
            await self._posts.sure(*self._where, row.kind, row.day, one.found, self._clock())
        if wanted.lesson != row.lesson:
            await self._posts.relesson(*self._where, row.kind, row.day, wanted.lesson)
        if wanted.moment != row.moment and not await self._posts.move(*self._where, row, wanted.moment):
            return None
        return wanted

    async def _ask_all(self, asked: Sequence[tuple[Difference, Post]]) -> bool:
        """Asks Slack for one after the other; whether no moment passed meanwhile."""
        whole = True
        refusal: RefusedError | None = None
        for one, post in asked:
            try:
                whole &= await self._ask(post, fresh=_is_fresh(one, post))
            except RefusedError as error:
                if error.whole:
                    raise
                logger.error("Slack does not take %s %s: %s", post.kind, post.lesson, error.code)
                refusal = error
        if refusal:
            raise refusal
        return whole

    async def _ask(self, post: Post, *, fresh: bool) -> bool:
        """Asks Slack to hold a post; whether its moment had not passed yet.

        Args:
            post: as its row has it by now.
            fresh: whether Slack certainly holds nothing of it.
        """
        if self._subscription is None:
            raise ValueError("nothing is asked for without a subscription")
        await self._keep()
        if not await self._posts.tried(*self._where, post.kind, post.day, self._port.digest(self._subscription, post)):
            return True
        try:
            held_id = await self._port.schedule(self._subscription, post)
        except (RefusedError, PassedError, LaterError) as error:
            sent = isinstance(error, LaterError) and error.done
            metrics.scheduled(post.kind, "lost" if sent else "refused")
            if fresh and not sent:
                await self._posts.tried(*self._where, post.kind, post.day, "")
            if isinstance(error, PassedError):
                return False
            raise
        # Whoever has the workspace by now may have asked as well; they mend it, and must find what they wrote.
        await self._keep()
        await self._posts.sure(*self._where, post.kind, post.day, held_id, self._clock())
        self._tally.scheduled += 1
        metrics.scheduled(post.kind, "held")
        return True


def _is_fresh(one: Difference, post: Post) -> bool:
    """Whether Slack certainly holds nothing of a post before it is asked."""
    return one.row is None or not one.row.digest or one.row.moment != post.moment
