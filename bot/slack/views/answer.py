"""An answer as a Slack message."""

from collections.abc import Callable

from bot.answering.answer import Answer
from bot.slack.asked import Asked
from bot.slack.views.actions import Audience, controls
from bot.slack.views.draft import Draft, Message
from bot.slack.views.mrkdwn import bold, escape, link
from bot.slack.views.owners import about, split
from bot.slack.views.tables import compare, matrix, services

MOST_ANSWERS = 4
MOST_SOURCES = 3

FULL, BRIEF = 600, 220
"""Characters of one paragraph, where the message has one answer or several."""

TABLES: dict[str, Callable[[Draft, Answer], None]] = {"matrix": matrix, "compare": compare, "list": services}


def answer_message(answer: Answer, audience: Audience, asked: Asked) -> Message:
    """The message that says what an answer says; nothing that it shows was typed by a user.

    Args:
        answer: what is said.
        audience: who sees it, which decides what can be done with it.
        asked: the question, which its buttons carry unseen.
    """
    draft = Draft()
    parts = _parts(answer)
    for number, part in enumerate(parts[:MOST_ANSWERS]):
        if number:
            draft.divider()
        _put(draft, part, BRIEF if len(parts) > 1 else FULL)
    if len(parts) > MOST_ANSWERS:
        draft.context(f"I answered the first {MOST_ANSWERS} of {len(parts)} questions; ask the others again.")
    draft.controls(controls(answer, audience, asked))
    return draft.message()


def _parts(answer: Answer) -> tuple[Answer, ...]:
    """The single answers where the text asked several."""
    return answer.answers if answer.several else (answer,)


def _put(draft: Draft, answer: Answer, most: int) -> None:
    draft.section(bold(answer.headline), about(answer))
    table = TABLES.get(answer.kind)
    if table:
        table(draft, answer)
    else:
        _explain(draft, answer, most)
    draft.choices(answer.choices)
    draft.context(*(f"Source: {link(source)}" for source in answer.sources[:MOST_SOURCES]), escape(answer.note, 300))


def _explain(draft: Draft, answer: Answer, most: int) -> None:
    draft.section(escape(answer.explanation, most), *split(answer.choices))
    halves = (("AWS's side", answer.aws_does), ("Your side", answer.you_do))
    draft.section(*(f"*{name}:* {escape(text, most)}" for name, text in halves if text.strip()))
