"""What kind of answer a question wants."""

from collections.abc import Mapping, Sequence

from bot.parsing.phrases import CONCEPT_MARK
from bot.parsing.question import Intent, Question
from bot.parsing.reader import Reader, Unit, is_service

TASKED = 0.4
"""Fit from which a question is taken to name a task."""
EXPLAINING = 0.4
"""Fit from which an explanation answers what does not ask for one."""
EXPLAINING_WHOSE = 0.8
"""The same where a question asks whose job something is, and names a task too."""
RIVAL = 0.7
"""Share of an explanation's fit from which a task is named beside it."""
CERTAIN = 0.9
"""Fit from which not even a cue for help or small talk outweighs the task."""
CATEGORY_WORDS = frozenset(
    (
        "inherit",
        "share",
        "control",
        "specif",
        "type",
        "categori",
        "class",
        "sort",
        "customer",
        "tag",
        "mark",
        "count",
        "call",
        "label",
        "row",
        "grc",
        "bucket",
        "term",
        "true",
        "fals",
        "confirm",
        "flashcard",
        "key",
        "correct",
        "exam",
        "ssp",
        "classifi",
        "classify",
        "hybrid",
        "matrix",
        "tick",
        "tool",
        "spreadsheet",
        "workbook",
        "mapping",
        "map",
        "column",
        "sheet",
        "name",
        "list",
        "give",
        "exampl",
        "auditor",
        "classified",
        "categoris",
        "three",
        "famili",
        "put",
        "head",
        "file",
        "flash",
        "card",
        "write",
        "back",
        "say",
        "scheme",
        "state",
        "grant",
        "group",
        "soa",
    )
)
"""Concepts that name a control category rather than the control asked about."""
NAMING = 0.6
"""Share of a greeting or thanks that a phrase must explain where it asks nothing of whose job."""
MODEL = (["respons"], ["resp"])
"""What stands behind "shared" in the name of the model."""
FRAMEWORKS = frozenset(("compliance", "auditor", "review", "soa"))
"""Concepts for which a question on the category of a control may ask ("for the SOC 2 mapping")."""
CATEGORY_STEMS = {"inherit": "inherited", "custom": "customer", "share": "shared"}


def intent_of(question: Question, cues: Mapping[str, int], asks_for_all: bool, about: str | None) -> Intent:
    """The intent of a question that is in scope.

    Args:
        question: its places and matches.
        cues: labels of the cues found in it.
        asks_for_all: True where it names a service and no task.
        about: the one task that the bare name of the service asks about, if any.
    """
    best = question.matches[0] if question.matches else None
    tasked = best is not None and best.score >= TASKED
    if not question.links and not (best and best.score >= CERTAIN):
        if "help" in cues:
            return "help"
        passing = "whose" not in cues and not question.yes_no and best is not None and best.explained < NAMING
        if "smalltalk" in cues and (not tasked or passing):
            return "smalltalk"
    if "category" in cues:
        return "concept" if "concept" in cues and question.category and not tasked else "category"
    if "list" in cues and not question.links:
        return "list"
    if "compare" in cues and len(question.links) > 1:
        return "compare"
    whole = asks_for_all and not (best and best.score >= CERTAIN and "matrix" not in cues)
    if question.links and not question.hinted and whole:
        return "who" if about and "matrix" not in cues else "matrix"
    if best is None or not best.target.startswith(CONCEPT_MARK):
        return "who"
    rival = next((match for match in question.matches if not match.target.startswith(CONCEPT_MARK)), None)
    doubted = "concept" not in cues and rival is not None and rival.score >= RIVAL * best.score
    least = EXPLAINING_WHOSE if doubted else EXPLAINING
    return "concept" if "concept" in cues or best.score >= least else "who"


def asks_for_all(units: Sequence[Unit], reader: Reader) -> bool:
    """True where only the service is left beside words such as "responsible", "split" and "left"."""
    known = reader.vocabulary
    telling: set[str] = set()
    for unit in units:
        concept = unit.concept
        if concept and not is_service(concept):
            if concept not in known.light and concept not in known.overview:
                return False
            telling.add(concept)
    if {"service", "manage"} <= telling:
        return False  # "keeping the service running" is a task
    return not any(reader.inner(unit) for unit in units if unit.links and not unit.official)


def category_of(stems: Sequence[str]) -> str | None:
    """The control category that a question about categories names; None where it names several, or none."""
    named = {
        CATEGORY_STEMS[stem]
        for number, stem in enumerate(stems)
        if stem in CATEGORY_STEMS and _speaks_of_controls(stem, stems[number + 1 : number + 2])
    }
    return named.pop() if len(named) == 1 else None


def _speaks_of_controls(stem: str, following: Sequence[str]) -> bool:
    """False for "shared responsibility", and for the customer who is not the name of a category."""
    if stem == "share":
        return following not in MODEL
    return stem != "custom" or following in (["specif"], ["control"])
