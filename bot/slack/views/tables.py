"""Answers of many rows, short enough for a phone: a service's whole picture, a comparison, a list of services."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.answering.answer import Answer
from bot.answering.wording import OWNER_SHAPE, mark
from bot.slack.views.draft import Draft
from bot.slack.views.mrkdwn import bold, escape
from bot.slack.views.owners import owned

MOST_ROWS = 8
MOST_NAMES = 24


def matrix(draft: Draft, answer: Answer) -> None:
    """Every topic, gathered by owner."""
    draft.section(escape(answer.explanation, 300))
    for owner in OWNER_SHAPE:
        names = [row.subject for row in answer.answers if (row.owner or "") == owner]
        if names:
            draft.section(f"*{mark(owner)}:* {_names(names)}")


def compare(draft: Draft, answer: Answer) -> None:
    """One task in several places, or the tasks in which places differ."""
    if not answer.answers:
        draft.section(escape(answer.explanation))
    elif answer.topic:
        rows = answer.answers[:MOST_ROWS]
        reasons = len(rows) <= 3
        lines = [owned(row.place, row.owner) + _because(row, reasons) for row in rows]
        draft.section(*lines, _more(len(answer.answers) - len(rows)))
    else:
        topics = [(name, list(rows)) for name, rows in groupby(answer.answers, key=lambda row: row.subject)]
        lines = [f"{bold(name, 150)}: {_cells(rows)}" for name, rows in topics[:MOST_ROWS]]
        draft.section(*lines, _more(len(topics) - len(lines)))


def services(draft: Draft, answer: Answer) -> None:
    """The services that leave a task to one side."""
    names = list(dict.fromkeys(row.place for row in answer.answers))
    whose = mark(answer.answers[0].owner) if answer.answers else ""
    draft.section(f"{whose}: {_names(names)}" if names else escape(answer.explanation))


def _because(row: Answer, wanted: bool) -> str:
    return f". {escape(row.explanation, 220)}" if wanted and row.explanation else ""


def _cells(rows: Iterable[Answer]) -> str:
    return ", ".join(f"{mark(row.owner)} on {escape(row.place, 100)}" for row in rows)


def _names(names: Sequence[str]) -> str:
    shown = " · ".join(escape(name, 80) for name in names[:MOST_NAMES])
    return shown + (f" · and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else "")


def _more(count: int) -> str:
    return f"… and {count} more." if count > 0 else ""
