"""What a channel or person is sent by the clock, and when; and what was sent or is to be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Kind = Literal["tip", "quiz", "reveal", "practice"]
"""The day's tip; a quiz question for a channel; its answer; a reminder that questions are due for a person."""
SECONDS: dict[Kind, int] = {"tip": 0, "quiz": 1, "reveal": 2, "practice": 3}
"""Second of the minute at which each kind is posted: of what Slack holds, no two things are of one place and moment."""

WORKING_DAYS = frozenset(range(5))
"""Monday is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What one place, a channel or a direct message, is sent."""

    workspace: str
    """Workspace key."""
    place: str
    """Channel id, of a direct message too."""
    person: str = ""
    """Who asked for it, and is told of trouble; empty once they were forgotten."""
    direct: bool = False
    """Whether the place is the direct message with that person."""
    at: time = time(9)
    zone: str = "UTC"
    """IANA name."""
    tips: frozenset[int] = frozenset()
    """Weekdays with a tip."""
    quizzes: frozenset[int] = frozenset()
    """Weekdays with a quiz question; none in a direct message."""
    practice: frozenset[int] = frozenset()
    """Weekdays with a reminder of what is due; in a direct message only."""
    reveal: time = time(16)
    """When the answer to a quiz question is shown; on the next day, where that is not after `at`."""
    themes: frozenset[str] = frozenset()
    """Themes to choose from; empty for all."""
    exam: str = ""
    """An exam's id; empty for both."""
    first: date | None = None
    """The first local date; None for at once."""
    since: float = 0.0
    """When it was asked for or last changed, in seconds since the epoch: moments before are not made up for."""
    paused: bool = False
    trouble: str = ""
    """Slack's word for why nothing can be posted, such as `is_archived`; empty where all is well."""
    trouble_at: float = 0.0
    """When it was last met, in seconds since the epoch."""
    told: bool = False
    """Whether the person was told of the trouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One thing sent to a place by the clock, or to be sent; of each kind at most one a local date."""

    kind: Kind
    day: date
    """Local date; of a reveal, that of its question."""
    moment: int
    """Seconds since the epoch."""
    lesson: str = ""
    """Id of the tip or scenario; empty for a reminder."""
    digest: str = ""
    """Digest of the message that Slack was asked to hold; empty until it was asked."""
    scheduled_id: str = ""
    """Slack's id of it; empty until it is known to be held."""
    sure_at: float = 0.0
    """When that was known, in seconds since the epoch."""
    dropped: bool = False
    """Whether it is not wanted any more, and stays until Slack has let go of it."""
    ts: str = ""
    """Slack's id of the posted message, where a click has told it."""
    closed_at: float = 0.0
    """When a quiz was revealed before its time; 0 while it is open."""


def packed_days(days: Collection[int]) -> str:
    """Weekdays as the database and a select keep them, such as `01234`."""
    return "".join(map(str, sorted(days)))


def unpacked_days(text: str) -> frozenset[int]:
    """Weekdays from their packed form.

    Raises:
        ValueError: a sign that is no weekday.
    """
    days = frozenset(int(sign) for sign in text)
    if not days <= frozenset(range(7)):
        raise ValueError(f"no weekdays: {text!r}")
    return days
