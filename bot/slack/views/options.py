"""The options of a quiz question: with their letters, as buttons or boxes, and with the reason for each."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.catalog.lesson_model import Option, Scenario
from bot.slack.views.actions import Control
from bot.slack.views.draft import Draft
from bot.slack.views.mrkdwn import bold, escape
from bot.study.quizzing import LETTERS

DIFFICULTY = {1: "easy", 2: "medium", 3: "hard"}
LONGEST_QUESTION = 900
"""Characters of a question after escaping."""


def lettered(scenario: Scenario) -> Iterator[tuple[str, Option]]:
    """Each option with its letter."""
    return zip(LETTERS, scenario.options, strict=False)


def ask(draft: Draft, scenario: Scenario) -> None:
    """The question and its options."""
    draft.section(bold(scenario.text, LONGEST_QUESTION))
    draft.section(*(f"*{letter}.* {escape(option.text)}" for letter, option in lettered(scenario)))


def pickers(scenario: Scenario, choice: Callable[[str], Control], boxes: str, send: Control) -> list[dict[str, Any]]:
    """What an answer is given with: a button for each option, or boxes and a button where several are right.

    Args:
        scenario: the question.
        choice: makes the button of a letter.
        boxes: action id of the boxes.
        send: the button beside them.
    """
    letters = [letter for letter, _ in lettered(scenario)]
    if len(scenario.right) == 1:
        return [choice(letter).element() for letter in letters]
    options = [{"text": {"type": "plain_text", "text": letter}, "value": letter} for letter in letters]
    return [{"type": "checkboxes", "action_id": boxes, "options": options}, send.element()]


def explain(draft: Draft, scenario: Scenario, chosen: str, yours: str) -> None:
    """Every option with whether it is right, and why.

    Args:
        draft: what the options are added to.
        scenario: the question.
        chosen: letters that whoever sees it chose; empty in what everybody sees.
        yours: what stands behind those.
    """
    for letter, option in lettered(scenario):
        mark = "✓" if option.right else "✗"
        mine = f" _({yours})_" if letter in chosen else ""
        draft.section(f"{mark} *{letter}.* {escape(option.text)}{mine}", escape(option.because))


def said(letters: str) -> str:
    """Letters and their verb: `B is`, `A and C are`."""
    return f"{letters} is" if len(letters) == 1 else f"{' and '.join(letters)} are"
