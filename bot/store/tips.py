"""Which tips a channel or person was given."""

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.tables import KEY, TIPS
from bot.store.texts import key

KEPT_SECONDS = 365 * 24 * 3600.0
"""How long it is kept that a tip was given; it may come again before that, once all others have."""


class Tips:
    """The tips given in one database; times are seconds since the epoch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def given(self, workspace: str, place: str) -> tuple[str, ...]:
        """Ids of the tips that a channel or person was given, each once, the latest last."""
        mine = (TIPS.c.workspace == key(workspace, KEY)) & (TIPS.c.place == key(place, KEY))
        found = select(TIPS.c.tip).where(mine).order_by(TIPS.c.given_at, TIPS.c.tip)
        async with self._database.begin() as connection:
            return tuple((await connection.scalars(found)).all())

    async def give(self, workspace: str, place: str, tip: str, now: float) -> None:
        """Notes a tip as given."""
        fresh = self._database.upsert(TIPS).values(
            workspace=key(workspace, KEY), place=key(place, KEY), tip=key(tip, KEY), given_at=now
        )
        newer = fresh.on_conflict_do_update(
            index_elements=list(TIPS.primary_key), set_={"given_at": fresh.excluded.given_at}
        )
        async with self._database.begin() as connection:
            await connection.execute(newer)

    async def prune(self, now: float) -> None:
        """Forgets tips that were last given more than a year ago."""
        async with self._database.begin() as connection:
            await connection.execute(delete(TIPS).where(TIPS.c.given_at <= now - KEPT_SECONDS))
