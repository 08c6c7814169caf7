"""The second opinion: a sparse linear model over words and character n-grams, blind to the synonyms."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from bot.catalog.model import Catalog
from bot.parsing.digits import Digits
from bot.parsing.remembered import Remembered
from bot.parsing.stem import stem
from bot.parsing.text import words

GRAM = 4
OWN_SHARE = 0.3
"""What a phrase written for one service weighs in its target's centroid: it is one more way to name the task, and
speaks of that service's parts as well."""
KEEP = 15
"""Targets kept per feature, heaviest first: bounds the work per question whatever the knowledge's size."""
NEAR = 0.3
"""Share of the best target's score below which a target is not told."""
Told = Sequence[tuple[list[str], list[str], float]]
"""The telling words of each phrase of a target, their pairs, and the phrase's share."""
UNITS = 4096
"""Strengths are summed as whole numbers of so many to one, which is exact enough, and small enough for any message."""


class LinearModel(Struct, frozen=True):
    """Feature -> (target, weight) pairs; the score of a target is the sum over the question's features."""

    targets: list[str]
    features: dict[str, list[tuple[int, float]]]
    rarity: dict[str, float]


class Opinion(Struct, frozen=True, gc=False):
    """What the model takes a question for."""

    target: str
    score: float
    """Cosine between the question and the target's phrases, 0 to 1."""


@lru_cache(maxsize=20_000)
def parts(word: str) -> dict[str, float]:
    """A word's stem and its character n-grams, as features with the square root of how often each stands in it."""
    edged = f"<{word}>"
    grams = ["g " + edged[start : start + GRAM] for start in range(len(edged) - GRAM + 1)]
    return {feature: math.sqrt(count) for feature, count in Counter(("w " + stem(word), *grams)).items()}


def _pair(before: str, word: str) -> str:
    """Two neighbours as a feature."""
    return f"p {stem(before)} {stem(word)}"


def fit(catalog: Catalog, dropped: frozenset[str]) -> LinearModel:
    """Fits the model on the knowledge's phrases: one centroid of TF-IDF vectors, near the length one, per target.

    A phrase's vector is the sum of those of its words and of its pairs of neighbours, and its length is told by theirs,
    as that of a question is; so a target's words are counted first, and each is spelt out once.
    """
    said: dict[str, list[tuple[list[str], list[str], float]]] = defaultdict(list)
    for target, phrase, share in _phrases(catalog):
        telling = [word for word in words(phrase) if word not in dropped]
        if telling:
            said[target].append((telling, [_pair(*pair) for pair in pairwise(telling)], share))
    rarity = _rarity(said)
    square = {
        word: sum((rarity[feature] * root) ** 2 for feature, root in parts(word).items())
        for word in {word for told in said.values() for telling, _, _ in told for word in telling}
    }
    weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, told in enumerate(said.values()):
        centroid = _centroid(told, rarity, square)
        length = math.sqrt(sum(weight * weight for weight in centroid.values())) or 1
        for feature, weight in centroid.items():
            weights[feature].append((number, round(weight / length, 4)))
    kept = {feature: sorted(pairs, key=_by_weight)[:KEEP] for feature, pairs in weights.items()}
    return LinearModel(list(said), kept, {feature: round(weight, 4) for feature, weight in rarity.items()})


def _rarity(said: Mapping[str, Told]) -> dict[str, float]:
    """What each feature weighs: the more, the fewer targets have it."""
    users: Counter[str] = Counter()
    for told in said.values():
        spoken = {word for telling, _, _ in told for word in telling}
        users.update({feature for word in spoken for feature in parts(word)})
        users.update({pair for _, pairs, _ in told for pair in pairs})
    return {feature: math.log(1 + len(said) / count) * _share(feature) for feature, count in users.items()}


def _centroid(told: Told, rarity: Mapping[str, float], square: Mapping[str, float]) -> dict[str, float]:
    """The sum of a target's phrases, each scaled to about the length of its share."""
    strength: dict[str, float] = defaultdict(float)
    found: dict[str, float] = defaultdict(float)
    for telling, pairs, share in told:
        length = sum(map(square.__getitem__, telling)) + sum(rarity[pair] ** 2 for pair in pairs)
        scale = share / math.sqrt(length)
        for word in telling:
            strength[word] += scale
        for pair in pairs:
            found[pair] += scale * rarity[pair]
    for word, scale in strength.items():
        for feature, root in parts(word).items():
            found[feature] += scale * rarity[feature] * root
    return found


