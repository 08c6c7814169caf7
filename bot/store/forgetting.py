"""Forgets a workspace, or a person, in every table at once."""

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, true, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.clock_tables import POSTS, SUBSCRIPTIONS, VOTES
from bot.store.database import Database
from bot.store.digests import Digests
from bot.store.gaps import UNMET
from bot.store.matching import of_workspace
from bot.store.practice_tables import CARDS, LEARNERS, REVIEWS
from bot.store.rounds import make_due
from bot.store.slack_tables import BOTS, INSTALLATIONS
from bot.store.tables import FEEDBACK, GAP_ASKERS, GAPS, KEY, METADATA, QUESTIONS, RECENTS, TIPS
from bot.store.texts import clean, key
from bot.workspace_key import around, ids_of, workspace_key

AT_ONCE = 0.0
"""A time that has come on every clock."""


async def forget_workspace(database: Database, workspace: str) -> None:
    """Removes everything of a workspace, its installations too.

    `E1/` stands for the whole enterprise, save those of its workspaces that have installed the bot by themselves. With
    `E1/T1` goes what was kept as `T1`, before the workspace joined the enterprise.
    """
    enterprise, team = ids_of(clean(workspace))
    async with database.begin() as connection:
        kept = await _own_installations(connection, enterprise) if enterprise and not team else []
        for table in METADATA.tables.values():
            if "workspace" in table.c:
                others = table.c.workspace.not_in([workspace_key(enterprise, one) for one in kept])
                theirs = or_(of_workspace(table, workspace), table.c.workspace == key(team or workspace, KEY))
                await connection.execute(delete(table).where(theirs, others))
        for table in (INSTALLATIONS, BOTS):
            await connection.execute(delete(table).where(_installed(table, enterprise, team, kept)))


async def forget_person(database: Database, digests: Digests, workspace: str, user: str) -> int:
    """Removes what is kept of a person, in every workspace of their enterprise; returns how many rows.

    A gap that nobody else has met goes with them where it holds their words; what they set up for channels stays,
    without their name.
    """
    place, known = around(workspace), await digests.person(workspace, user)
    person = key(user, KEY)
    async with database.begin() as connection:
        removed = 0
        for column, name in (
            *((table.c.person, person) for table in (RECENTS, QUESTIONS, LEARNERS, CARDS, REVIEWS)),
            *((table.c.person, known) for table in (FEEDBACK, GAP_ASKERS, VOTES)),
            (TIPS.c.place, person),
        ):
            theirs = delete(column.table).where(of_workspace(column.table, place), column == name)
            removed += (await connection.execute(theirs)).rowcount
        # Nobody's name stands where a channel's posts or a forgotten person's subscriptions have none.
        removed += await _unsubscribe(database, connection, place, person) if person else 0
        orphans = delete(GAPS).where(of_workspace(GAPS, place), GAPS.c.text != "", UNMET)
        return removed + (await connection.execute(orphans)).rowcount


async def _unsubscribe(database: Database, connection: AsyncConnection, place: str, person: str) -> int:
    """Ends what a person is sent, and takes their name from what they set up for channels; returns how many rows."""
    mine = and_(of_workspace(SUBSCRIPTIONS, place), SUBSCRIPTIONS.c.person == person)
    where = (SUBSCRIPTIONS.c.workspace, SUBSCRIPTIONS.c.place)
    direct = delete(SUBSCRIPTIONS).where(mine, SUBSCRIPTIONS.c.direct == true()).returning(*where)
    ended = [(row.workspace, row.place) for row in await connection.execute(direct)]
    nameless = update(SUBSCRIPTIONS).where(mine).values(person="").returning(*where)
    changed = [row.workspace for row in await connection.execute(nameless)]
    theirs = or_(POSTS.c.person == person, tuple_(POSTS.c.workspace, POSTS.c.place).in_(ended))
    removed, held = await _drop(connection, and_(of_workspace(POSTS, place), theirs))
    for workspace in sorted({*(one for one, _ in ended), *changed, *held}):
        await make_due(database, connection, workspace, AT_ONCE)
    return len(ended) + len(changed) + removed + len(held)


async def _drop(connection: AsyncConnection, theirs: ColumnElement[bool]) -> tuple[int, list[str]]:
    """Removes the posts that Slack was not asked for; of the others only what finds them at Slack is left.

    Whoever takes those out of Slack removes their rows.

    Returns:
        How many were removed, and the workspace of each that was left.
    """
    removed = (await connection.execute(delete(POSTS).where(theirs, POSTS.c.digest == ""))).rowcount
    blank = {"dropped": True, "lesson": "", "person": "", "ts": ""}
    left = await connection.execute(update(POSTS).where(theirs).values(blank).returning(POSTS.c.workspace))
    return removed, [row.workspace for row in left]


async def _own_installations(connection: AsyncConnection, enterprise: str) -> list[str]:
    """Workspaces of an enterprise that have a bot of their own, beside the enterprise's."""
    own = select(BOTS.c.team_id).where(
        BOTS.c.enterprise_id == enterprise, BOTS.c.team_id.is_not(None), BOTS.c.bot_token.is_not(None)
    )
    return [team for team in (await connection.scalars(own.distinct())).all() if team]


def _installed(table: Table, enterprise: str | None, team: str | None, kept: list[str]) -> ColumnElement[bool]:
    """Rows of the installation store that belong to a workspace, or to an enterprise and those workspaces not kept."""
    if team or not enterprise:
        anywhere = or_(table.c.enterprise_id.is_(None), table.c.enterprise_id == enterprise)
        return and_(table.c.team_id == (team or ""), anywhere)
    return and_(table.c.enterprise_id == enterprise, or_(table.c.team_id.is_(None), table.c.team_id.not_in(kept)))
