"""What is known of each person who practises, beside their cards and answers."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, update

from bot.store.database import Database
from bot.store.matching import of_workspace
from bot.store.practice_tables import LEARNERS
from bot.store.tables import KEY
from bot.store.texts import key, short
from bot.workspace_key import around


@dataclass(frozen=True, slots=True)
class Learner:
    """A person who practises."""

    zone: str = ""
    """IANA name of their time zone; empty until it is known."""
    board: bool = False
    """Whether they want to be on the leaderboard."""
    chart_digest: str = ""
    """Digest of the progress that their chart shows."""
    chart_file: str = ""
    """Slack's id of that chart; empty where there is none."""


class Learners:
    """The learners in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, workspace: str, person: str) -> Learner:
        """What is known of a person."""
        columns = [LEARNERS.c[name] for name in Learner.__slots__]
        mine = (LEARNERS.c.workspace == key(workspace, KEY)) & (LEARNERS.c.person == key(person, KEY))
        async with self._database.begin() as connection:
            row = (await connection.execute(select(*columns).where(mine))).one_or_none()
        return Learner(*row) if row else Learner()

    async def put(self, workspace: str, person: str, learner: Learner) -> None:
        """Keeps all that is known of a person."""
        await self._put(workspace, person, asdict(learner))

    async def put_zone(self, workspace: str, person: str, zone: str) -> None:
        """Keeps a person's time zone, and leaves the rest as it is."""
        await self._put(workspace, person, {"zone": zone})

    async def put_board(self, workspace: str, person: str, board: bool) -> None:
        """Keeps whether a person wants to be on the leaderboard, and leaves the rest as it is."""
        await self._put(workspace, person, {"board": board})

    async def replace_chart(self, workspace: str, person: str, was: str, digest: str, file: str) -> bool:
        """Keeps a chart in the place of another one.

        Args:
            workspace: where the person is.
            person: whose chart it is.
            was: id of the chart that it replaces; empty for none.
            digest: of what the new one shows.
            file: its id.

        Returns:
            False where the person was forgotten meanwhile, or has another chart by now; then nothing changes.
        """
        mine = (LEARNERS.c.workspace == key(workspace, KEY)) & (LEARNERS.c.person == key(person, KEY))
        same = mine & (LEARNERS.c.chart_file == short(was, KEY))
        async with self._database.begin() as connection:
            new = update(LEARNERS).where(same).values(chart_digest=short(digest, KEY), chart_file=short(file, KEY))
            return (await connection.execute(new)).rowcount == 1

    async def ensure(self, workspace: str, person: str) -> None:
        """Begins to know a person, of whom nothing need be known yet."""
        fresh = self._database.upsert(LEARNERS).values(
            asdict(Learner()) | {"workspace": key(workspace, KEY), "person": key(person, KEY)}
        )
        async with self._database.begin() as connection:
            await connection.execute(fresh.on_conflict_do_nothing())

    async def charts(self, workspace: str, person: str) -> tuple[str, ...]:
        """Slack's ids of a person's charts, in every workspace of their enterprise."""
        theirs = of_workspace(LEARNERS, around(workspace)) & (LEARNERS.c.person == key(person, KEY))
        async with self._database.begin() as connection:
            found = await connection.scalars(select(LEARNERS.c.chart_file).where(theirs, LEARNERS.c.chart_file != ""))
            return tuple(found.all())

    async def _put(self, workspace: str, person: str, known: dict[str, Any]) -> None:
        known = {name: short(value, KEY) if isinstance(value, str) else value for name, value in known.items()}
        name = {"workspace": key(workspace, KEY), "person": key(person, KEY)}
        fresh = self._database.upsert(LEARNERS).values(asdict(Learner()) | known | name)
        async with self._database.begin() as connection:
            await connection.execute(fresh.on_conflict_do_update(index_elements=list(LEARNERS.primary_key), set_=known))
