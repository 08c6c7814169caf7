"""Sample questions: which tasks a question is like, by the words of theirs, and how strange it sounds."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from bot.catalog.model import AT, OUT_OF_SCOPE, WHOLE, Fitted
from bot.parsing.digits import Digits
from bot.parsing.remembered import Remembered
from bot.parsing.stem import stem
from bot.parsing.text import COURTESIES

TOLD = 15
"""Tasks told of one question."""
NEAR = 0.3
"""How far below the likest task's score a task is not told: its vote would hardly be heard."""
UNLIKE = -1.0
"""Score of a task that nothing speaks for; of one whose samples a question is just like it is about 1."""

ELSEWHERE = 0.2
"""Score from which samples say that a question is about what a third party runs or makes."""
SUMMED = 100
"""Features whose fitted weights, of a byte each, are summed in digits of two bytes at once; the sums of twice as many
may be too far apart to be compared there."""
CACHED = 20_000
"""Words, and pairs of them, of which it is kept what they say: 400 bytes each."""


class SampleIndex(Struct, frozen=True):
    """What each word and pair of words says of the tasks; built once, kept in the cache."""

    targets: list[str]
    """Tasks, `OUT_OF_SCOPE`, places behind `AT`, and `WHOLE`; "" for one that the catalog does not have."""
    bias: list[float]
    rarity: dict[str, float]
    """Feature -> what it weighs in a question."""
    unit: float
    fitted: dict[str, bytes]
    """As in `Fitted`, which says what these and `unit` are."""
    taught: dict[str, list[tuple[int, float]]]
    """The same of samples that were not fitted: an overlay's."""


class Likeness(Struct, frozen=True, gc=False):
    """A task whose samples are like a question."""

    target: str
    score: float
    """0 to 1."""


class Resemblance(Struct, frozen=True, gc=False):
    """What the samples say of a question."""

    alike: list[Likeness]
    """The tasks whose samples are most like it, best first; none where no sample has any of its words."""
    bearing: float = 0.0
    """How strange it sounds: above 0 like what is out of scope, below like what is asked of whose job something is."""
    whole: float = UNLIKE
    """How much it sounds like what asks for AWS's part of a matter and the customer's: above 0 it rather does."""
    place: str | None = None
    """The variant of a third party, behind its service's id and a slash, of which it speaks, if of any."""


def features(text: Sequence[str]) -> list[str]:
    """The stems of words and their pairs of neighbours, each once, in order; manners change no answer."""
    stems = stems_of(text)
    return list(dict.fromkeys([*stems, *(_paired(*pair) for pair in pairwise(stems))]))


def stems_of(text: Sequence[str]) -> list[str]:
    """The stems of words that are no manners."""
    return [stem(word) for word in text if word not in COURTESIES]


def _paired(before: str, after: str) -> str:
    """Two neighbours as a feature."""
    return f"{before} {after}"


def build_samples(
    fitted: Fitted | None, known: frozenset[str], texts: Mapping[str, Sequence[Sequence[str]]]
) -> SampleIndex:
    """The index of what was fitted and of further samples.

    A further sample is told by the mean of its task's unit vectors: two of that mean, as `UNLIKE` is minus one.

    Args:
        fitted: what was fitted before.
        known: the targets of the catalog.
        texts: the words of each further sample, by target.
    """
    targets = list(fitted.targets) if fitted else []
    bias = list(fitted.bias) if fitted else []
    rarity = _rarity(texts)
    if fitted:
        rarity |= fitted.rarity
    taught: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for target, samples in texts.items():
        if target not in targets:
            targets.append(target)
            bias.append(UNLIKE)
        number = targets.index(target)
        for feature, weight in _mean(samples, rarity).items():
            taught[feature].append((number, round(2 * weight * rarity[feature], 4)))
    return SampleIndex(
        targets=[target if target in known or target == OUT_OF_SCOPE else "" for target in targets],
        bias=bias,
        rarity=rarity,
        unit=fitted.unit if fitted else 1.0,
        fitted=fitted.weights if fitted else {},
        taught=dict(taught),
    )


def _rarity(texts: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, float]:
    held = Counter(feature for samples in texts.values() for text in samples for feature in features(text))
    return rarities(held, sum(map(len, texts.values())))


def rarities(held: Mapping[str, int], count: int) -> dict[str, float]:
    """What each feature weighs: the more, the fewer of so many samples hold it."""
    return {feature: round(math.log(1 + count / number), 4) for feature, number in held.items()}


def _mean(samples: Sequence[Sequence[str]], rarity: Mapping[str, float]) -> dict[str, float]:
    """The sum of the samples' vectors, each of the length one, brought to that length."""
    total: dict[str, float] = defaultdict(float)
    for text in samples:
        found = features(text)
        length = math.sqrt(sum(rarity[feature] ** 2 for feature in found)) or 1.0
        for feature in found:
            total[feature] += rarity[feature] / length
    length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {feature: weight / length for feature, weight in total.items()}


