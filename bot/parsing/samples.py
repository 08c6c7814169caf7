"""Sample questions: those most like a question, and what each of them asks for."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from bot.parsing.reader import Reader, Unit
from bot.parsing.text import plain

POSTED = 40
"""Samples that one feature leads to, those that it says most of: bounds the work per question."""
TOLD = 8
"""Samples told of one question."""
NEAR = 0.4
"""Share of the nearest sample's likeness below which a sample is not told: its vote would weigh a sixth."""
FEW = 3
"""A concept that no sample has weighs as much as one that stands in so many."""
PAIR_SHARE = 0.6
"""What a pair of neighbours weighs beside a concept."""


class SampleIndex(Struct, frozen=True):
    """Sample questions by their concepts and pairs of neighbouring concepts; built once, kept in the cache."""

    targets: list[str]
    asks: list[int]
    """For each sample, the number of its target."""
    unknown: float
    """What a concept weighs in a question that no sample has."""
    rarity: dict[str, float]
    """Feature -> what it weighs in a question."""
    postings: dict[str, list[tuple[int, float]]]
    """Feature -> samples with its weight in their unit vectors, heaviest first."""


class Likeness(Struct, frozen=True):
    """One sample that is like a question."""

    target: str
    score: float
    """Cosine between the two, 0 to 1."""


def features(units: Sequence[Unit]) -> Counter[str]:
    """Concepts and neighbouring pairs of them; services say where something is asked, not what."""
    telling = [unit.concept for unit in units if unit.concept and not unit.links]
    return Counter([*telling, *(f"{before} {after}" for before, after in pairwise(telling))])


def build_samples(samples: Mapping[str, Sequence[str]], reader: Reader) -> SampleIndex:
    """Indexes sample questions by target."""
    targets = list(samples)
    read = [
        (number, features(_units(text, reader))) for number, target in enumerate(targets) for text in samples[target]
    ]
    held = Counter(feature for _, found in read for feature in found)
    rarity = {
        feature: round(math.log(1 + len(read) / count) * (PAIR_SHARE if " " in feature else 1.0), 4)
        for feature, count in held.items()
    }
    unknown = round(math.log(1 + len(read) / FEW), 4)
    postings: dict[str, list[tuple[int, float]]] = {feature: [] for feature in rarity}
    for sample, (_, found) in enumerate(read):
        for feature, weight in _unit_vector(found, rarity, unknown):
            postings[feature].append((sample, round(weight, 4)))
    return SampleIndex(
        targets=targets,
        asks=[number for number, _ in read],
        unknown=unknown,
        rarity=rarity,
        postings={feature: sorted(found, key=_by_weight)[:POSTED] for feature, found in postings.items()},
    )


def nearest(index: SampleIndex, units: Sequence[Unit]) -> list[Likeness]:
    """The samples most like a question, best first."""
    totals: dict[int, float] = {}
    for feature, weight in _unit_vector(features(units), index.rarity, index.unknown):
        for sample, share in index.postings[feature]:
            totals[sample] = totals.get(sample, 0.0) + weight * share
    least = max(totals.values(), default=0.0) * NEAR
    near = sorted((-total, sample) for sample, total in totals.items() if total >= least)
    return [Likeness(index.targets[index.asks[sample]], round(-total, 4)) for total, sample in near[:TOLD]]


def _units(text: str, reader: Reader) -> list[Unit]:
    sentences = plain(text).sentences
    return [unit for sentence in sentences for unit in reader.read(sentence.words, breaks=sentence.breaks)]


def _unit_vector(found: Counter[str], rarity: Mapping[str, float], unknown: float) -> list[tuple[str, float]]:
    """Known features with their weights, scaled to the length of one.

    Concepts that no sample has count in that length, so that no question is like a sample by one word of many.
    """
    weighed = [(feature, rarity[feature] * math.sqrt(count)) for feature, count in found.items() if feature in rarity]
    strange = sum(1 for feature in found if feature not in rarity and " " not in feature)
    length = math.sqrt(sum(weight * weight for _, weight in weighed) + strange * unknown**2) or 1.0
    return [(feature, weight / length) for feature, weight in weighed]


def _by_weight(posting: tuple[int, float]) -> tuple[float, int]:
    return -posting[1], posting[0]
