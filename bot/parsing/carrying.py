"""What a question asks for where something is told as set up: rather what is carried out than the setting up."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from bot.catalog.model import Catalog
from bot.parsing.phrases import Match
from bot.parsing.samples import Likeness
from bot.parsing.second import Opinion

GAIN = 0.2
"""What a duty of carrying out gains there, in proportion to what it has."""

Scored = TypeVar("Scored", Match, Opinion, Likeness)


class Carrying:
    """The duties that a service carries out once they were set up."""

    def __init__(self, catalog: Catalog) -> None:
        duties = [(topic.id, duty) for topic in catalog.topics.values() for duty in topic.duties]
        self._gaining = frozenset(f"{topic}/{duty.id}" for topic, duty in duties if duty.carries_out)
        self._instead = {f"{topic}/{duty.id}": f"{topic}/{duty.once_set}" for topic, duty in duties if duty.once_set}

    def favoured(self, found: Sequence[Scored]) -> list[Scored]:
        """What was found for such a question, best first: each target once, with the best of its scores."""
        best: dict[str, Scored] = {}
        for one in found:
            target = self._instead.get(one.target, one.target)
            score = one.score * (1 + GAIN) if target in self._gaining else one.score
            known = best.get(target)
            if known is None or known.score < score:
                best[target] = msgspec.structs.replace(one, target=target, score=score)
        return sorted(best.values(), key=lambda one: -one.score)
