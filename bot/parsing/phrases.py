"""The phrase index: which targets a set of concepts speaks of, and how well."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from bot.catalog.model import Catalog
from bot.parsing.reader import Reader, is_service
from bot.parsing.text import words
from bot.parsing.vocabulary import CLASS_MARK, WHOSE

ENOUGH = 0.55
"""Share of a phrase's weight that a question must cover for the phrase to count."""
NAMED_SERVICE = 0.5
"""Weight of a service's name inside a phrase: it is settled by entity linking, not by the phrase."""
LIGHT = 0.35
"""Factor on the weight of light concepts (manage, ensure, aws)."""
OWN_PHRASE = 0.12
"""What a phrase gains that was written for the very service that is named."""
WHOLE_TOPIC = 0.8
"""Factor on a topic's own phrases unless they explain nearly all of the question: a topic is meant when it is named."""
WHOSE_WEIGHT = 2.0
"""Weight of "our" and "AWS" in a phrase: "our own disks" is not "disks"."""
RANKED = 14
"""Targets told of one question."""
ROUNDING = 1e-6
"""By what sums of weights may differ with the order of adding."""
CONCEPT_MARK = "concept:"
"""Leads the target of an explanation: `concept:of_the_cloud`."""


class Phrase(NamedTuple):
    """One way of naming a target."""

    target: int
    concepts: tuple[int, ...]
    """Their numbers, heaviest first."""
    total: float
    """Sum of its concepts' weights."""
    service: str = ""
    """Counts only where this service or variant was named; empty for the phrases of all."""


AT_SERVICE = "*"
"""Stands for any service among those whose own phrases count."""
EVERYWHERE = ""
"""Holder of the phrases that count whatever is named."""


class Postings(Struct, array_like=True):
    """What leads to phrases: the one concept that is enough for them, or the two heaviest that a question must have.

    A question that covers a phrase enough holds one of its keys, or fits a shorter one of its target as well, and few
    that do not hold one: the work per question follows what fits, not how many phrases share a common concept.
    """

    alone: dict[int, list[int]]
    pairs: dict[int, dict[int, list[int]]]
    """Heavier concept -> lighter concept -> phrases."""


class PhraseIndex(Struct, frozen=True):
    """Phrases by the concepts that can lead to them; built once, kept in the cache.

    Concepts are told by number here, those of most phrases first: a question looks into scores of phrases, and small
    numbers are the same few objects in all of them.
    """

    targets: list[str]
    whole: list[bool]
    """For each target, whether it is a topic as a whole."""
    phrases: list[Phrase]
    concepts: list[str]
    """By number."""
    numbers: dict[str, int]
    weights: list[float]
    """Of the concepts, by number."""
    postings: dict[str, Postings]
    """Service or variant whose own phrases they are, or `EVERYWHERE` -> what leads to them."""
    unknown: float
    """Weight of a word that no phrase uses."""


class Part(NamedTuple):
    """What one concept of a question weighs in the fit of a phrase."""

    presence: float
    """1 where it stands plainly in the question, less where only in passing."""
    demand: float
    """How much it calls for being explained by the phrase; 0 for names of services."""


class Match(Struct, frozen=True, gc=False):
    """How well a target fits a question."""

    target: str
    score: float
    coverage: float
    """Share of the phrase that the question covers."""
    explained: float
    """Share of the question that the phrase covers."""
    numbers: tuple[int, ...] = ()
    """Of the phrase's concepts, heaviest first."""
    concepts: Sequence[str] = ()
    """What those number."""

    @property
    def phrase(self) -> tuple[str, ...]:
        """The phrase's concepts, which few questions ask for."""
        return tuple([self.concepts[number] for number in self.numbers])


