"""The second opinion: a sparse linear model over words and character n-grams, blind to the synonyms."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from bot.catalog.model import Catalog
from bot.parsing.stem import stem
from bot.parsing.text import words

GRAM = 4
_ROOTS = [math.sqrt(count) for count in range(64)]
"""Square roots of how often a feature stands in one phrase."""
OWN_SHARE = 0.3
"""What a phrase written for one service weighs in its target's centroid: it is one more way to name the task, and
speaks of that service's parts as well."""
KEEP = 15
"""Targets kept per feature, heaviest first: bounds the work per question whatever the knowledge's size."""


KEEP_OF_WORD = 20
"""Targets kept per word of a question."""
NEAR = 0.3
"""Share of the best target's score below which a target is not told."""
Said = tuple[dict[int, float], float]
"""Targets with what they gain, and the square of the length of the vector that says so."""


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


def features(text: Iterable[str], dropped: frozenset[str]) -> Counter[str]:
    """Words, neighbouring pairs and character n-grams of the words that carry meaning."""
    telling = [word for word in text if word not in dropped]
    found = [f"p {stem(before)} {stem(word)}" for before, word in pairwise(telling)]
    for word in telling:
        found += _parts(word)
    return Counter(found)


@lru_cache(maxsize=20_000)
def _parts(word: str) -> list[str]:
    """Its stem and its character n-grams, as features."""
    edged = f"<{word}>"
    return ["w " + stem(word), *("g " + edged[start : start + GRAM] for start in range(len(edged) - GRAM + 1))]


def fit(catalog: Catalog, dropped: frozenset[str]) -> LinearModel:
    """Fits the model on the knowledge's phrases: one centroid of unit TF-IDF vectors per target."""
    rows = [(target, features(words(phrase), dropped), share) for target, phrase, share in _phrases(catalog)]
    users: dict[str, set[str]] = defaultdict(set)
    for target, found, _ in rows:
        for feature in found:
            users[feature].add(target)
    targets = list(dict.fromkeys(target for target, _, _ in rows))
    rarity = {feature: math.log(1 + len(targets) / len(by)) * _share(feature) for feature, by in users.items()}
    centroids: dict[str, dict[str, float]] = {target: {} for target in targets}
    for target, found, share in rows:
        vector = {feature: rarity[feature] * _ROOTS[count] for feature, count in found.items()}
        scale = share / math.sqrt(sum(weight * weight for weight in vector.values())) if vector else 0.0
        centroid = centroids[target]
        for feature, weight in vector.items():
            centroid[feature] = centroid.get(feature, 0.0) + weight * scale
    weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, target in enumerate(targets):
        length = math.sqrt(sum(weight * weight for weight in centroids[target].values())) or 1
        for feature, weight in centroids[target].items():
            weights[feature].append((number, round(weight / length, 4)))
    kept = {feature: sorted(pairs, key=_by_weight)[:KEEP] for feature, pairs in weights.items()}
    return LinearModel(targets, kept, {feature: round(weight, 4) for feature, weight in rarity.items()})


def _by_weight(pair: tuple[int, float]) -> float:
    return -pair[1]


def _phrases(catalog: Catalog) -> Iterator[tuple[str, str, float]]:
    """Target, phrase and the phrase's share, for every phrase of topics, duties and rules."""
    for topic in catalog.topics.values():
        for phrase in topic.phrases:
            yield topic.id, phrase, 1.0
        for duty in topic.duties:
            for phrase in (duty.name, *duty.phrases):
                yield f"{topic.id}/{duty.id}", phrase, 1.0
    for service in catalog.services.values():
        for _, rules in service.rule_sets():
            for target, rule in rules.items():
                for phrase in rule.phrases:
                    yield target, phrase, OWN_SHARE


def _share(feature: str) -> float:
    return 0.35 if feature[0] == "g" else 0.6 if feature[0] == "p" else 1.0


class Second:
    """Judges questions with one fitted model; what a word says is worked out once."""

    def __init__(self, model: LinearModel, dropped: frozenset[str]) -> None:
        self._model = model
        self._dropped = dropped
        self._of_word = lru_cache(maxsize=20_000)(self._said_by)
        self._of_pair = lru_cache(maxsize=20_000)(self._said_by_pair)

    def judge(self, text: Sequence[str], limit: int = 8) -> list[Opinion]:
        """The targets that the model finds nearest, best first.

        Args:
            text: the words of a question.
            limit: how many targets at most.
        """
        totals: dict[int, float] = {}
        length = 0.0
        for said, square in self._spoken(text):
            length += square
            for target, strength in said.items():
                totals[target] = totals[target] + strength if target in totals else strength
        most = max(totals.values(), default=0.0)
        if not most:
            return []
        least = most * NEAR
        near = sorted([(-total, target) for target, total in totals.items() if total >= least])
        targets, scale = self._model.targets, -math.sqrt(length)
        return [Opinion(targets[target], round(total / scale * 1e4) / 1e4) for total, target in near[:limit]]

    def _spoken(self, text: Sequence[str]) -> list[Said]:
        """What each distinct word and pair of neighbours says."""
        dropped, of_word, of_pair = self._dropped, self._of_word, self._of_pair
        telling = [word for word in text if word not in dropped]
        return [*map(of_word, dict.fromkeys(telling)), *filter(None, map(of_pair, telling, telling[1:]))]

    def _said_by_pair(self, before: str, word: str) -> Said | None:
        """What two neighbours say, the same way; None where no phrase holds them side by side."""
        pair = f"p {stem(before)} {stem(word)}"
        if pair not in self._model.features:
            return None
        weight = self._model.rarity[pair]
        return {target: weight * strength for target, strength in self._model.features[pair]}, weight * weight

    def _said_by(self, word: str) -> Said:
        """A word's targets with their strength, heaviest first, and the square of its vector's length."""
        totals: dict[int, float] = defaultdict(float)
        square = 0.0
        for feature, count in features((word,), frozenset()).items():
            if feature in self._model.features:
                weight = self._model.rarity[feature] * math.sqrt(count)
                square += weight * weight
                for target, strength in self._model.features[feature]:
                    totals[target] += weight * strength
        return dict(sorted(totals.items(), key=lambda pair: -pair[1])[:KEEP_OF_WORD]), square
