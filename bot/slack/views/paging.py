"""The buttons with which a long answer is paged, and the pages into which things are cut."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.slack.views.actions import Control

PAGE = "page-"
"""Begins the action ids of the two buttons under an answer."""
BACK, NEXT = f"{PAGE}back", f"{PAGE}next"

Thing = TypeVar("Thing")


def chunks(things: Sequence[Thing], most: int) -> list[Sequence[Thing]]:
    """Things in lots of at most `most`; one empty lot where there are none."""
    return [things[start : start + most] for start in range(0, len(things), most)] or [things]


def page_buttons(value: Callable[[int], str | None], page: int, pages: int, head: str = "") -> list[dict[str, Any]]:
    """The row of buttons under one page of several; none where nothing fits into a button's value.

    Args:
        value: what the button that leads to a page carries; None where that is too long.
        page: the page that is shown, from 0.
        pages: how many there are.
        head: begins the action ids, where something else than an answer is paged.
    """
    turns = ((BACK, "◀ Back", page - 1), (NEXT, "Next ▶", page + 1))
    carried = [(action, label, value(to)) for action, label, to in turns if 0 <= to < pages]
    elements = [Control(f"{head}{action}", label, kept).element() for action, label, kept in carried if kept]
    return [{"type": "actions", "elements": elements}] if elements else []
