"""What is kept of a place's posts and what Slack holds, compared with what is wanted."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.jobs.slack_port import Held
from bot.subscription import Post

CLOSE = 60.0
"""Seconds before its moment within which Slack lets go of a message no more."""
MARGIN = 90.0
"""The same with time for the call: what is nearer is left as it is, and counts as given."""
SETTLING = 600.0
"""Seconds for which Slack's list need not show yet what Slack said that it holds."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be done about one post; nothing but what it names."""

    row: Post | None
    """What is kept of it; None where nothing is yet."""
    wanted: Post | None
    """What is to be kept of it; None where the row is to go."""
    cancel: tuple[str, ...] = ()
    """Slack's ids of messages that it has to let go of, before the row changes."""
    found: str = ""
    """Slack's id of the message that it holds, where the row does not know it."""
    ask: bool = False
    """Whether Slack is to be asked to hold it."""

    @property
    def replaces(self) -> bool:
        """Whether Slack must hold nothing of the row before the row changes."""
        return bool(self.row and self.cancel and (self.ask or self.wanted is None))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything to be done about a place."""

    differences: tuple[Difference, ...] = ()
    look_at: float = float("inf")
    """When it must be compared again, in seconds since the epoch."""


def compare(
    rows: Sequence[Post], held: Sequence[Held], wanted: Sequence[Post], now: float, digest: Callable[[Post], str]
) -> Comparison:
    """What is to be done about one place.

    Args:
        rows: what is kept of its posts; a post that was given and is not among them is not missed.
        held: what Slack holds for it.
        wanted: its posts for the next days; of one that has a row, the lesson may have changed, and the moment.
        now: seconds since the epoch.
        digest: of a post as it would be sent now.
    """
    ids: defaultdict[int, list[str]] = defaultdict(list)
    for one in held:
        ids[one.moment].append(one.id)
    wishes = {(post.kind, post.day): post for post in wanted}
    found: list[Difference] = []
    look_at = float("inf")
    for row in rows:
        wish = wishes.pop((row.kind, row.day), None)
        found += _of_row(row, wish, ids[row.moment], now, digest)
        if _is_settling(row, wish, ids[row.moment], now):
            look_at = min(look_at, row.sure_at + SETTLING)
    fresh = (Difference(None, post, ask=True) for post in wishes.values())
    return Comparison((*found, *fresh), look_at)


def _of_row(
    row: Post, wish: Post | None, here: Sequence[str], now: float, digest: Callable[[Post], str]
) -> Iterator[Difference]:
    if row.dropped:
        yield from _of_dropped(row, wish, here, now)
    elif not row.digest:
        # Slack was never asked, so that nothing was given, whatever the time.
        yield Difference(row, wish, ask=wish is not None)
    elif row.moment - now <= MARGIN:
        return
    elif wish is None:
        yield Difference(row, None, _all(row, here))
    elif (wish.moment, wish.lesson, digest(wish)) != (row.moment, row.lesson, row.digest):
        yield Difference(row, wish, _all(row, here), ask=True)
    elif here:
        yield from _of_held(row, wish, here)
    elif not _is_settling(row, wish, here, now):
        yield Difference(row, wish, ask=True)


def _of_dropped(row: Post, wish: Post | None, here: Sequence[str], now: float) -> Iterator[Difference]:
    if row.digest and 0 < row.moment - now <= MARGIN:
        return
    yield Difference(row, None, _all(row, here) if row.digest and row.moment > now else ())
    if wish is not None:
        yield Difference(None, wish, ask=True)


def _of_held(row: Post, wish: Post, here: Sequence[str]) -> Iterator[Difference]:
    kept = row.scheduled_id if row.scheduled_id in here else min(here)
    others = tuple(one for one in here if one != kept)
    if others or kept != row.scheduled_id:
        yield Difference(row, wish, others, found="" if kept == row.scheduled_id else kept)


def _is_settling(row: Post, wish: Post | None, here: Sequence[str], now: float) -> bool:
    """Whether Slack said just now that it holds a post, which its list does not show yet."""
    return bool(wish and row.scheduled_id and not here and now - row.sure_at < SETTLING)


def _all(row: Post, here: Sequence[str]) -> tuple[str, ...]:
    """What Slack holds of a post, its list being late or not."""
    known = (row.scheduled_id,) if row.scheduled_id and row.scheduled_id not in here else ()
    return (*here, *known)
