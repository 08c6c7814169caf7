"""Which cues of a message count: those of the sentence that asks, and few of a story or of a service's name."""

from collections.abc import Collection, Mapping, Sequence

from bot.parsing.cues import CueIndex, cues_in, find_cues
from bot.parsing.focus import Tells, asking_clause
from bot.parsing.reader import Known, Unit
from bot.parsing.text import Sentence

PERSONS = frozenset(("person", "people", "someone", "somebody", "anyone", "anybody", "guy", "engineer", "see", "trace"))
"""Words that a clause with "who" only completes: "a person who …", "how do I see who …"."""
NEAR = 3
"""Words between them and that clause, at most."""
OF_PLACES = frozenset(("compare", "matrix"))
"""Intents that the sentence which names the places may tell."""


class Heeding:
    """Finds cues with one index; holds no state between messages."""

    def __init__(self, index: CueIndex, anywhere: Collection[str], intents: Collection[str], tells: Tells) -> None:
        """Heeds the cues of one index.

        Args:
            index: the cues.
            anywhere: labels of refusals that count wherever in a message they stand.
            intents: those that cues tell.
            tells: whether units name a task.
        """
        self._index = index
        self.anywhere = frozenset(anywhere)
        self._of_asking = frozenset(intents) - OF_PLACES  # "RDS vs EC2: who does what?"
        """Intents that only the sentence which asks can tell."""
        self._tells = tells
        labels = {
            cue.label
            for by_second in index.values()
            for by_last in by_second.values()
            for cues in by_last.values()
            for cue in cues
        }
        self.refusing = frozenset(label for label in labels if label.startswith("refuse:"))
        """Labels of all refusals."""
        self.refusing_here = self.refusing - self.anywhere
        """Those that only count where they stand in what is asked."""

    def of_sentence(self, known: Sequence[Known], units: Sequence[Unit]) -> dict[str, int]:
        """The cues of one sentence; a service's name refuses nothing ("AWS Budgets", "Chime SDK Meetings")."""
        found = cues_in(self._index, tuple([word.name for word in known]))
        if self.refusing.isdisjoint(found) or not any(unit.links for unit in units):
            return found
        kept = find_cues(self._index, _words_without_names(units))
        return {label: start for label, start in found.items() if label not in self.refusing or label in kept}

    def less_told(self, found: dict[str, int], sentence: Sentence, units: Sequence[Unit]) -> dict[str, int]:
        """The cues of the sentence that asks, less the refusals that only the story before its question holds.

        "At the match I wondered who guards AWS's halls" asks of no match. Where nothing of AWS is named, the story is
        all that says what is asked about.
        """
        told = self.refusing_here.intersection(found)
        if not told:
            return found
        first, _ = asking_clause(sentence, units, self._tells)
        if any(not PERSONS.isdisjoint(unit.words) for unit in units[max(first - NEAR, 0) : first]):
            return found  # "the name of the person at AWS who approves quotas"
        asked = find_cues(self._index, _words_without_names(units[first:]))
        return {label: start for label, start in found.items() if label not in told or label in asked}

    def counting(self, found: Sequence[Mapping[str, int]], main: int | None, asks_itself: bool) -> dict[str, int]:
        """The cues of a message: what kind of question it is, its asking sentence says.

        Args:
            found: labels of the cues of each sentence, with where they begin.
            main: number of the one that asks; None where none does.
            asks_itself: False where that one names nothing ("Which one is it?"), so that another says what kind it is.
        """
        if len(found) == 1:
            return dict(found[0])
        anywhere, intents = self.anywhere, self._of_asking
        counting: dict[str, int] = {}
        for number, labels in enumerate(found):
            for label, start in labels.items():
                kind = label in self.refusing or (asks_itself and label in intents)
                if main is None or number == main or not kind or label in anywhere:
                    counting.setdefault(label, start)
        return counting


def _words_without_names(units: Sequence[Unit]) -> tuple[str, ...]:
    """The words of units, those of services' names empty."""
    return tuple([word for unit in units for word in (("",) * len(unit.words) if unit.links else unit.words)])
