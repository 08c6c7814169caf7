"""An answer as a Slack message."""

from collections.abc import Callable

from bot.answering.answer import Answer
from bot.answering.wording import OWNER_SHAPE, mark
from bot.slack.asked import Asked
from bot.slack.views import gathered, tables
from bot.slack.views.actions import Audience, controls
from bot.slack.views.draft import Draft, Message
from bot.slack.views.fixed import ALL_COMMANDS, USAGE
from bot.slack.views.mrkdwn import bold, escape, link
from bot.slack.views.owners import about, split
from bot.slack.views.paging import page_buttons

MOST_ANSWERS = 4
MOST_SOURCES = 3

FULL, BRIEF = 600, 220
"""Characters of one paragraph, where the message has one answer or several."""

DIFFERING = "Only tasks with different owners are listed."

GATHERED: dict[str, Callable[[Draft, Answer, int], int]] = {
    "matrix": gathered.matrix,
    "compare": gathered.comparison,
    "list": gathered.services,
}
"""Kind of answer -> what puts one page of its rows as paragraphs, and returns how many pages there are."""
TABLES: dict[str, Callable[[Answer], list[tables.Table]]] = {
    "matrix": tables.matrix_pages,
    "compare": tables.comparison_pages,
}
"""Kind of answer -> the pages of its table."""


def answer_message(answer: Answer, audience: Audience, asked: Asked, page: int = 0) -> Message:
    """The message that says what an answer says; nothing that it shows was typed by a user.

    Args:
        answer: what is said.
        audience: who sees it, which decides what can be done with it.
        asked: the question, which its buttons carry unseen.
        page: which page of an answer of many rows.
    """
    draft = Draft()
    if answer.several:
        _several(draft, answer.answers)
    else:
        _head(draft, answer)
        if answer.kind in GATHERED:
            pages = _rows(draft, answer, audience, page)
            _turn(draft, asked, page % pages, pages)
        else:
            _explain(draft, answer, FULL)
        _foot(draft, answer)
    draft.controls(controls(answer, audience, asked))
    return draft.message()


def _several(draft: Draft, answers: tuple[Answer, ...]) -> None:
    """The single answers where the text asked several, each in brief."""
    for number, answer in enumerate(answers[:MOST_ANSWERS]):
        if number:
            draft.divider()
        _head(draft, answer)
        if answer.kind in GATHERED:
            pages = GATHERED[answer.kind](draft, answer, 0)
            draft.context("There is more of it; ask this alone." if pages > 1 else "")
        else:
            _explain(draft, answer, BRIEF)
        _foot(draft, answer)
    if len(answers) > MOST_ANSWERS:
        draft.context(f"I answered the first {MOST_ANSWERS} of {len(answers)} questions; ask the others again.")


def _head(draft: Draft, answer: Answer) -> None:
    draft.section(bold(answer.headline), about(answer))
    if answer.kind == "matrix":
        draft.section(escape(answer.explanation, 300))
    if answer.kind == "compare" and answer.answers and not answer.topic:
        draft.section(DIFFERING)


def _rows(draft: Draft, answer: Answer, audience: Audience, page: int) -> int:
    """One page of an answer's rows, as a table where there may be one; returns how many pages there are."""
    told = answer.kind == "list" or (answer.topic and len(answer.answers) <= gathered.FEW)
    if told or audience is Audience.VIEW or not answer.answers:
        return GATHERED[answer.kind](draft, answer, page)
    if answer.kind == "matrix":
        draft.section(_counts(answer))
    pages = TABLES[answer.kind](answer)
    table = pages[page % len(pages)]
    draft.table((table.header, *(row.cells for row in table.rows)), [row.told for row in table.rows])
    return len(pages)


def _counts(answer: Answer) -> str:
    """`■ AWS 9 · ● you 8 · ◆ both 13`."""
    owners = [row.owner or "" for row in answer.answers]
    return " · ".join(f"{mark(owner)} {owners.count(owner)}" for owner in OWNER_SHAPE if owner in owners)


def _turn(draft: Draft, asked: Asked, page: int, pages: int) -> None:
    if pages > 1:
        draft.context(f"Page {page + 1} of {pages}")
        draft.controls(page_buttons(lambda to: asked.value(str(to)), page, pages))


def _explain(draft: Draft, answer: Answer, most: int) -> None:
    draft.section(escape(answer.explanation, most), *split(answer.choices))
    halves = (("AWS's side", answer.aws_does), ("Your side", answer.you_do))
    draft.section(*(f"*{name}:* {escape(text, most)}" for name, text in halves if text.strip()))


def _foot(draft: Draft, answer: Answer) -> None:
    draft.choices(answer.choices)
    if answer.kind == "unknown":
        draft.context(USAGE.get(answer.text.casefold().partition(" ")[0], ""))
    if answer.kind in ("help", "smalltalk"):
        draft.context(ALL_COMMANDS)
    draft.context(*(f"Source: {link(source)}" for source in answer.sources[:MOST_SOURCES]), escape(answer.note, 300))