def build_phrases(catalog: Catalog, reader: Reader) -> PhraseIndex:
    """Indexes every phrase of a catalog."""
    found: list[tuple[str, tuple[str, ...], str]] = []
    seen: set[tuple[str, frozenset[str], str]] = set()
    light = reader.vocabulary.light

    def add(target: str, phrase: str, service: str = "", whole: Collection[frozenset[str]] = ()) -> None:
        concepts = reader.concepts(words(phrase))
        key = (target, frozenset(concepts), service)
        if key[1] in whole:
            return  # what names the topic as a whole once function words are gone says nothing of one duty
        # What is left of "manage it" once function words are gone would match every question; "run the service" tells.
        telling = any(concept not in light for concept in concepts) or {"service", "manage"} <= set(concepts)
        if telling and key not in seen:
            seen.add(key)
            found.append((target, concepts, service))

    for topic in catalog.topics.values():
        for phrase in (topic.aws_term, *topic.phrases):
            add(topic.id, phrase)
        for phrase in topic.at_services:
            add(topic.id, phrase, AT_SERVICE)
        whole = {concepts for target, concepts, holder in seen if target == topic.id and not holder}
        for duty in topic.duties:
            for phrase in (duty.name, *duty.phrases):
                add(f"{topic.id}/{duty.id}", phrase, whole=whole)
    for service in catalog.services.values():
        for owner, rules in service.rule_sets():
            for target, rule in rules.items():
                for phrase in rule.phrases:
                    add(target, phrase, owner)
    for concept in catalog.concepts.values():
        for phrase in concept.phrases:
            add(CONCEPT_MARK + concept.id, phrase)
    return _index(found, light)


def _index(found: list[tuple[str, tuple[str, ...], str]], light: Collection[str]) -> PhraseIndex:
    used_by: dict[str, set[str]] = defaultdict(set)
    for target, concepts, _ in found:
        for concept in concepts:
            used_by[concept].add(target)
    targets = list(dict.fromkeys(target for target, _, _ in found))
    weights = {}
    for concept, users in used_by.items():
        weight = math.log(1 + len(targets) / len(users))
        if is_service(concept) or concept.startswith(CLASS_MARK):
            weight = min(weight, math.log(1 + len(targets) / 12)) * NAMED_SERVICE
        weights[concept] = WHOSE_WEIGHT if concept in WHOSE else round(weight * (LIGHT if concept in light else 1), 4)
    held = Counter(concept for _, concepts, _ in found for concept in concepts)
    named = [concept for concept, _ in held.most_common()]
    numbers = {concept: index for index, concept in enumerate(named)}
    number = {target: index for index, target in enumerate(targets)}
    phrases: list[Phrase] = []
    postings: dict[str, Postings] = defaultdict(lambda: Postings({}, {}))
    for target, concepts, service in found:
        ordered = tuple(sorted(concepts, key=lambda concept: (-weights[concept], concept)))
        total = sum(weights[concept] for concept in ordered)  # as a question that covers it adds them up
        phrases.append(Phrase(number[target], tuple(numbers[concept] for concept in ordered), total, service))
    weighed = [weights[concept] for concept in named]
    shortest = _shortest(phrases)
    for index, phrase in enumerate(phrases):
        _post(postings[phrase.service], index, phrase, weighed, index in shortest)
    unknown = math.log(1 + len(targets) / 4)
    return PhraseIndex(
        targets=targets,
        whole=["/" not in target and not target.startswith(CONCEPT_MARK) for target in targets],
        phrases=phrases,
        concepts=named,
        numbers=numbers,
        weights=weighed,
        postings=dict(postings),
        unknown=round(unknown, 4),
    )


def _shortest(phrases: Sequence[Phrase]) -> set[int]:
    """Numbers of the phrases that are the shortest of their target with the same heaviest concept.

    A question that has nothing else of a longer one fits the shortest at least as well.
    """
    shortest: dict[tuple[str, int, int], int] = {}
    for number, phrase in enumerate(phrases):
        key = (phrase.service, phrase.target, phrase.concepts[0])
        if key not in shortest or phrase.total < phrases[shortest[key]].total:
            shortest[key] = number
    return set(shortest.values())


