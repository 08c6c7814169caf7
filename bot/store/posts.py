"""What is sent by the clock: a row before Slack is asked to hold it, which then tells what the place was given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Delete, bindparam, delete, false, func, select, true, union_all, update

from bot.store.clock_tables import POSTS
from bot.store.database import Database
from bot.store.tables import KEY
from bot.store.texts import key, short
from bot.subscription import SECONDS, Kind, Post

HISTORY: tuple[Kind, ...] = ("tip", "quiz")
"""Kinds of which it is known for long what a place was given."""
PASSING = tuple(kind for kind in SECONDS if kind not in HISTORY)
KEPT_SECONDS = 30 * 24 * 3600
"""How long a post is kept after its moment; the latest of each lesson in a place longer."""
PLACE_SECONDS = 365 * 24 * 3600
"""How long a place's history is kept after its last post."""
OF_A_LESSON = ("workspace", "place", "kind", "lesson")


class Posts:
    """The posts in one database; times are seconds since the epoch, days local dates of the place."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, workspace: str, since: float) -> dict[str, tuple[Post, ...]]:
        """The posts of each place in a workspace whose moment is `since` or later, and all that are dropped.

        Those of a place come in the order of their moments.
        """
        theirs = select(POSTS).where(POSTS.c.workspace == key(workspace, KEY))
        # Each half is one stretch of an index; with OR, SQLite would read all that was ever sent in the workspace.
        wanted = theirs.where(POSTS.c.dropped == false(), POSTS.c.moment >= since)
        either = union_all(wanted, theirs.where(POSTS.c.dropped == true()))
        found: defaultdict[str, list[Post]] = defaultdict(list)
        async with self._database.begin() as connection:
            for row in await connection.execute(either):
                found[row.place].append(_post(row))
        return {place: tuple(sorted(found[place], key=attrgetter("moment", "kind"))) for place in sorted(found)}

    async def given(self, workspace: str, place: str, kind: Kind) -> tuple[str, ...]:
        """Ids of the lessons that a place was given or is to be, each once, in the order in which they came last."""
        last = func.max(POSTS.c.moment)
        mine = (*_of_place(workspace, place), POSTS.c.kind == kind, POSTS.c.dropped == false(), POSTS.c.lesson != "")
        found = select(POSTS.c.lesson).where(*mine).group_by(POSTS.c.lesson).order_by(last, POSTS.c.lesson)
        async with self._database.begin() as connection:
            return tuple((await connection.scalars(found)).all())

    async def plan(self, workspace: str, place: str, posts: Iterable[Post]) -> None:
        """Adds posts to a place; where it has one of that kind and day, that one stays."""
        await self.plan_all(workspace, {place: posts})

    async def plan_all(self, workspace: str, posts: Mapping[str, Iterable[Post]]) -> None:
        """Adds posts to several places, all or none; where a place has one of a kind and day, that one stays."""
        rows = [_values(workspace, place, post) for place, some in posts.items() for post in some]
        if not rows:
            return
        # Sorted, so that two processes that add the same rows do not each wait for the other.
        rows.sort(key=lambda row: (row["place"], row["kind"], row["day"]))
        async with self._database.begin() as connection:
            await connection.execute(self._database.upsert(POSTS).on_conflict_do_nothing(), rows)
            if again := [_named(row) for row in rows if row["kind"] in HISTORY]:
                await connection.execute(_forgotten_before(), again)

    async def move(self, workspace: str, place: str, post: Post, moment: int) -> bool:
        """Gives a post another moment, for which Slack was not asked yet; whether it was still as in `post`."""
        unchanged = (
            POSTS.c.moment == post.moment,
            POSTS.c.digest == key(post.digest, KEY),
            POSTS.c.scheduled_id == key(post.scheduled_id, KEY),
            POSTS.c.dropped == false(),
        )
        fresh = {"moment": moment, "digest": "", "scheduled_id": "", "sure_at": 0.0}
        return await self._change(workspace, place, post.kind, post.day, fresh, *unchanged)

    async def tried(self, workspace: str, place: str, kind: Kind, day: date, digest: str) -> bool:
        """Notes, before Slack is asked to hold a message, that it may hold it from now on.

        Args:
            workspace: workspace key.
            place: channel id.
            kind: what is sent.
            day: local date.
            digest: of the message.

        Returns:
            Whether the post is still there and wanted; if not, Slack must not be asked, since nobody would know of it.
        """
        marked = {"digest": key(digest, KEY), "scheduled_id": "", "sure_at": 0.0}
        return await self._change(workspace, place, kind, day, marked, POSTS.c.dropped == false())

    async def sure(self, workspace: str, place: str, kind: Kind, day: date, scheduled_id: str, now: float) -> None:
        """Notes that Slack holds a message, under which id."""
        held = {"scheduled_id": key(scheduled_id, KEY), "sure_at": now}
        await self._change(workspace, place, kind, day, held)

    async def unsure(self, workspace: str, place: str, kind: Kind, day: date) -> None:
        """Notes that Slack may not hold a message after all."""
        await self._change(workspace, place, kind, day, {"scheduled_id": "", "sure_at": 0.0})

    async def relesson(self, workspace: str, place: str, kind: Kind, day: date, lesson: str) -> None:
        """Gives a post another lesson; what Slack may hold of it stays noted."""
        await self._change(workspace, place, kind, day, {"lesson": key(lesson, KEY)})

    async def drop(self, workspace: str, place: str) -> None:
        """Marks every post of a place, earlier ones too, as not wanted; they stay until they are removed."""
        async with self._database.begin() as connection:
            await connection.execute(update(POSTS).where(*_of_place(workspace, place)).values(dropped=True))

    async def remove(self, workspace: str, place: str, kind: Kind, day: date) -> None:
        """Forgets a post."""
        async with self._database.begin() as connection:
            await connection.execute(delete(POSTS).where(*_is(workspace, place, kind, day)))

    async def quiz(self, workspace: str, place: str, day: date) -> Post | None:
        """The quiz question of a place on a local date."""
        async with self._database.begin() as connection:
            found = await connection.execute(select(POSTS).where(*_is(workspace, place, "quiz", day)))
            row = found.one_or_none()
        return _post(row) if row else None

    async def on(self, workspace: str, place: str, day: date) -> dict[Kind, Post]:
        """The posts of a place on a local date, one of a kind; an answer is on its question's."""
        async with self._database.begin() as connection:
            # By kind, since that stands before the day in the key: a place's history may be long.
            days = (POSTS.c.kind.in_(SECONDS), POSTS.c.day == day)
            rows = await connection.execute(select(POSTS).where(*_of_place(workspace, place), *days))
            posts = [_post(row) for row in rows]
        return {post.kind: post for post in posts}

    async def seen_quizzes(self, workspace: str, since: float) -> tuple[tuple[str, Post], ...]:
        """Quiz questions whose message's id is known, with their places; those whose moment is `since` or later."""
        which = (POSTS.c.workspace == key(workspace, KEY), POSTS.c.dropped == false(), POSTS.c.moment >= since)
        found = select(POSTS).where(*which, POSTS.c.kind == "quiz", POSTS.c.ts != "")
        async with self._database.begin() as connection:
            rows = await connection.execute(found.order_by(POSTS.c.moment, POSTS.c.place))
            return tuple((row.place, _post(row)) for row in rows)

    async def seen(self, workspace: str, place: str, day: date, ts: str) -> None:
        """Notes Slack's id of the message that a quiz question was posted as; empty once it needs no more changes."""
        await self._change(workspace, place, "quiz", day, {"ts": short(ts, KEY)})

    async def close(self, workspace: str, place: str, day: date, now: float) -> bool:
        """Closes a quiz question; True for the one caller who did."""
        return await self._change(workspace, place, "quiz", day, {"closed_at": now}, POSTS.c.closed_at == 0)

    async def prune(self, now: float) -> None:
        """Forgets posts of more than 30 days ago that are no history, and a place's history a year after its last post.

        When a place is given a lesson once more, `plan` forgets earlier times: it looks at one place only, where this
        would look through the history of all of them time and again.
        """
        over, long_over = POSTS.c.moment <= now - KEPT_SECONDS, POSTS.c.moment <= now - PLACE_SECONDS
        later = POSTS.alias()
        same = [later.c[name] == POSTS.c[name] for name in ("workspace", "place")]
        in_use = select(later.c.place).where(*same, later.c.moment > now - PLACE_SECONDS).exists()
        async with self._database.begin() as connection:
            await connection.execute(delete(POSTS).where(POSTS.c.kind.in_(PASSING), over))
            await connection.execute(delete(POSTS).where(POSTS.c.dropped == true(), over))
            await connection.execute(delete(POSTS).where(POSTS.c.kind.in_(HISTORY), long_over, ~in_use))

    async def _change(
        self,
        workspace: str,
        place: str,
        kind: Kind,
        day: date,
        values: Mapping[str, Any],
        *conditions: ColumnElement[bool],
    ) -> bool:
        """Changes one post where the conditions hold; whether it did."""
        changed = update(POSTS).where(*_is(workspace, place, kind, day), *conditions).values(**values)
        async with self._database.begin() as connection:
            return (await connection.execute(changed)).rowcount == 1


