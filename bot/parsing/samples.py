"""Sample questions: how like a question those of each task are, taken together."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from msgspec import Struct

from bot.catalog.model import OUT_OF_SCOPE
from bot.parsing.reader import Reader, Unit
from bot.parsing.text import Sentence, plain

POSTED = 60
"""Tasks that one concept leads to, those that it says most of: bounds the work per question."""
TOLD = 30
"""Tasks told of one question."""
NEAR = 0.2
"""Share of the likest task's score below which a task is not told: by its cube it would hardly be heard."""
FEW = 3
"""A concept that no sample has weighs as much as one that stands in so many."""
CLEAR = 0.15
"""Lead of its own task over every other that a sample should have."""
STEP = 0.05
"""By how much of its vector a sample with less moves the two profiles."""

Read = Sequence[tuple[Sentence, Sequence[Unit]]]
"""The sentences of a text with their units."""
Vector = list[tuple[str, float]]
"""Concepts with their weights, of the length one."""
Profiles = dict[str, dict[int, float]]
"""Concept -> number of a target -> its weight in the profile."""


class SampleIndex(Struct, frozen=True):
    """The profile of each task: what share its samples give to each concept; built once, kept in the cache."""

    targets: list[str]
    unknown: float
    """What a concept weighs in a question that no sample has."""
    rarity: dict[str, float]
    """Concept -> what it weighs in a question."""
    postings: dict[str, list[tuple[int, float]]]
    """Concept -> numbers of the targets with its weight in their profiles, heaviest first."""


class Likeness(Struct, frozen=True):
    """A task whose samples are like a question."""

    target: str
    score: float
    """0 to 1."""


def read_samples(samples: Mapping[str, Sequence[str]], reader: Reader) -> dict[str, list[Read]]:
    """The sentences of each sample with their units, by target."""
    return {target: [_read(text, reader) for text in texts] for target, texts in samples.items()}


def build_samples(samples: Mapping[str, Sequence[Read]]) -> SampleIndex:
    """The profiles of all tasks that have samples.

    A profile is the mean of its samples' unit vectors, of which the square root counts: between what all samples of a
    task say and what one of them says lies less than their number, for the next asker will say it in a new way. Then
    every sample that is hardly more like its own task than like another draws the one nearer and pushes the other off.
    """
    told = {
        target: [_concepts([unit for _, units in read for unit in units]) for read in texts]
        for target, texts in samples.items()
        if target != OUT_OF_SCOPE
    }
    held = Counter(concept for texts in told.values() for concepts in texts for concept in concepts)
    count = sum(map(len, told.values()))
    rarity = {concept: round(math.log(1 + count / number), 4) for concept, number in held.items()}
    unknown = round(math.log(1 + count / FEW), 4)
    vectors = [[_unit_vector(concepts, rarity, unknown) for concepts in texts] for texts in told.values()]
    profiles: Profiles = {concept: {} for concept in rarity}
    for target, texts in enumerate(vectors):
        for concept, weight in _mean(texts):
            profiles[concept][target] = weight
    _tell_apart(profiles, vectors)
    return SampleIndex(
        targets=list(told),
        unknown=unknown,
        rarity=rarity,
        postings={concept: _heaviest(weights) for concept, weights in profiles.items()},
    )


def _tell_apart(profiles: Profiles, vectors: Sequence[Sequence[Vector]]) -> None:
    """Draws the profiles of tasks to their samples, one sample of each task after the other.

    What counts in the end is the mean of the profiles over the whole pass (an averaged perceptron), so that no sample
    weighs more for coming last, and a new word in one of them does not stir up the others.
    """
    late: Profiles = {concept: {} for concept in profiles}
    count, number = sum(map(len, vectors)), 0
    for samples in zip_longest(*vectors):
        for target, vector in enumerate(samples):
            if vector is None:
                continue
            number += 1
            rival = _too_near(profiles, target, vector)
            if rival is None:
                continue
            passed = number / count
            for concept, weight in vector:
                shares, later, step = profiles[concept], late[concept], STEP * weight
                for moved, by in ((target, step), (rival, -step)):
                    shares[moved] = shares.get(moved, 0.0) + by
                    later[moved] = later.get(moved, 0.0) + by * passed
    for concept, moves in late.items():
        for target, by in moves.items():
            profiles[concept][target] -= by


def _too_near(profiles: Profiles, target: int, vector: Vector) -> int | None:
    """The task that a sample is like where its own hardly leads; None where it leads clearly."""
    totals: dict[int, float] = {}
    for concept, weight in vector:
        for other, share in profiles[concept].items():
            totals[other] = totals[other] + weight * share if other in totals else weight * share
    own = totals.pop(target, 0.0)
    if not totals:
        return None
    rival = max(totals, key=totals.__getitem__)
    return rival if own - totals[rival] < CLEAR else None


def _heaviest(weights: Mapping[int, float]) -> list[tuple[int, float]]:
    told = sorted(weights.items(), key=lambda one: (-abs(one[1]), one[0]))[:POSTED]
    return [(target, round(weight, 4)) for target, weight in told]


def likest(index: SampleIndex, units: Sequence[Unit]) -> list[Likeness]:
    """The tasks whose samples are most like a question, best first."""
    totals: dict[int, float] = {}
    for concept, weight in _unit_vector(_concepts(units), index.rarity, index.unknown):
        for target, share in index.postings[concept]:
            totals[target] = totals[target] + weight * share if target in totals else weight * share
    most = max(totals.values(), default=0.0)
    if most <= 0:
        return []
    least, targets = most * NEAR, index.targets
    ranked = sorted([(-total, target) for target, total in totals.items() if total >= least])
    return [Likeness(targets[target], round(-total * 1e4) / 1e4) for total, target in ranked[:TOLD]]


def _mean(vectors: Sequence[Vector]) -> list[tuple[str, float]]:
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for concept, weight in vector:
            total[concept] += weight / len(vectors)
    length = math.sqrt(sum(total.values())) or 1.0
    return [(concept, math.sqrt(weight) / length) for concept, weight in total.items()]


def _read(text: str, reader: Reader) -> Read:
    return [(sentence, reader.read(sentence.words, breaks=sentence.breaks)) for sentence in plain(text).sentences]


def _concepts(units: Sequence[Unit]) -> Counter[str]:
    """What is told; services say where something is asked, not what."""
    return Counter([unit.concept for unit in units if unit.concept and not unit.links])


def _unit_vector(found: Counter[str], rarity: Mapping[str, float], unknown: float) -> Vector:
    """Known concepts with their weights, scaled to the length of one.

    Concepts that no sample has count in that length, so that no question is like a task by one word of many.
    """
    weighed = [(concept, rarity[concept] * math.sqrt(count)) for concept, count in found.items() if concept in rarity]
    strange = len(found) - len(weighed)
    length = math.sqrt(sum(weight * weight for _, weight in weighed) + strange * unknown**2) or 1.0
    return [(concept, weight / length) for concept, weight in weighed]