def _post(postings: Postings, number: int, phrase: Phrase, weights: Sequence[float], shortest: bool) -> None:
    """Puts a phrase under every key that a question covering it enough may hold.

    Args:
        postings: where to put it.
        number: its number.
        phrase: its concepts, heaviest first.
        weights: those of the concepts, by number.
        shortest: whether it is the shortest of its target with the same heaviest concept.
    """
    concepts = phrase.concepts
    weighed = [weights[concept] for concept in concepts]
    needed = ENOUGH * phrase.total - ROUNDING
    for first, concept in enumerate(concepts):
        if shortest and weighed[first] >= needed:
            postings.alone.setdefault(concept, []).append(number)
            continue  # whoever has this one needs no other
        for second in range(first + 1, len(concepts)):
            if weighed[first] + sum(weighed[second:]) >= needed:
                lighter = postings.pairs.setdefault(concept, {})
                lighter.setdefault(concepts[second], []).append(number)


def _candidates(index: PhraseIndex, question: Mapping[int, object], services: Collection[str]) -> set[int]:
    """Numbers of the phrases that lie under a key of the question, among all phrases and the named services' own."""
    found: set[int] = set()
    concepts = question.keys()
    for holder in (EVERYWHERE, *services, AT_SERVICE) if services else (EVERYWHERE,):
        postings = index.postings.get(holder)
        if postings is None:
            continue
        alone, pairs = postings.alone, postings.pairs
        for concept in concepts:
            if concept in alone:
                found.update(alone[concept])
            if concept in pairs:
                lighter = pairs[concept]
                # Of two views the shorter is walked, so that a text of any length costs what its length does.
                for other in lighter.keys() & concepts:
                    found.update(lighter[other])
    return found


Fit = tuple[float, bool, int, int, float, float]
"""How well a target's best phrase fits, below 0, whether the target is a topic as a whole, the numbers of the phrase
and the target, the phrase's coverage and what it explains: the best fit is the least.
"""


def fits(index: PhraseIndex, question: Mapping[str, Part], services: Collection[str]) -> dict[int, Fit]:
    """Numbers of the targets that some phrase covers enough, each with the fit of its best phrase.

    Args:
        index: the phrases.
        question: the concepts of the question.
        services: ids of services and variants named, whose own phrases count too.
    """
    phrases, whole = index.phrases, index.whole
    parts, asked = _weighed(index, question)
    best: dict[int, Fit] = {}
    for number in _candidates(index, parts, services):
        target, concepts, total, service = phrases[number]
        covered = explained = 0.0
        for concept in concepts:
            if concept in parts:
                presence, demand = parts[concept]
                covered += presence
                explained += demand
        coverage = covered / total
        if coverage < ENOUGH:
            continue
        share = explained / asked if explained < asked else 1.0 if asked else 0.0
        fit = coverage**1.5 * (-0.25 - 0.75 * share)
        if service:
            fit -= OWN_PHRASE
        if share < 0.9 and whole[target]:
            fit *= WHOLE_TOPIC
        known = best.get(target)
        if known is None or fit < known[0] or (fit == known[0] and number < known[2]):
            best[target] = (fit, whole[target], number, target, coverage, share)
    return best


def _weighed(index: PhraseIndex, question: Mapping[str, Part]) -> tuple[dict[int, tuple[float, float]], float]:
    """The weights of the concepts that phrases use, as present and as demanded, and the sum of all demands."""
    numbers, weights = index.numbers, index.weights
    asked = 0.0
    parts: dict[int, tuple[float, float]] = {}
    for concept, (presence, demand) in question.items():
        number = numbers.get(concept)
        if number is None:
            asked += index.unknown * demand
        else:
            weight = weights[number]
            asked += weight * demand
            parts[number] = (weight * presence, weight * demand)
    return parts, asked


def fits_best(found: Mapping[int, Fit]) -> float:
    """How well the best of the targets fits; 0 where none does."""
    return -min(found.values())[0] if found else 0.0


def ranked(index: PhraseIndex, found: Mapping[int, Fit]) -> list[Match]:
    """The targets that fit, best first; of those that fit equally well, a topic as a whole comes last."""
    targets, phrases, concepts = index.targets, index.phrases, index.concepts
    return [
        Match(targets[target], -fit, coverage, explained, phrases[number][1], concepts)
        for fit, _, number, target, coverage, explained in sorted(found.values())[:RANKED]
    ]
