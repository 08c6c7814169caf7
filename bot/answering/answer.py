"""What the bot says to a question, before any surface renders it."""

from typing import Any, Literal

import msgspec
from msgspec import Struct

from bot.catalog.model import CategoryId, OwnerId, Source
from bot.catalog.resolve import Basis

Kind = Literal[
    "answer", "matrix", "compare", "list", "exam", "category", "concept", "choice", "unknown", "help", "smalltalk"
]

KEYS = (
    "text", "kind", "owner", "category", "verdict", "service", "variant", "topic", "duty", "confidence", "basis",
    "explanation", "aws_does", "you_do", "sources", "choices", "answers",
)  # fmt: skip
"""What `ask --json` and `batch` print of an answer, in this order."""


class Choice(Struct, frozen=True, kw_only=True):
    """A reading or a nearby question that a person can pick."""

    label: str
    ask: str
    """The question that picking it asks; understood without context."""
    owner: OwnerId | None = None


class Answer(Struct, frozen=True, kw_only=True, gc=False):
    """One answer; `owner` is None whenever the bot does not commit itself."""

    text: str
    kind: Kind
    headline: str
    """One sentence that answers."""
    owner: OwnerId | None = None
    category: CategoryId | None = None
    verdict: Literal["yes", "no"] | None = None
    service: str | None = None
    variant: str | None = None
    topic: str | None = None
    duty: str | None = None
    confidence: float = 0.0
    """0 to 1; 0 where nothing is claimed."""
    basis: Basis | None = None
    explanation: str = ""
    aws_does: str = ""
    you_do: str = ""
    sources: tuple[Source, ...] = ()
    choices: tuple[Choice, ...] = ()
    answers: tuple["Answer", ...] = ()
    """The single answers where the text asked several, and the rows of a matrix, comparison or list."""
    several: bool = False
    """True where the text asked several questions, so that `answers` are answers and not rows."""
    place: str = ""
    """Name of the service or variant, as people read it."""
    group: str = ""
    """Id of the service's category ("database"), where rows are gathered by it."""
    subject: str = ""
    """Name of the duty or topic, as people read it."""
    topic_name: str = ""
    """Name of the topic, as people read it."""
    note: str = ""
    """What else must be known: a status, an exception, what the answer rests on."""
    refusal: str | None = None
    """Why nothing is claimed, where `kind` is `unknown`: id of a refusal in the words, or one of the parser's own."""


def as_record(answer: Answer) -> dict[str, Any]:
    """The answer as plain data with the keys of `KEYS`."""
    record = {key: getattr(answer, key) for key in KEYS}
    record["sources"] = [
        {"title": s.title, "url": s.url, "checked": s.checked, "copy_of": s.copy_of, "verified": not s.unverified}
        for s in answer.sources
    ]
    record["choices"] = [msgspec.to_builtins(choice) for choice in answer.choices]
    record["answers"] = [as_record(single) for single in answer.answers]
    return record
