"""The sentences of an answer that are the same on every surface."""

from datetime import date
from typing import Literal

from bot.catalog.model import CategoryId, OwnerId, Source, Status
from bot.catalog.resolve import Holding

Verdict = Literal["yes", "no"]

OWNER_IS = {
    "aws": "AWS's job",
    "customer": "your job",
    "shared": "shared: AWS and you each do a part",
    "partner": "the third-party operator's job",
}
OWNER_SHAPE = {"aws": "■", "customer": "●", "shared": "◆", "partner": "▲", "": "◇"}
OWNER_WORD = {"aws": "AWS", "customer": "you", "shared": "both", "partner": "third-party operator", "": "depends"}
"""Owner -> how it is shown by shape and by word, so that colour is never needed; the empty owner is none."""
CATEGORY_NAME: dict[CategoryId, str] = {
    "inherited": "inherited control",
    "shared": "shared control",
    "customer": "customer specific control",
}


def mark(owner: str | None) -> str:
    """`■ AWS`."""
    return f"{OWNER_SHAPE[owner or '']} {OWNER_WORD[owner or '']}"


def headline(name: str, place: str, owner: OwnerId, lead: str = "") -> str:
    """The sentence that answers: `Patching the engine for Amazon RDS is AWS's job.`"""
    where = f" for {place}" if place else ""
    return f"{lead}{name}{where} is {OWNER_IS[owner]}."


def yes_or_no(owner: OwnerId, claim: str | None, negated: bool, exclusive: bool = False) -> Verdict | None:
    """`yes` or `no` where one side was supposed and one side owns; None where both own or nothing was supposed."""
    if claim and owner == "shared" and exclusive:
        return "yes" if negated else "no"
    if claim is None or owner not in ("aws", "customer"):
        return None
    return "yes" if (owner == claim) != negated else "no"


def lead(verdict: Verdict | None, owner: OwnerId, claim: str | None) -> str:
    """What a yes/no question's answer begins with."""
    if verdict:
        return "Yes. " if verdict == "yes" else "No. "
    return "Partly. " if claim and owner == "shared" else ""


def rests_on(holding: Holding) -> str:
    """What an answer rests on, for people who must show it."""
    if holding.basis in ("service", "variant"):
        return f"Specific to {holding.place}."
    if holding.basis == "class":
        where = f" for {holding.place}" if holding.place else ""
        return f"By its class{where}, not from a page about this service in particular."
    return "By AWS's general model; services differ, so name one for a specific answer."


def status_note(name: str, status: Status, successor: str = "") -> str:
    """Says that a service is no longer what it was, and by what it is followed where the note does not."""
    told = f"{name}: {status.note.rstrip('.')} ({STATE_IS[status.state]} {human_day(status.since)})."
    return told if not successor or successor in status.note else f"{told} Successor: {successor}."


STATE_IS = {
    "renamed": "renamed",
    "retired": "ended",
    "closed_to_new": "closed to new customers since",
    "end_announced": "ends",
}
"""State of a service -> what its date means."""


def human_day(day: str) -> str:
    """`2026-11-23` as `23 Nov 2026`."""
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {parsed:%b %Y}"


def cite(source: Source) -> str:
    """Title, publisher and day of a source, and how old the copy was that was read."""
    state = "not verified" if source.unverified else f"checked {human_day(source.checked)}"
    if source.copy_of:
        state += f" in a copy of {date.fromisoformat(source.copy_of + '-01'):%B %Y}"
    return f"{source.title}, {source.publisher}, {state}"
