"""A quiz as Slack messages: a question, what is right and why, the result."""

from collections.abc import Sequence

from bot.catalog.lesson_model import Lessons, Scenario
from bot.catalog.model import Source
from bot.slack.views.actions import Control
from bot.slack.views.draft import Draft, Message
from bot.slack.views.mrkdwn import escape, link
from bot.slack.views.options import DIFFICULTY, LONGEST_QUESTION, ask, explain, pickers, said
from bot.study.quizzing import Run, missed, right_letters

QUIZ_CHOICE = "quiz-choice-"
"""Begins the action id of each option's button."""
QUIZ_CHECKED = "quiz-checked"
QUIZ_ANSWER = "quiz-answer"
QUIZ_NEXT = "quiz-next"
QUIZ_ABOUT = "quiz-about-"
"""Begins the action id of the buttons that show the answer behind a question."""
QUIZ_AGAIN = "quiz-again"


def question_message(run: Run, scenario: Scenario) -> Message:
    """The current question with a button for each option, or boxes where several are right."""
    draft = Draft()
    draft.context(f"Question {len(run.answers) + 1} of {len(run.questions)} · {DIFFICULTY[scenario.difficulty]}")
    ask(draft, scenario)
    answer = Control(QUIZ_ANSWER, "Answer", run.packed())
    elements = pickers(
        scenario,
        lambda letter: Control(QUIZ_CHOICE + letter.lower(), letter, run.packed(letter)),
        QUIZ_CHECKED,
        answer,
    )
    # Slack keeps what was checked under a block's id: the next question's boxes must not be checked by this one's.
    row = f"{QUIZ_ANSWER}-{run.number}-{len(run.answers)}"
    draft.controls([{"type": "actions", "block_id": row, "elements": elements}])
    return draft.message()


def answered_message(run: Run, scenario: Scenario, source: Source) -> Message:
    """What was right, with the reason for every option; the run's last answer is the one to this question."""
    chosen, right = run.answers[-1], right_letters(scenario)
    draft = Draft()
    verdict = "✓ Right." if chosen == right else f"✗ Not right: {said(right)}."
    draft.section(f"*{verdict}*", escape(scenario.text, LONGEST_QUESTION))
    explain(draft, scenario, chosen, "your answer")
    draft.context(f"Source: {link(source)}")
    onward = Control(QUIZ_NEXT, "See the result" if run.done else "Next question", run.packed())
    picture = Control(QUIZ_ABOUT + "1", "Whose job is it, and why?", scenario.id)
    draft.buttons(onward, picture)
    return draft.message()


def result_message(run: Run, lessons: Lessons, names: Sequence[tuple[str, str]], onward: str = "") -> Message:
    """How many were right, and what to look at again.

    Args:
        run: with every question answered.
        lessons: hold its questions.
        names: id of each missed question, and what it is about as people read it.
        onward: what is said of the next run, as mrkdwn.
    """
    wrong = missed(run, lessons)
    draft = Draft()
    draft.section(f"*{len(run.questions) - len(wrong)} of {len(run.questions)} right.*")
    buttons = [Control(QUIZ_AGAIN, "Keep practising" if run.practice else "Another five", run.packed())]
    if names:
        draft.section("Look at again:", *(f"• {escape(name)}" for _, name in names))
        buttons += [Control(f"{QUIZ_ABOUT}{number}", name, one) for number, (one, name) in enumerate(names, start=1)]
    if onward:
        draft.section(onward)
    draft.buttons(*buttons)
    return draft.message()
