"""Answers of many rows as paragraphs: in views, which take no tables, and where an answer is one of several."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.answering.answer import Answer
from bot.answering.wording import mark
from bot.slack.views.draft import Draft
from bot.slack.views.groups import bare_name, group_name, in_order
from bot.slack.views.mrkdwn import bold, escape
from bot.slack.views.owners import by_owner, owned
from bot.slack.views.paging import chunks

FEW = 3
"""Places whose comparison on one task gives the reasons; of more, it says whose job it is."""
MOST_LINES = 8
"""Lines of a comparison on one page."""
MOST_NAMES = 36
"""Names of topics or services on one page."""


def matrix(draft: Draft, answer: Answer, page: int) -> int:
    """One page of a service's topics, gathered by owner; returns how many pages there are."""
    pages = chunks(by_owner(answer.answers), MOST_NAMES)
    for owner, rows in groupby(pages[page % len(pages)], key=lambda row: row.owner):
        draft.section(f"*{mark(owner)}:* {_names([row.subject for row in rows])}")
    return len(pages)


def comparison(draft: Draft, answer: Answer, page: int) -> int:
    """One page of a task in several places, or of the topics in which places differ; returns how many pages."""
    if not answer.answers:
        draft.section(escape(answer.explanation))
        return 1
    if answer.topic:
        reasons = len(answer.answers) <= FEW
        lines = [owned(row.place, row.owner) + _because(row, reasons) for row in answer.answers]
    else:
        topics = groupby(answer.answers, key=lambda row: row.subject)
        lines = [f"{bold(name, 150)}: {_cells(rows)}" for name, rows in topics]
    pages = chunks(lines, MOST_LINES)
    draft.section(*pages[page % len(pages)])
    return len(pages)


def services(draft: Draft, answer: Answer, page: int) -> int:
    """One page of the services that leave a task to one side, by category; returns how many pages there are."""
    if not answer.answers:
        draft.section(escape(answer.explanation))
        return 1
    pages = _packed(_by_group(answer.answers))
    draft.section(f"{mark(answer.answers[0].owner)} on:")
    for group, names in pages[page % len(pages)]:
        draft.section(f"*{escape(group_name(group), 100)}:* {_names(names)}")
    return len(pages)


def _by_group(rows: Sequence[Answer]) -> list[tuple[str, Sequence[str]]]:
    """Categories with the names in them, in lots of one page at most."""
    groups: dict[str, dict[str, None]] = {}
    for row in rows:
        groups.setdefault(row.group, {})[row.place] = None
    return [
        (group, lot) for group in in_order(groups) for lot in chunks(sorted(groups[group], key=bare_name), MOST_NAMES)
    ]


def _packed(lots: Sequence[tuple[str, Sequence[str]]]) -> list[list[tuple[str, Sequence[str]]]]:
    """Lots on as few pages as take them in order."""
    pages: list[list[tuple[str, Sequence[str]]]] = [[]]
    for lot in lots:
        if pages[-1] and sum(len(names) for _, names in pages[-1]) + len(lot[1]) > MOST_NAMES:
            pages.append([])
        pages[-1].append(lot)
    return pages


def _because(row: Answer, wanted: bool) -> str:
    return f". {escape(row.explanation, 220)}" if wanted and row.explanation else ""


def _cells(rows: Iterable[Answer]) -> str:
    shown = list(rows)
    cells = ", ".join(f"{mark(row.owner)} on {escape(row.place, 60)}" for row in shown[:20])
    return cells + (f" and {len(shown) - 20} more" if len(shown) > 20 else "")


def _names(names: Sequence[str]) -> str:
    return " · ".join(escape(name, 70) for name in names)
