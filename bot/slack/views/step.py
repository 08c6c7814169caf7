"""An answer as what a step of a workflow ends with: outputs, or the reason why there are none."""

from dataclasses import dataclass, field

from bot.answering.answer import Answer
from bot.answering.wording import CATEGORY_NAME, OWNER_WORD

Outputs = dict[str, str | float]

NOTHING_GIVEN = "Give the step a question, or a topic with or without a service."
NO_TOPIC = "Give the step a topic too: a service alone has many tasks, and their owners differ."
NO_SUCH_SERVICE = "I know no AWS service by the name that the step was given. Try its full name."
SEVERAL_SERVICES = "The step was given several services. Give each a step of its own."
OTHER_SERVICE = "The topic names another service than the one that the step was given."
SEVERAL_QUESTIONS = "The step was asked several questions. Give each a step of its own."
NO_TASK = "That asks for more than one task's owner. Ask about one task, such as “who patches RDS?”."
NOT_KNOWN = "I do not know whose job that is."
WENT_WRONG = "Something went wrong on my side. Please run the workflow again in a moment."

ONE_OWNER = frozenset({"answer", "exam", "compare"})
"""Kinds of answer whose owner is that of a task."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ends."""

    reason: str = ""
    """Why it failed, for the people of the workflow; empty where it did not. Quotes nothing that was filled in."""
    outputs: Outputs = field(default_factory=dict)


def outcome(answer: Answer | None) -> Outcome:
    """What an answer, or none after a failure, comes to in a workflow."""
    if answer is None:
        return Outcome(WENT_WRONG)
    if answer.several:
        return Outcome(SEVERAL_QUESTIONS)
    if answer.kind == "unknown":
        return Outcome(f"{NOT_KNOWN} {answer.headline}{_nearest(answer)}")
    if answer.kind == "choice":
        return Outcome(f"{answer.headline}{_readings(answer)}")
    if answer.owner is None or answer.kind not in ONE_OWNER:
        return Outcome(NO_TASK)
    return Outcome(outputs=_outputs(answer))


def _outputs(answer: Answer) -> Outputs:
    told: Outputs = {
        "owner": OWNER_WORD[answer.owner or ""],
        "answer": " ".join(answer.headline.split()),
        "explanation": answer.explanation,
        "category": CATEGORY_NAME[answer.category] if answer.category else "",
        "source": answer.sources[0].url if answer.sources else "",
        "service": answer.place,
        "topic": answer.subject,
    }
    # Slack takes a parameter that is not there, but not every one that is there and empty.
    return {name: value for name, value in told.items() if value} | {"confidence": answer.confidence}


def _readings(answer: Answer) -> str:
    """The choices with their owners, or as what can be asked instead."""
    if not answer.choices:
        return ""
    if all(choice.owner for choice in answer.choices):
        split = "; ".join(f"{choice.label}: {OWNER_WORD[choice.owner or '']}" for choice in answer.choices)
        return f" {split}. Name the one you mean."
    return " Ask for example: " + "; ".join(choice.ask for choice in answer.choices) + "."


def _nearest(answer: Answer) -> str:
    if not answer.choices:
        return ""
    return " The nearest that I know: " + "; ".join(choice.label for choice in answer.choices) + "."
