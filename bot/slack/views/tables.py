"""Matrices and comparisons as tables, cut into pages that Slack takes and a phone can show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering.answer import Answer
from bot.answering.wording import CATEGORY_NAME, mark
from bot.slack.limits import TABLE_CHARACTERS, TABLE_ROWS
from bot.slack.views.mrkdwn import bold, escape, plain
from bot.slack.views.owners import by_owner
from bot.slack.views.paging import chunks

PLACES = 4
"""Places side by side; a table may have 20 columns, but on a phone people scroll for more than these."""
CELL = 80
"""Characters of one cell."""
TOLD = 30_000
"""Characters in which a table is said again; a message's text may have 40,000."""
NONE = "–"
"""A task that does not exist at a place."""

Place = tuple[str | None, str | None]
"""Service and variant."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, and the same in words."""

    cells: tuple[str, ...]
    told: str
    """As mrkdwn."""


@dataclass(frozen=True, slots=True)
class Table:
    """One page of a table."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def matrix_pages(answer: Answer) -> list[Table]:
    """Topic, owner and kind of control of every topic that exists for a service; each owner's together."""
    rows = [_row(row.subject, mark(row.owner), _kind(row)) for row in by_owner(answer.answers)]
    return _paged(("Topic", "Whose job", "Kind of control"), rows)


def comparison_pages(answer: Answer) -> list[Table]:
    """One task at many places, a row each; or the topics in which places differ, with a column for each place."""
    if answer.topic:
        rows = [_row(row.place, mark(row.owner), _kind(row)) for row in answer.answers]
        return _paged(("Service", "Whose job", "Kind of control"), rows)
    places = _places(answer.answers)
    pages = []
    for some in chunks(list(places), PLACES):
        names = [plain(places[place], CELL) or NONE for place in some]
        pages += _paged(("Topic", *names), _by_topic(answer.answers, some, names))
    return pages


def _row(name: str, owner: str, kind: str) -> Row:
    return Row((plain(name, CELL) or NONE, owner, kind), f"• {bold(name, 150)}: {owner} · {escape(kind)}")


def _kind(row: Answer) -> str:
    return CATEGORY_NAME[row.category].removesuffix(" control") if row.category else NONE


def _places(rows: Iterable[Answer]) -> dict[Place, str]:
    """The places compared, with their names; of a service that is split into its modes, the modes alone."""
    names = {(row.service, row.variant): row.place for row in rows}
    split = {service for service, variant in names if variant}
    return {place: name for place, name in names.items() if place[1] or place[0] not in split}


def _by_topic(answers: Iterable[Answer], places: Sequence[Place], names: Sequence[str]) -> list[Row]:
    topics: dict[str, dict[Place, str]] = {}
    for row in answers:
        topics.setdefault(row.subject, {})[row.service, row.variant] = mark(row.owner)
    rows = []
    for topic, owners in topics.items():
        # Where all modes of a service agree, the answer holds one row for the service.
        cells = [owners.get(place) or owners.get((place[0], None), NONE) for place in places]
        told = ", ".join(f"{cell} on {escape(name, 100)}" for cell, name in zip(cells, names, strict=True))
        rows.append(Row((plain(topic, CELL) or NONE, *cells), f"• {bold(topic, 150)}: {told}"))
    return rows


def _paged(header: tuple[str, ...], rows: Iterable[Row]) -> list[Table]:
    """As few tables as the limits on rows and characters allow, in the cells and in the text that says them again."""
    head = sum(map(len, header))
    pages: list[list[Row]] = [[]]
    used, told = head, 0
    for row in rows:
        size = sum(map(len, row.cells))
        if len(pages[-1]) + 1 >= TABLE_ROWS or used + size > TABLE_CHARACTERS or told + len(row.told) > TOLD:
            pages.append([])
            used, told = head, 0
        pages[-1].append(row)
        used += size
        told += len(row.told)
    return [Table(header, tuple(page)) for page in pages]
