"""The shape of what teaches: daily tips and quiz questions, each about one place in the knowledge."""

from typing import Annotated, Literal

from msgspec import Meta, field

from bot.catalog.model import Entry, Id, OwnerId, Source, Target, Text

ExamId = Literal["cloud_practitioner", "security"]
"""AWS Certified Cloud Practitioner (CLF-C02); AWS Certified Security - Specialty (SCS)."""

Line = Annotated[str, Meta(min_length=1, max_length=400)]


class About(Entry, frozen=True, kw_only=True):
    """The place in the knowledge that a lesson is about: a task, at a service or in general, or an explanation."""

    target: Target | None = None
    """Topic, or topic/duty."""
    service: Id | None = None
    """None for the general model."""
    variant: Id | None = None
    concept: Id | None = None
    """An explanation in knowledge/concepts, in place of a target."""
    owner: OwnerId | None = None
    """Who owns the target there, as the lesson says; needed with a target, and checked against the knowledge."""


class Tip(Entry, frozen=True, kw_only=True):
    """One fact a day."""

    id: Id
    fact: Line
    """One or two sentences."""
    why: Line
    """Why it matters at work."""
    exam: Line
    """What exams make of it."""
    about: About
    source: str
    """Key into the file's `sources`."""
    exams: tuple[ExamId, ...] = ("cloud_practitioner", "security")


class Option(Entry, frozen=True, kw_only=True):
    """One option of a quiz question."""

    text: Annotated[str, Meta(min_length=1, max_length=150)]
    because: Line
    """Why it is right, or why it is wrong."""
    right: bool = False


class Scenario(Entry, frozen=True, kw_only=True):
    """One quiz question in the manner of an exam."""

    id: Id
    text: Annotated[str, Meta(min_length=20, max_length=600)]
    options: Annotated[list[Option], Meta(min_length=3, max_length=4)]
    about: About
    """What it tests."""
    source: str
    difficulty: Annotated[int, Meta(ge=1, le=3)]
    """1: the model's plain cases; 2: one service's peculiarity; 3: a trap, or two facts at once."""
    exams: tuple[ExamId, ...] = ("cloud_practitioner", "security")

    @property
    def right(self) -> tuple[int, ...]:
        """Places of the right options."""
        return tuple(place for place, option in enumerate(self.options) if option.right)


class TipFile(Entry, frozen=True, kw_only=True):
    """One file of knowledge/tips: the tips of one theme."""

    theme: Id
    """The file's name."""
    name: Text
    tips: list[Tip]
    sources: dict[str, Source]


class ScenarioFile(Entry, frozen=True, kw_only=True):
    """One file of knowledge/scenarios: the quiz questions of one theme."""

    theme: Id
    name: Text
    scenarios: list[Scenario]
    sources: dict[str, Source]


class Theme(Entry, frozen=True, kw_only=True):
    """What tips and quiz questions are sorted by, as people choose it."""

    id: Id
    name: Text
    tips: tuple[Id, ...] = ()
    scenarios: tuple[Id, ...] = ()

    @property
    def short(self) -> str:
        """The name without what it lists: `Storage` of `Storage: S3, EBS`."""
        return self.name.partition(":")[0]


class Lessons(Entry, frozen=True, kw_only=True):
    """Everything that teaches, as loaded from one or more knowledge folders."""

    tips: dict[str, Tip] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    """Source of each lesson: `tip:<id>` or `scenario:<id>`."""
