"""What was posted beside what should have been: once, again, not at all, at another time, in another order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from bot.subscription import SECONDS, Kind
from tipping.expected import Due

KINDS: tuple[Kind, ...] = ("tip", "quiz", "reveal", "practice")


@dataclass
class Figures:
    """Numbers of posts."""

    expected: int = 0
    posted: int = 0
    """Of those expected, posted at exactly their second."""
    missing: int = 0
    duplicate: int = 0
    """Posted once more, or where nothing was expected."""
    changed: int = 0
    """Days on which the subscription was changed, and which may thus be left out."""
    changed_posted: int = 0
    lost: int = 0
    """Days on which Slack could not post."""
    lost_posted: int = 0
    """Of those, posted when it could again."""

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Figures)))

    @property
    def right(self) -> bool:
        """Whether all is as it should be."""
        return self.missing == 0 and self.duplicate == 0


def counted(dues: Iterable[Due], posted: Iterable[int]) -> tuple[dict[Kind, Figures], list[str]]:
    """Compares a place's posts, by their moments, with what it should have been sent.

    Returns:
        Figures by kind, and each fault in words.
    """
    found = {kind: Figures() for kind in KINDS}
    faults: list[str] = []
    left = Counter(posted)
    ordered = sorted(dues, key=lambda due: (bool(due.why), due.why == "no place", due.day))
    for due in ordered:
        figures = found[due.kind]
        times = sum(left.pop(one, 0) for one in due.moments)
        if not times and due.between[1]:
            times = _late(left, due)
        figures.duplicate += max(0, times - 1)
        if times > 1:
            faults.append(f"{times} times: {due}")
        if due.why == "changed":
            figures.changed, figures.changed_posted = figures.changed + 1, figures.changed_posted + min(times, 1)
        elif due.why:
            figures.lost, figures.lost_posted = figures.lost + 1, figures.lost_posted + min(times, 1)
        else:
            figures.expected, figures.posted = figures.expected + 1, figures.posted + min(times, 1)
            if not times:
                figures.missing += 1
                faults.append(f"missing: {due}")
    for moment, times in left.items():
        found[kind_of(moment)].duplicate += times
        faults.append(f"not expected, {times} times: {kind_of(moment)} at {moment}")
    return found, faults


def kind_of(moment: float) -> Kind:
    """What kind of thing was posted at a moment."""
    kinds = {second: kind for kind, second in SECONDS.items()}
    return kinds.get(int(moment) % 60, "tip")


def repeats(shown: Sequence[str], allowed: Sequence[frozenset[str]], unseen: int = 0) -> list[str]:
    """Tips that a place was shown again while others were still to come.

    Args:
        shown: ids, in the order in which they were shown.
        allowed: for each, the ids of those that could have been chosen then.
        unseen: how many more may have been given without having been shown, since Slack could not post them.
    """
    found = []
    latest: dict[str, int] = {}
    for number, (tip, choice) in enumerate(zip(shown, allowed, strict=True)):
        if tip in latest:
            others = choice - set(shown[latest[tip] + 1 : number]) - {tip}
            if len(others) > unseen:
                found.append(f"{tip} came again after {number - latest[tip]}, with {len(others)} still to come")
        latest[tip] = number
    return found


def _late(left: Counter[int], due: Due) -> int:
    """Takes a post out that was made up for later, if there is one."""
    for moment in sorted(left):
        if kind_of(moment) == due.kind and due.between[0] <= moment <= due.between[1]:
            left[moment] -= 1
            if not left[moment]:
                del left[moment]
            return 1
    return 0


def by_place(posted: Iterable[tuple[str, str, str]]) -> Mapping[str, list[tuple[float, str]]]:
    """Posts (channel, ts, text) by channel, each as (ts, text), in the order in which they were posted."""
    found: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for channel, ts, text in posted:
        found[channel].append((float(ts), text))
    return {channel: sorted(some) for channel, some in found.items()}
