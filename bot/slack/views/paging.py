"""The buttons with which a long answer is paged, and the pages into which things are cut."""

from collections.abc import Sequence
from typing import Any, TypeVar

from bot.slack.asked import Asked
from bot.slack.views.actions import Control

PAGE = "page-"
"""Begins the action ids of the two buttons."""
BACK, NEXT = f"{PAGE}back", f"{PAGE}next"

Thing = TypeVar("Thing")


def chunks(things: Sequence[Thing], most: int) -> list[Sequence[Thing]]:
    """Things in lots of at most `most`; one empty lot where there are none."""
    return [things[start : start + most] for start in range(0, len(things), most)] or [things]


def page_buttons(asked: Asked, page: int, pages: int) -> list[dict[str, Any]]:
    """The row of buttons under one page of several; none where the question is too long to come along.

    Args:
        asked: the question whose answer is paged.
        page: the page that is shown, from 0.
        pages: how many there are.
    """
    turns = ((BACK, "◀ Back", page - 1), (NEXT, "Next ▶", page + 1))
    return turning([(action, label, asked.value(str(to))) for action, label, to in turns if 0 <= to < pages])


def turning(buttons: Sequence[tuple[str, str, str | None]]) -> list[dict[str, Any]]:
    """A row of buttons, of those that have a value."""
    elements = [Control(action, label, value).element() for action, label, value in buttons if value]
    return [{"type": "actions", "elements": elements}] if elements else []
