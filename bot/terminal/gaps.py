"""`whosejob gaps`: what people asked that the knowledge does not answer, or answers wrongly."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from bot.settings import Settings
from bot.store import GapRow, open_store

SHORT = 8
"""Digits of a digest that people are shown."""


def read_gaps(settings: Settings, workspace: str | None, since: float) -> tuple[GapRow, ...]:
    """The gaps that somebody has met after a time (seconds since the epoch), those that most people met first."""
    return tuple(row for row in asyncio.run(_read(settings, workspace)) if row.last_at >= since)


async def _read(settings: Settings, workspace: str | None) -> tuple[GapRow, ...]:
    store = await open_store(settings.database_url)
    try:
        return await store.gaps.all(workspace)
    finally:
        await store.close()


def gaps_as_text(rows: Sequence[GapRow]) -> str:
    """A line for each gap."""
    if not rows:
        return "No gaps."
    cells = [("kind", "people", "last", "workspace", "digest", "question")]
    cells += [
        (row.kind, str(row.askers), _day(row.last_at), row.workspace, row.digest[:SHORT], _shown(row)) for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in cells)


def gaps_as_json(rows: Sequence[GapRow]) -> str:
    """All that is kept of each gap."""
    return msgspec.json.format(msgspec.json.encode(rows), indent=2).decode()


def _shown(row: GapRow) -> str:
    text = row.text or f"({' '.join(row.tokens) or 'no known words'})"
    # People wrote it: nothing in it may steer a terminal.
    return "".join(character if character.isprintable() else " " for character in text)


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
