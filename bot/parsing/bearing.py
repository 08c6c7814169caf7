"""Whether a message sounds like a question of whose job something is: what all its words say, by the samples."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.catalog.model import OUT_OF_SCOPE
from bot.parsing.samples import Read
from bot.parsing.text import COURTESIES

SERVICE = "@"
"""Stands for the name of any service: both kinds of messages name them."""
START, QUESTION, END = "^", "?", "$"
"""Marks of a sentence's beginning and of its two ends."""
SHADE = 0.5
"""What a pair of neighbours and a concept weigh beside a word."""
PRIOR = 0.5
"""Samples of each kind that a feature is taken to stand in besides those where it does."""
SEEN = 2
"""Samples in which a feature must stand to say anything."""

STEP, STEP_IF_STRANGE = 0.5, 2.0
"""How far one sample moves the weights of its features; there are far fewer strange ones."""
SURE = 4.0
"""Bearing on the right side from which on a sample moves nothing."""

Features = set[str]
Bearing = dict[str, float]
"""Feature -> how much it speaks for a message that is out of scope, as a logarithm of odds; built once."""


def build_bearing(samples: Mapping[str, Sequence[Read]]) -> Bearing:
    """What each feature says; empty where the samples are all of one kind.

    How often it stands in either kind (naive Bayes) is where it begins: neighbours that always come together would be
    counted each. So one pass of logistic regression over all samples then takes back what is said twice, and the mean
    over that pass is kept.
    """
    asked = [_features(text) for target, texts in samples.items() if target != OUT_OF_SCOPE for text in texts]
    strange = [_features(text) for text in samples.get(OUT_OF_SCOPE, [])]
    if not asked or not strange:
        return {}
    within, without = _counted(asked), _counted(strange)
    balance = len(asked) / len(strange)
    found: Bearing = {}
    for feature in within.keys() | without.keys():
        if within[feature] + without[feature] < SEEN:
            continue
        odds = math.log((without[feature] + PRIOR) * balance / (within[feature] + PRIOR * balance))
        found[feature] = odds * (SHADE if " " in feature else 1.0)
    _fit(found, list(_spread(asked, strange)))
    return {feature: round(weight, 3) for feature, weight in found.items()}


def _spread(asked: Sequence[Features], strange: Sequence[Features]) -> Iterator[tuple[bool, Features]]:
    """All samples, the strange ones at even distances among the others."""
    taken = 0
    for number, features in enumerate(asked, 1):
        yield False, features
        while taken * len(asked) < number * len(strange):
            yield True, strange[taken]
            taken += 1


def _fit(weights: Bearing, samples: Sequence[tuple[bool, Features]]) -> None:
    """Moves the weights of features by what each sample tells, and leaves their mean over all samples."""
    late: dict[str, float] = defaultdict(float)
    for number, (strange, features) in enumerate(samples, 1):
        known = [feature for feature in features if feature in weights]
        scale = 1 / math.sqrt(len(known) or 1)
        bearing = sum([weights[feature] for feature in known]) * scale
        if (bearing if strange else -bearing) > SURE:
            continue
        wrong = (1.0 if strange else 0.0) - 1 / (1 + math.exp(-bearing))
        step = wrong * scale * (STEP_IF_STRANGE if strange else STEP)
        passed = step * number / len(samples)
        for feature in known:
            weights[feature] += step
            late[feature] += passed
    for feature, step in late.items():
        weights[feature] -= step


def bearing_of(known: Bearing, read: Read) -> float:
    """How strange a message sounds: above 0 like what is out of scope, below like a question of whose job."""
    features = _features(read)
    return sum(known.get(feature, 0.0) for feature in features) / math.sqrt(len(features) or 1)


def _counted(texts: Iterable[Features]) -> Counter[str]:
    return Counter(feature for features in texts for feature in features)


def _features(read: Read) -> Features:
    """Words, pairs of neighbours and concepts of a message; a concept is told from a word by its blank."""
    found: Features = set()
    for sentence, units in read:
        if COURTESIES.issuperset(sentence.words):
            continue
        before = START
        for unit in units:
            if unit.concept and not unit.links:
                found.add(" " + unit.concept)
            for word in (SERVICE,) if unit.links else unit.words:
                if word in COURTESIES:
                    continue  # manners change no answer
                found.add(word)
                found.add(f"{before} {word}")
                before = word
        end = QUESTION if sentence.asks else END
        found.add(f"{before} {end}")
        found.add(end)
    return found
