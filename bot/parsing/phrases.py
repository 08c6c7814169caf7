"""The phrase index: which targets a set of concepts speaks of, and how well."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
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
CONCEPT_MARK = "concept:"
"""Leads the target of an explanation: `concept:of_the_cloud`."""


class Phrase(Struct, frozen=True, array_like=True):
    """One way of naming a target."""

    target: int
    concepts: tuple[str, ...]
    total: float
    """Sum of its concepts' weights."""
    service: str = ""
    """Counts only where this service or variant was named; empty for the phrases of all."""


AT_SERVICE = "*"
"""Stands for any service among those whose own phrases count."""


class PhraseIndex(Struct, frozen=True):
    """Phrases by their rarest concepts; built once, kept in the cache."""

    targets: list[str]
    whole: list[bool]
    """For each target, whether it is a topic as a whole."""
    phrases: list[Phrase]
    needed: list[float]
    """For each phrase, the weight that a question must cover at least."""
    weights: dict[str, float]
    postings: dict[str, list[int]]
    """Concept that tells something -> phrases that hold it; light ones only lead to phrases of nothing else."""
    own: dict[str, dict[str, list[int]]]
    """Service or variant -> the same for the phrases that count only where it is named."""
    light: frozenset[str]
    unknown: float
    """Weight of a word that no phrase uses."""


class Part(NamedTuple):
    """What one concept of a question weighs in the fit of a phrase."""

    presence: float
    """1 where it stands plainly in the question, less where only in passing."""
    demand: float
    """How much it calls for being explained by the phrase; 0 for names of services."""


class Match(Struct, frozen=True):
    """How well a target fits a question."""

    target: str
    score: float
    coverage: float
    """Share of the phrase that the question covers."""
    explained: float
    """Share of the question that the phrase covers."""
    phrase: tuple[str, ...]


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
    number = {target: index for index, target in enumerate(targets)}
    phrases: list[Phrase] = []
    postings: dict[str, list[int]] = defaultdict(list)
    own: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for target, concepts, service in found:
        telling = [concept for concept in concepts if concept not in light] or concepts
        for concept in telling:
            (own[service] if service else postings)[concept].append(len(phrases))
        total = sum(weights[concept] for concept in concepts)
        phrases.append(Phrase(number[target], concepts, round(total, 4), service))
    unknown = math.log(1 + len(targets) / 4)
    whole = ["/" not in target and not target.startswith(CONCEPT_MARK) for target in targets]
    needed = [round(ENOUGH * phrase.total, 4) for phrase in phrases]
    return PhraseIndex(
        targets=targets,
        whole=whole,
        phrases=phrases,
        needed=needed,
        weights=weights,
        postings=dict(postings),
        own={service: dict(holders) for service, holders in own.items()},
        light=frozenset(light),
        unknown=round(unknown, 4),
    )


def score(index: PhraseIndex, question: Mapping[str, Part], services: Collection[str]) -> list[Match]:
    """Targets by how well their best phrase fits, best first.

    Args:
        index: the phrases.
        question: the concepts of the question.
        services: ids of services and variants named, whose own phrases count too.
    """
    services = {*services, AT_SERVICE} if services else services
    weights, phrases, needed = index.weights, index.phrases, index.needed
    indexes = [index.postings, *(index.own[service] for service in services if service in index.own)]
    asked = sum(part.demand * weights.get(concept, index.unknown) for concept, part in question.items() if part.demand)
    covered: dict[int, float] = {}
    light = 0.0
    for concept, part in question.items():
        weight = weights.get(concept, 0.0) * part.presence
        if concept in index.light:
            light += weight
        for postings in indexes:
            for number in postings.get(concept, ()):
                covered[number] = covered.get(number, 0.0) + weight
    best: dict[int, tuple[float, float, float, int]] = {}
    for number, weight in covered.items():
        if weight + light < needed[number]:
            continue
        phrase = phrases[number]
        most = (weight + light) / phrase.total
        known = best.get(phrase.target)
        if known is not None and known[0] >= most**1.5 + (OWN_PHRASE if phrase.service else 0.0):
            continue  # even explaining all of the question it would not beat the phrase found before
        fit, coverage, explained = _fit(phrase, question, weights, asked)
        if coverage < ENOUGH:
            continue
        if explained < 0.9 and index.whole[phrase.target]:
            fit *= WHOLE_TOPIC
        if known is None or fit > known[0]:
            best[phrase.target] = (fit, coverage, explained, number)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    return [
        Match(index.targets[target], round(fit, 4), round(coverage, 3), round(explained, 3), phrases[number].concepts)
        for target, (fit, coverage, explained, number) in ranked
    ]


def _fit(
    phrase: Phrase, question: Mapping[str, Part], weights: Mapping[str, float], asked: float
) -> tuple[float, float, float]:
    """Fit of a phrase, the share of it that the question covers, and the share of the question that it explains."""
    covered = explained = 0.0
    for name in phrase.concepts:
        part = question.get(name)
        if part is not None:
            covered += weights[name] * part.presence
            explained += weights[name] * part.demand
    coverage = covered / phrase.total
    share = min(1.0, explained / asked) if asked else 0.0
    return coverage**1.5 * (0.25 + 0.75 * share) + (OWN_PHRASE if phrase.service else 0.0), coverage, share