def _by_weight(pair: tuple[int, float]) -> float:
    return -pair[1]


def _phrases(catalog: Catalog) -> Iterator[tuple[str, str, float]]:
    """Target, phrase and the phrase's share, for every phrase of topics, duties and rules.

    Tasks that exist at a few places only would draw questions about everywhere else: their phrases alone tell them.
    """
    rare: set[str] = set()
    for topic in catalog.topics.values():
        for phrase in topic.phrases:
            yield topic.id, phrase, 1.0
        for duty in topic.duties:
            if duty.rare:
                rare.add(f"{topic.id}/{duty.id}")
                continue
            for phrase in (duty.name, *duty.phrases):
                yield f"{topic.id}/{duty.id}", phrase, 1.0
    for service in catalog.services.values():
        for _, rules in service.rule_sets():
            for target, rule in rules.items():
                for phrase in () if target in rare else rule.phrases:
                    yield target, phrase, OWN_SHARE


def _share(feature: str) -> float:
    return 0.35 if feature[0] == "g" else 0.6 if feature[0] == "p" else 1.0


class Said(NamedTuple):
    """What a word or a pair of neighbours says."""

    digits: int
    """What each target gains, in units: see `Digits`."""
    square: float
    """Of the length of the vector that says so."""
    likest: int
    """The target that gains most."""


class Second:
    """Judges questions with one fitted model; what a word says is worked out once."""

    def __init__(self, model: LinearModel, dropped: frozenset[str]) -> None:
        self._model = model
        self._dropped = dropped
        self._digits = Digits(len(model.targets), "i")
        self._of_word = Remembered(self._said_by, 20_000).__getitem__
        self._of_pair = Remembered(self._said_by_pair, 20_000).__getitem__

    def judge(self, text: Sequence[str], limit: int = 8) -> list[Opinion]:
        """The targets that the model finds nearest, best first.

        Args:
            text: the words of a question.
            limit: how many targets at most.
        """
        spoken = self._spoken(text)
        if not spoken or not self._model.targets:
            return []
        digits, squares, likests = zip(*spoken, strict=True)
        summed = self._digits.summed(digits)
        totals = self._digits.sums(summed)
        # The nearest target is mostly one that some word speaks most for, and none is farther than any of those.
        likest = max(map(totals.__getitem__, likests))
        if not likest:
            return []
        near = self._digits.at_least(summed, int(likest * NEAR))
        near.sort(key=totals.__getitem__, reverse=True)
        targets, scale = self._model.targets, UNITS * math.sqrt(sum(squares))
        least = totals[near[0]] * NEAR
        return [Opinion(targets[one], totals[one] / scale) for one in near[:limit] if totals[one] >= least]

    def _spoken(self, text: Sequence[str]) -> list[Said]:
        """What each distinct word and pair of neighbours says."""
        dropped, of_word, of_pair = self._dropped, self._of_word, self._of_pair
        telling = [word for word in text if word not in dropped]
        return [*map(of_word, dict.fromkeys(telling)), *filter(None, map(of_pair, pairwise(telling)))]

    def _said_by_pair(self, neighbours: tuple[str, str]) -> Said | None:
        """What two neighbours say, the same way; None where no phrase holds them side by side."""
        pair = _pair(*neighbours)
        if pair not in self._model.features:
            return None
        weight = self._model.rarity[pair]
        return self._packed({target: weight * strength for target, strength in self._model.features[pair]}, weight**2)

    def _said_by(self, word: str) -> Said:
        """What a word says."""
        totals: dict[int, float] = defaultdict(float)
        square = 0.0
        for feature, root in parts(word).items():
            if feature in self._model.features:
                weight = self._model.rarity[feature] * root
                square += weight * weight
                for target, strength in self._model.features[feature]:
                    totals[target] += weight * strength
        return self._packed(totals, square)

    def _packed(self, strengths: Mapping[int, float], square: float) -> Said:
        gains = {target: round(strength * UNITS) for target, strength in strengths.items()}
        return Said(self._digits.packed(gains), square, max(gains, key=gains.__getitem__, default=0))
