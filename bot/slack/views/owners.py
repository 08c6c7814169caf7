"""Owners by shape and word, so that colour is never needed to tell them apart."""

from collections.abc import Iterable

from bot.answering.answer import Answer, Choice
from bot.answering.wording import CATEGORY_NAME, OWNER_SHAPE, OWNER_WORD, mark
from bot.slack.views.mrkdwn import bold, escape


def owned(name: str, owner: str | None) -> str:
    """One line: `■ *EKS on Fargate*: AWS`."""
    return f"{OWNER_SHAPE[owner or '']} {bold(name, 200)}: {OWNER_WORD[owner or '']}"


def by_owner(rows: Iterable[Answer]) -> list[Answer]:
    """Rows with each owner's together; the order stays within."""
    order = list(OWNER_SHAPE)
    return sorted(rows, key=lambda row: order.index(row.owner or ""))


def about(answer: Answer) -> str:
    """The line under the headline: owner, category, service, and the topic of which the task is a part."""
    owner = mark(answer.owner) if answer.owner else ""
    category = CATEGORY_NAME[answer.category] if answer.category else ""
    # What the headline says already, it says well enough: the task under its own name, a service alone.
    topic = escape(answer.topic_name, 100) if answer.topic_name != answer.subject else ""
    place = escape(answer.place, 200) if owner or category or topic else ""
    return " · ".join(filter(None, (owner, category, place, topic)))


def split(choices: tuple[Choice, ...]) -> list[str]:
    """Choices that are known to differ in their owner, a line each; none where some owner is open."""
    return [owned(choice.label, choice.owner) for choice in choices] if all(c.owner for c in choices) else []
