"""Gaps in the knowledge: questions that were not answered, or answered wrongly, counted by how many people asked."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Update, and_, case, delete, func, select, update

from bot.store.database import Database
from bot.store.matching import of_workspace
from bot.store.tables import GAP_ASKERS, GAPS, KEY
from bot.store.texts import key, short

Kind = Literal["unanswered", "wrong"]

KEPT_SECONDS = 365 * 24 * 3600.0
"""How long a gap is kept that nobody asks about any more."""
LONGEST = 1000
LONGEST_TOKEN = 64
TOKENS = 40
"""Most tokens kept of a question."""
SAME = and_(*(GAPS.c[name] == GAP_ASKERS.c[name] for name in ("workspace", "kind", "digest")))
"""Where a row of one table is of the gap that a row of the other is of."""
UNMET = ~select(GAP_ASKERS.c.digest).where(SAME).exists()
"""Gaps that nobody is known to have met."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question to which the knowledge has no right answer."""

    kind: Kind
    digest: str
    """Keyed digest of the normalised text, by which the same question is known again."""
    text: str = ""
    """Empty unless the workspace lets texts be kept."""
    tokens: tuple[str, ...] = ()
    """Words of it that the vocabulary knows."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap with how many people have met it."""

    workspace: str
    kind: Kind
    digest: str
    text: str
    tokens: tuple[str, ...]
    askers: int
    first_at: float
    last_at: float


class Gaps:
    """The gaps in one database; times are seconds since the epoch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, workspace: str, gap: Gap, user_digest: str, now: float) -> None:
        """Counts a gap for one person; again for the same person, it only becomes more recent.

        Args:
            workspace: workspace key.
            gap: what was asked.
            user_digest: who asked, as `Store.person` gives it, so that `forget_person` finds it again.
            now: seconds since the epoch.
        """
        name = {"workspace": key(workspace, KEY), "kind": gap.kind, "digest": key(gap.digest, KEY)}
        asker = self._database.upsert(GAP_ASKERS).values(**name, person=key(user_digest, KEY))
        async with self._database.begin() as connection:
            await connection.execute(self._noted(name, gap, now))
            await connection.execute(asker.on_conflict_do_nothing())

    async def withdraw(self, workspace: str, kind: Kind, digest: str, user_digest: str) -> None:
        """Counts a person no longer, who has taken back what they said; a gap of nobody is none."""
        name = {"workspace": key(workspace, KEY), "kind": kind, "digest": key(digest, KEY)}
        theirs = [GAP_ASKERS.c[column] == value for column, value in {**name, "person": key(user_digest, KEY)}.items()]
        async with self._database.begin() as connection:
            await connection.execute(delete(GAP_ASKERS).where(*theirs))
            gap = [GAPS.c[column] == value for column, value in name.items()]
            await connection.execute(delete(GAPS).where(*gap, UNMET))

    async def forget_texts(self, workspace: str) -> None:
        """Forgets the texts of a workspace's gaps; what else is kept of them stays."""
        async with self._database.begin() as connection:
            await connection.execute(without_texts(key(workspace, KEY)))

    def _noted(self, name: dict[str, str], gap: Gap, now: float) -> Any:
        fresh = self._database.upsert(GAPS).values(
            **name, text=short(gap.text, LONGEST), tokens=_joined(gap.tokens), first_at=now, last_at=now
        )
        return fresh.on_conflict_do_update(
            index_elements=list(GAPS.primary_key),
            set_={
                # A text comes with the first question after the workspace has allowed texts.
                "text": case((GAPS.c.text == "", fresh.excluded.text), else_=GAPS.c.text),
                "tokens": fresh.excluded.tokens,
                "last_at": case(
                    (GAPS.c.last_at > fresh.excluded.last_at, GAPS.c.last_at), else_=fresh.excluded.last_at
                ),
            },
        )

    async def all(self, workspace: str | None = None) -> tuple[GapRow, ...]:
        """Every gap, those that most people met first; of one workspace (`E1/`: of one enterprise), or of all."""
        askers = select(func.count()).select_from(GAP_ASKERS).where(SAME).scalar_subquery().label("askers")
        found = select(GAPS, askers).order_by(askers.desc(), GAPS.c.last_at.desc(), GAPS.c.digest)
        if workspace is not None:
            found = found.where(of_workspace(GAPS, workspace))
        async with self._database.begin() as connection:
            return tuple(_gap(row) for row in (await connection.execute(found)).mappings())

    async def prune(self, now: float) -> None:
        """Forgets gaps that nobody has met for a year, and then who had."""
        async with self._database.begin() as connection:
            await connection.execute(delete(GAPS).where(GAPS.c.last_at <= now - KEPT_SECONDS))
            await connection.execute(delete(GAP_ASKERS).where(~select(GAPS.c.digest).where(SAME).exists()))


def without_texts(workspace: str) -> Update:
    """Takes the texts from a workspace's gaps.

    Args:
        workspace: as it stands in the table.
    """
    return update(GAPS).where(GAPS.c.workspace == workspace).values(text="")


def _joined(tokens: tuple[str, ...]) -> str:
    return " ".join(short("".join(token.split()), LONGEST_TOKEN) for token in tokens[:TOKENS])


def _gap(row: Any) -> GapRow:
    return GapRow(
        workspace=row["workspace"],
        kind=row["kind"],
        digest=row["digest"],
        text=row["text"],
        tokens=tuple(row["tokens"].split()),
        askers=row["askers"],
        first_at=row["first_at"],
        last_at=row["last_at"],
    )
