"""Sample questions: which tasks a question is like, by the words of theirs, and how strange it sounds."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from sys import byteorder

from msgspec import Struct

from bot.catalog.model import AT, OUT_OF_SCOPE, Fitted
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
NEVER = -100.0
"""Score of what is no task of the catalog."""

MIDDLE = 1 << 15
"""What stands for 0 in a digit of two bytes, so that sums below 0 have one too."""
SUMMED = 250
"""Features whose fitted weights, of a byte each, are summed in such digits at once."""
CACHED = 20_000
"""Features of which it is kept what they say: 400 bytes each."""


class SampleIndex(Struct, frozen=True):
    """What each word and pair of words says of the tasks; built once, kept in the cache."""

    targets: list[str]
    """Tasks, `OUT_OF_SCOPE` and places behind `AT`; "" for one that the catalog does not have."""
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
    place: str | None = None
    """The variant of a third party, behind its service's id and a slash, of which it speaks, if of any."""


def features(text: Sequence[str]) -> list[str]:
    """The stems of words and their pairs of neighbours, each once, in order; manners change no answer."""
    stems = [stem(word) for word in text if word not in COURTESIES]
    return list(dict.fromkeys([*stems, *(f"{before} {after}" for before, after in pairwise(stems))]))


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


class Samples:
    """Hears questions with one index; what a feature says is unpacked once.

    What was fitted to it is one large number, with a digit for each target: a question's are summed by adding as many
    numbers as it has features.
    """

    def __init__(self, index: SampleIndex) -> None:
        self._index = index
        self._said = lru_cache(maxsize=CACHED)(self._unpacked)
        told = [target not in ("", OUT_OF_SCOPE) and not target.startswith(AT) for target in index.targets]
        self._bias = [bias if heard else NEVER for bias, heard in zip(index.bias, told, strict=True)]
        self._strange = index.targets.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in index.targets else None
        self._places = [number for number, target in enumerate(index.targets) if target.startswith(AT)]
        self._highest = max(self._bias, default=0.0)
        self._middle = _number([0] * len(told))

    def heard(self, text: Sequence[str]) -> Resemblance:
        """What the samples say of a question of some words."""
        rarity = self._index.rarity
        known = [feature for feature in features(text) if feature in rarity]
        if not known:
            return Resemblance([])
        totals = self._summed(known)
        scale = self._index.unit / math.sqrt(sum([rarity[feature] ** 2 for feature in known]))
        bias, targets = self._bias, self._index.targets
        likest = totals.index(max(totals))
        # No bias is above the highest: only totals from here on can be near the best score.
        enough = totals[likest] + (bias[likest] - self._highest - NEAR) / scale
        scores = [(bias[number] + total * scale, number) for number, total in enumerate(totals) if total >= enough]
        least = max(max(scores)[0] - NEAR, NEVER / 2)
        near = sorted([(-score, number) for score, number in scores if score >= least])
        strange, plain = self._strange, self._index.bias
        bearing = 0.0 if strange is None else plain[strange] + totals[strange] * scale
        place = max([(plain[number] + totals[number] * scale, number) for number in self._places], default=(UNLIKE, 0))
        return Resemblance(
            [Likeness(targets[number], _share(-score)) for score, number in near[:TOLD]],
            round(bearing, 3),
            targets[place[1]].removeprefix(AT) if place[0] > ELSEWHERE else None,
        )

    def _summed(self, known: Sequence[str]) -> Sequence[float]:
        """What features add to the score of each target, in units."""
        middle, width = self._middle, 2 * len(self._bias)
        sums: list[Sequence[float]] = []
        for begin in range(0, len(known), SUMMED):
            total = sum(map(self._said, known[begin : begin + SUMMED]), middle) ^ middle
            sums.append(array("h", total.to_bytes(width, byteorder)))
        taught = self._index.taught
        further = [feature for feature in known if feature in taught] if taught else []
        if len(sums) == 1 and not further:
            return sums[0]
        totals = [sum(digits) for digits in zip(*sums, strict=True)]
        for feature in further:
            for target, strength in taught[feature]:
                totals[target] += strength / self._index.unit
        return totals

    def _unpacked(self, feature: str) -> int:
        """What was fitted to a feature, a digit for each target."""
        added = [0] * len(self._bias)
        packed = self._index.fitted.get(feature, b"")
        for target, size in zip(packed[::2], array("b", packed[1::2]), strict=True):
            added[target] = size
        return _number(added) - self._middle


def _number(digits: Sequence[int]) -> int:
    """Sums of targets as the digits of one number, each told from `MIDDLE` on."""
    return int.from_bytes(array("H", [MIDDLE + digit for digit in digits]).tobytes(), byteorder)


def _share(score: float) -> float:
    """A score from -1 to 1 as one from 0 to 1."""
    return round(min(1.0, max(0.0, (score + 1) / 2)), 4)
