"""A channel's quiz question: what its buttons carry, and how its votes are counted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.catalog.lesson_model import Lessons, Scenario
from bot.study.quizzing import LETTERS


@dataclass(frozen=True, slots=True)
class Ballot:
    """The question that a place was asked on a date, as the buttons of its messages carry it."""

    workspace: str
    """Workspace key of the subscription: in an enterprise, whoever clicks may be of another of its workspaces."""
    day: date
    """Local date of the place."""
    scenario: str
    """Id of the question."""

    def packed(self) -> str:
        """As a button's value."""
        return json.dumps([self.workspace, self.day.isoformat(), self.scenario], separators=(",", ":"))


def unpacked_ballot(value: str, lessons: Lessons) -> Ballot:
    """The ballot in a button's value.

    Raises:
        LookupError: it is none, or its question is no more.
    """
    try:
        workspace, day, scenario = json.loads(value)
        ballot = Ballot(str(workspace), date.fromisoformat(day), str(scenario))
    except (ValueError, TypeError) as error:
        raise LookupError("no ballot") from error
    if ballot.scenario not in lessons.scenarios:
        raise LookupError("a question that is no more")
    return ballot


def voters(tally: Mapping[str, int]) -> int:
    """How many people have voted.

    Args:
        tally: letters, such as `B` or `AC`, -> how many people chose just these.
    """
    return sum(tally.values())


def votes_for(letter: str, tally: Mapping[str, int]) -> int:
    """How many people chose an option, alone or with others."""
    return sum(people for letters, people in tally.items() if letter in letters)


def cast(letters: str, scenario: Scenario) -> str:
    """Letters as a vote is kept: each once, in order, those of the question's options only."""
    offered = LETTERS[: len(scenario.options)]
    return "".join(letter for letter in offered if letter in letters)
