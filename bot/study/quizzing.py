"""A run of quiz questions: what was asked, what was answered, what is to be looked at again."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.catalog.lesson_model import Lessons, Scenario
from bot.study.choosing import next_lesson

LENGTH = 5
"""Questions of a run."""
LETTERS = "ABCD"


@dataclass(frozen=True, slots=True)
class Run:
    """One person's run; it travels in the buttons, so that nothing is kept of one that is left in the middle."""

    questions: tuple[str, ...]
    """Ids of scenarios."""
    answers: tuple[str, ...] = ()
    """Letters chosen for each question so far, such as `A` or `BD`."""
    about: str = ""
    """What it was asked to be about, as typed."""
    practice: bool = False
    """Whether it is of what was due, rather than of anything on a subject."""
    number: int = 0
    """Tells it from the person's other runs, also from one of the same questions; 0 for one of an earlier version."""

    @property
    def current(self) -> str:
        """Id of the question that is to be answered, or was answered last where all are."""
        return self.questions[min(len(self.answers), len(self.questions) - 1)]

    @property
    def done(self) -> bool:
        """Whether every question was answered."""
        return len(self.answers) >= len(self.questions)

    def answered(self, letters: str) -> "Run":
        """The run after its current question was answered."""
        return replace(self, answers=(*self.answers, "".join(sorted(letters))))

    def packed(self, choice: str = "") -> str:
        """The run and a choice as a button's value."""
        parts = [choice, self.questions, self.answers, self.about, self.practice, self.number]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def unpacked(value: str, lessons: Lessons) -> tuple[str, Run]:
    """The choice and the run in a button's value.

    Raises:
        LookupError: it is of other lessons, or no run.
    """
    try:
        choice, questions, answers, about, *later = json.loads(value)
        practice, number = later or (False, 0)  # which earlier versions did not write
        run = Run(tuple(questions), tuple(answers), str(about), practice is True, int(number))
    except (ValueError, TypeError) as error:
        raise LookupError("no run") from error
    letters = (str(choice), *map(str, run.answers))
    if not run.questions or any(letter not in LETTERS for letter in "".join(letters)):
        raise LookupError("no run")
    if not all(isinstance(one, str) and one in lessons.scenarios for one in run.questions):
        raise LookupError("a question that is no more")
    return str(choice), run


def begun(person: str, scenarios: Collection[str], given: Sequence[str], about: str = "", number: int = 0) -> Run:
    """A new run of questions that a person has not had for longest.

    Args:
        person: names the person; each has an order of their own.
        scenarios: ids to choose from, at least one.
        given: ids that the person has had, oldest first.
        about: what the run is about, as typed.
        number: tells the run from others.
    """
    chosen: list[str] = []
    for _ in range(min(LENGTH, len(scenarios))):
        chosen.append(next_lesson(person, scenarios, [*given, *chosen]))
    return Run(tuple(chosen), about=about, number=number)


def right_letters(scenario: Scenario) -> str:
    """The letters of the right options."""
    return "".join(LETTERS[place] for place in scenario.right)


def missed(run: Run, lessons: Lessons) -> tuple[str, ...]:
    """Ids of the questions that were answered wrongly."""
    asked = zip(run.questions, run.answers, strict=False)
    return tuple(one for one, letters in asked if letters != right_letters(lessons.scenarios[one]))
