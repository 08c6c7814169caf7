"""The preferences that the admins of each workspace have chosen."""

from dataclasses import asdict

from sqlalchemy import select

from bot.preferences import Preferences
from bot.store.database import Database
from bot.store.gaps import without_texts
from bot.store.tables import KEY, PREFERENCES, WORD
from bot.store.texts import key, short


class PreferencesTable:
    """The preferences in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, workspace: str) -> Preferences:
        """The preferences of a workspace, the usual ones where it has chosen none."""
        columns = (PREFERENCES.c.public, PREFERENCES.c.language, PREFERENCES.c.gaps_text)
        chosen = select(*columns).where(PREFERENCES.c.workspace == key(workspace, KEY))
        async with self._database.begin() as connection:
            row = (await connection.execute(chosen)).one_or_none()
        return Preferences(*row) if row else Preferences()

    async def put(self, workspace: str, preferences: Preferences) -> None:
        """Keeps the preferences of a workspace; where texts may no longer be kept, those of its gaps go at once."""
        workspace = key(workspace, KEY)
        values = asdict(preferences) | {"language": short(preferences.language, WORD)}
        fresh = self._database.upsert(PREFERENCES).values(workspace=workspace, **values)
        async with self._database.begin() as connection:
            await connection.execute(fresh.on_conflict_do_update(index_elements=[PREFERENCES.c.workspace], set_=values))
            if not preferences.gaps_text:
                await connection.execute(without_texts(workspace))
