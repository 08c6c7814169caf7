"""Whether a message sounds like a question of whose job something is: what all its words say, by the samples."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

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

Bearing = dict[str, float]
"""Feature -> how much more often it stands in samples that are out of scope, as a logarithm; built once."""


def build_bearing(samples: Mapping[str, Sequence[Read]]) -> Bearing:
    """What each feature says; empty where the samples are all of one kind."""
    asked = [text for target, texts in samples.items() if target != OUT_OF_SCOPE for text in texts]
    strange = samples.get(OUT_OF_SCOPE, [])
    if not asked or not strange:
        return {}
    within, without = _counted(asked), _counted(strange)
    balance = len(asked) / len(strange)
    found: Bearing = {}
    for feature in within.keys() | without.keys():
        if within[feature] + without[feature] < SEEN:
            continue
        odds = math.log((without[feature] + PRIOR) * balance / (within[feature] + PRIOR * balance))
        found[feature] = round(odds * (SHADE if " " in feature else 1.0), 3)
    return found


def bearing_of(known: Bearing, read: Read) -> float:
    """How strange a message sounds: above 0 like what is out of scope, below like a question of whose job."""
    features = _features(read)
    return sum(known.get(feature, 0.0) for feature in features) / math.sqrt(len(features) or 1)


def _counted(texts: Iterable[Read]) -> Counter[str]:
    return Counter(feature for text in texts for feature in _features(text))


def _features(read: Read) -> set[str]:
    """Words, pairs of neighbours and concepts of a message; a concept is told from a word by its blank."""
    found: set[str] = set()
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
