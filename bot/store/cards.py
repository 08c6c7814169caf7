"""When each question is to come again for each person who practises."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from bot.store.database import Database
from bot.store.practice_tables import CARDS
from bot.store.tables import KEY
from bot.store.texts import clean, key


@dataclass(frozen=True, slots=True)
class Card:
    """A question as a person knows it."""

    due: float
    """When it is to come again, in seconds since the epoch."""
    state: str
    """How well they know it, as the scheduler writes it."""


class Cards:
    """The cards in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, workspace: str, person: str) -> dict[str, Card]:
        """A person's cards by the id of their scenario, those that are due first first."""
        mine = (CARDS.c.workspace == key(workspace, KEY)) & (CARDS.c.person == key(person, KEY))
        found = select(CARDS.c.scenario, CARDS.c.due, CARDS.c.state).where(mine)
        async with self._database.begin() as connection:
            rows = (await connection.execute(found.order_by(CARDS.c.due, CARDS.c.scenario))).all()
        return {scenario: Card(due, state) for scenario, due, state in rows}

    async def put(self, workspace: str, person: str, scenario: str, card: Card) -> None:
        """Keeps a person's card in place of the one they had of that scenario."""
        values = {"due": card.due, "state": clean(card.state)}
        fresh = self._database.upsert(CARDS).values(
            workspace=key(workspace, KEY), person=key(person, KEY), scenario=key(scenario, KEY), **values
        )
        async with self._database.begin() as connection:
            await connection.execute(fresh.on_conflict_do_update(index_elements=list(CARDS.primary_key), set_=values))

    async def due_times(self, workspace: str) -> dict[str, tuple[float, ...]]:
        """When the cards of each person in a workspace are due, soonest first."""
        found = select(CARDS.c.person, CARDS.c.due).where(CARDS.c.workspace == key(workspace, KEY))
        times: defaultdict[str, list[float]] = defaultdict(list)
        async with self._database.begin() as connection:
            for person, due in await connection.execute(found.order_by(CARDS.c.due)):
                times[person].append(due)
        return {person: tuple(due) for person, due in times.items()}