def _of_place(workspace: str, place: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return POSTS.c.workspace == key(workspace, KEY), POSTS.c.place == key(place, KEY)


def _is(workspace: str, place: str, kind: Kind, day: date) -> tuple[ColumnElement[bool], ...]:
    return (*_of_place(workspace, place), POSTS.c.kind == kind, POSTS.c.day == day)


def _forgotten_before() -> Delete:
    """Forgets all but the latest time that a place was given a lesson, up to a moment.

    What is only planned may be taken away again: then the lesson was last given before it.
    """
    later = POSTS.alias()
    same = [later.c[name] == POSTS.c[name] for name in OF_A_LESSON]
    again = select(later.c.place).where(*same, later.c.moment > POSTS.c.moment, later.c.moment <= bindparam("before"))
    named = [POSTS.c[name] == bindparam(f"the_{name}") for name in OF_A_LESSON]
    return delete(POSTS).where(*named, again.exists())


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """A row as `_forgotten_before` takes it."""
    names = {f"the_{name}": row[name] for name in OF_A_LESSON}
    return names | {"before": row["moment"] - KEPT_SECONDS}


def _values(workspace: str, place: str, post: Post) -> dict[str, Any]:
    return {
        "workspace": key(workspace, KEY),
        "place": key(place, KEY),
        "kind": post.kind,
        "day": post.day,
        "moment": post.moment,
        "lesson": key(post.lesson, KEY),
        "digest": key(post.digest, KEY),
        "scheduled_id": key(post.scheduled_id, KEY),
        "sure_at": post.sure_at,
        "dropped": post.dropped,
        "ts": short(post.ts, KEY),
        "closed_at": post.closed_at,
        "person": "",
    }


def _post(row: Any) -> Post:
    return Post(
        kind=row.kind,
        day=row.day,
        moment=row.moment,
        lesson=row.lesson,
        digest=row.digest,
        scheduled_id=row.scheduled_id,
        sure_at=row.sure_at,
        dropped=row.dropped,
        ts=row.ts,
        closed_at=row.closed_at,
    )