class Said(NamedTuple):
    """What one feature says."""

    digits: int
    """What was fitted to it, in units: see `Digits`."""
    square: float
    """Of its rarity."""
    taught: Sequence[tuple[int, float]]
    """Places of targets that an overlay's samples speak for, with the strength."""
    likest: int
    """Place of the task that most of it was fitted to; any where none was."""


class Samples:
    """Hears questions with one index; what a feature says is unpacked once."""

    def __init__(self, index: SampleIndex) -> None:
        self._index = index
        tasks = [target not in ("", OUT_OF_SCOPE, WHOLE) and not target.startswith(AT) for target in index.targets]
        order = sorted(range(len(tasks)), key=lambda number: not tasks[number])
        self._place = {number: place for place, number in enumerate(order)}
        """Number of a target -> its place among the sums, tasks before what is none."""
        self._targets = [index.targets[number] for number in order]
        self._bias = [index.bias[number] for number in order]
        self._tasks = sum(tasks)
        self._highest = max(self._bias[: self._tasks], default=0.0)
        self._strange = self._targets.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self._targets else None
        self._whole = self._targets.index(WHOLE) if WHOLE in self._targets else None
        places = [place for place, target in enumerate(self._targets) if target.startswith(AT)]
        self._elsewhere = [(place, ELSEWHERE - self._bias[place]) for place in places]
        """Where the places of third parties stand there, and what must be added for a question to be about one."""
        self._digits = Digits(len(order), "h")
        self._of_word = Remembered(self._said, CACHED).__getitem__
        self._of_pair = Remembered(self._said_by_pair, CACHED).__getitem__

    def heard(self, text: Sequence[str]) -> Resemblance:
        """What the samples say of a question of some words."""
        stems = stems_of(text)
        said_of = [*map(self._of_word, dict.fromkeys(stems)), *map(self._of_pair, dict.fromkeys(pairwise(stems)))]
        known = [said for said in said_of if said is not None]
        if not known:
            return Resemblance([])
        digits, squares, _, likests = zip(*known, strict=True)
        summed = self._digits.summed(digits) if len(known) <= SUMMED else None
        if summed is None or self._index.taught:
            totals, summed = self._added_up(known), None
        else:
            totals = self._digits.sums(summed)
        scale = self._index.unit / math.sqrt(sum(squares))
        bias, targets, tasks = self._bias, self._targets, self._tasks
        near: list[tuple[float, int]] = []
        if tasks:
            # The likest task is mostly one that some word speaks most for, and none is less like than any of those. No
            # bias is above the highest: only totals from here on can be near the best score.
            likest = max(likests, key=totals.__getitem__)
            enough = math.floor(totals[likest] + (bias[likest] - self._highest - NEAR) / scale)
            places = range(tasks) if summed is None else self._digits.at_least(summed, enough)
            scores = [(-bias[place] - totals[place] * scale, place) for place in places if place < tasks]
            most = min(scores)[0] + NEAR
            near = sorted([score for score in scores if score[0] <= most])
        strange = self._strange
        bearing = 0.0 if strange is None else bias[strange] + totals[strange] * scale
        whole = UNLIKE if self._whole is None else bias[self._whole] + totals[self._whole] * scale
        there = [
            (totals[place] * scale - lack, place) for place, lack in self._elsewhere if totals[place] * scale > lack
        ]
        return Resemblance(
            [Likeness(targets[place], _share(-score)) for score, place in near[:TOLD]],
            bearing,
            whole,
            targets[max(there)[1]].removeprefix(AT) if there else None,
        )

    def _added_up(self, known: Sequence[Said]) -> Sequence[float]:
        """What many features or an overlay's add to the score of each target, in units, by its place."""
        parts = [known[begin : begin + SUMMED] for begin in range(0, len(known), SUMMED)]
        sums = [self._digits.sums(self._digits.summed([said.digits for said in part])) for part in parts]
        totals: list[float] = [sum(digits) for digits in zip(*sums, strict=True)]
        for place, strength in [told for said in known for told in said.taught]:
            totals[place] += strength / self._index.unit
        return totals

    def _said_by_pair(self, pair: tuple[str, str]) -> Said | None:
        """What two neighbours say."""
        return self._said(_paired(*pair))

    def _said(self, feature: str) -> Said | None:
        """What a feature says; None where no sample has it."""
        index, place = self._index, self._place
        if feature not in index.rarity:
            return None
        packed = index.fitted.get(feature, b"")
        sizes = {place[target]: size for target, size in zip(packed[::2], array("b", packed[1::2]), strict=True)}
        return Said(
            self._digits.packed(sizes),
            index.rarity[feature] ** 2,
            tuple((place[target], strength) for target, strength in index.taught.get(feature, ())),
            max([one for one in sizes if one < self._tasks], key=sizes.__getitem__, default=0),
        )


def _share(score: float) -> float:
    """A score from -1 to 1 as one from 0 to 1."""
    return 0.0 if score < -1 else 1.0 if score > 1 else (score + 1) / 2
