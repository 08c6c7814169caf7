"""What each word or run of words means: a concept, a service, a filler, or nothing known."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from msgspec import Struct

from bot.catalog.model import Catalog, Words
from bot.parsing.stem import singular, stem
from bot.parsing.text import words

SERVICE_MARK = "@"
"""Leads the concept that stands for a named service: `@rds`."""

WHOSE = frozenset(("aws", "customer"))
"""Concepts of the words for the two sides."""
THIRD = "third_party"
"""Concept of the words for neither side."""
THEIR_ACCOUNT = "their_account"
"""Concept of words that say where something runs, which is a third party's place where one is named."""
VENDOR = ("aws", "amazon")
"""Words that name the vendor; right before an everyday word they make it a service's name."""
CLASS_MARK = "class:"
"""Leads the pseudo-concept of words that name a deployment class."""


class Link(Struct, frozen=True, gc=False):
    """A service or one of its variants, as named in a text."""

    service: str
    variant: str | None = None

    @property
    def concept(self) -> str:
        """The concept that stands for it in phrases."""
        return SERVICE_MARK + (self.variant or self.service)


class Alias(Struct, frozen=True):
    """One name of a service."""

    words: tuple[str, ...]
    """In the singular."""
    link: Link
    official: bool = False
    """True for the service's own names, whose words say nothing of the task ("Key Management Service")."""
    cues: tuple[str, ...] = ()
    """Not empty: counts only where one of these stems stands in the text, right behind "aws" / "amazon", or where only
    a service can stand ("who patches batch?")."""
    strict: bool = False
    """True for another company's product, which counts only beside its cues, even where only a service can stand."""
    api: bool = False
    """True for an API's id ("logs", "account-access"), which counts only where nothing but a service can stand."""


class Vocabulary(Struct, frozen=True):
    """The known words; built once from the catalog and kept in the cache."""

    concepts: dict[str, str]
    """Surface form or stem of a single word -> concept."""
    runs: dict[str, list[tuple[tuple[str, ...], str]]]
    """First word -> (all words, concept) of the synonyms of several words, in the singular, longest first."""
    aliases: dict[str, list[Alias]]
    """First word -> aliases that begin with it, longest first."""
    hallmarks: dict[str, list[tuple[frozenset[str], str]]]
    """Service -> (words, variant): what tells its variant wherever in the text the words stand: those of third parties
    first ("a managed rule group that we bought from a vendor"), and of most words."""
    fillers: frozenset[str]
    light: frozenset[str]
    overview: frozenset[str]
    befalls_services: frozenset[str]
    software: frozenset[str]
    """Names that are a service's only where nothing else hosts it, in the singular."""
    subject_nouns: frozenset[str]
    subject_verbs: frozenset[str]
    speakers: frozenset[str]
    """Nouns for those who only say something, right before one of the words in `saying`."""
    saying: frozenset[str]
    circumstances: frozenset[str]
    """Concepts that only say when ("in the maintenance window")."""
    modes: frozenset[tuple[str, ...]]
    """Words that, right behind a service's name, say how it is run."""
    objects: dict[str, str]
    """Concept of a generic noun -> the service that it hints at."""
    words: dict[str, int]
    """Every surface word that phrases, synonyms and aliases use -> how often; corrections are drawn from these."""


def build_vocabulary(catalog: Catalog) -> Vocabulary:
    """Collects the words of a catalog."""
    source: Words = catalog.words
    concepts: dict[str, str] = {}
    runs: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    counted: dict[str, int] = defaultdict(int)
    for concept, forms in source.synonyms.items():
        for form in (concept.replace("_", " "), *forms):
            parts = words(form)
            for part in parts:
                counted[part] += 1
            if len(parts) == 1:
                concepts.setdefault(parts[0], concept)
            elif parts:
                run = tuple(map(singular, parts))
                runs[run[0]].append((run, concept))
    for class_, definition in catalog.framework.classes.items():
        for phrase in definition.phrases:
            run = tuple(map(singular, words(phrase)))
            runs[run[0]].append((run, CLASS_MARK + class_))
    plain_fillers = {word for filler in source.fillers for word in words(filler)}
    for form, concept in list(concepts.items()):
        if stem(form) not in plain_fillers:  # "rights" are permissions, "…, right?" is not
            concepts.setdefault(stem(form), concept)
    fillers = {part for filler in source.fillers for part in (*words(filler), *map(stem, words(filler)))}
    for refusal in source.refusals:
        for cue in refusal.cues:
            for part in words(cue.replace("|", " ")):
                counted[part] += 1  # "salesforce" is no slip of anything
    everyday = concepts.keys() | fillers
    objects = {_concept(noun, concepts): service for noun, service in source.objects.items()}
    for filler in fillers:
        counted[filler] += 1
    for phrase in all_phrases(catalog):
        for part in words(phrase):
            counted[part] += 1
            if part not in fillers and part not in concepts and stem(part) not in fillers:
                concepts.setdefault(stem(part), stem(part))
    aliases = _aliases(catalog, counted, everyday)
    return Vocabulary(
        concepts=concepts,
        runs={first: sorted(found, key=lambda run: -len(run[0])) for first, found in runs.items()},
        aliases=aliases,
        hallmarks=_hallmarks(catalog, fillers, concepts.keys()),
        fillers=frozenset(fillers - concepts.keys()),
        light=frozenset(source.light),
        overview=frozenset(source.overview),
        befalls_services=frozenset(source.befalls_services),
        software=frozenset(" ".join(map(singular, words(name))) for name in source.software),
        subject_nouns=frozenset(source.subjects.nouns),
        subject_verbs=frozenset(source.subjects.verbs),
        speakers=frozenset(source.speakers.nouns),
        saying=frozenset(source.speakers.verbs),
        circumstances=frozenset(source.circumstances),
        modes=frozenset(words(phrase) for phrase in source.modes),
        objects=objects,
        words=dict(counted),
    )


def all_phrases(catalog: Catalog) -> Iterable[str]:
    """Every phrase of topics, duties, rules and concepts."""
    for topic in catalog.topics.values():
        yield from topic.phrases
        for duty in topic.duties:
            yield from duty.phrases
    for service in catalog.services.values():
        for _, rules in service.rule_sets():
            for rule in rules.values():
                yield from rule.phrases
    for concept in catalog.concepts.values():
        yield from concept.phrases


def _hallmarks(
    catalog: Catalog, fillers: Collection[str], known: Collection[str]
) -> dict[str, list[tuple[frozenset[str], str]]]:
    """The words of each variant's names beyond its service's own: two at least, or one that means nothing else."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for service in catalog.services.values():
        short = [alias for alias in service.aliases if len(words(alias)) == 1]
        own = {singular(word) for name in (service.name, service.full_name, *short) for word in words(name)}
        marks: dict[frozenset[str], str] = {}
        for variant in service.variants:
            for name in (variant.name, *variant.aliases):
                rest = frozenset(map(singular, words(name))) - own - set(VENDOR) - set(fillers)
                alone = next(iter(rest), "")
                if len(rest) > 1 or (alone and alone not in known and stem(alone) not in known):
                    marks.setdefault(rest, variant.id)
            for told in variant.told_by:
                marks.setdefault(frozenset(map(singular, words(told))), variant.id)
        if marks:
            outside = {variant.id for variant in service.variants if variant.third_party}
            found[service.id] = sorted(marks.items(), key=lambda mark: (mark[1] not in outside, -len(mark[0])))
    return found


def _concept(noun: str, concepts: dict[str, str]) -> str:
    return concepts.get(noun) or concepts.get(stem(noun)) or stem(noun)


def _aliases(catalog: Catalog, counted: dict[str, int], everyday: Collection[str]) -> dict[str, list[Alias]]:
    found: dict[str, list[Alias]] = defaultdict(list)
    seen: set[tuple[tuple[str, ...], Link, bool]] = set()

    def add(
        name: str,
        link: Link,
        cues: tuple[str, ...] = (),
        official: bool = False,
        api: bool = False,
        strict: bool = False,
    ) -> None:
        parts = words(name)
        if len(parts) > 1 and parts[0] in VENDOR:
            parts = parts[1:]
        if len(parts) == 1 and parts[0] in everyday:
            cues = cues or VENDOR  # "AWS Backup" is a service, "backup" alone is a task
        name_words = tuple(map(singular, parts))
        if name_words and (name_words, link, bool(cues)) not in seen:
            seen.add((name_words, link, bool(cues)))
            found[name_words[0]].append(Alias(name_words, link, official, cues, strict, api))
            if not api:  # slips are mended towards what people write
                for part in parts:
                    counted[part] += 3

    for service in catalog.services.values():
        link = Link(service.id)
        cues = tuple(stem(part) for cue in service.cues for part in words(cue)) or VENDOR
        cued = {words(alias) for alias in service.cued_aliases}
        for alias in service.cued_aliases:
            add(alias, link, cues)
        official = (service.name, service.full_name, service.id.replace("-", " "))
        for alias in (*official, *service.aliases):
            bare = words(alias)
            bare = bare[1:] if len(bare) > 1 and bare[0] in VENDOR else bare
            if alias and bare not in cued and words(alias) not in cued:
                add(alias, link, official=alias in official)
        for variant in service.variants:
            for alias in (variant.name, variant.id.replace("-", " "), *variant.aliases):
                add(alias, Link(service.id, variant.id), official=alias == variant.name)
            near = tuple(stem(part) for cue in variant.cues for part in words(cue)) or VENDOR
            for alias in variant.cued_aliases:
                add(alias, Link(service.id, variant.id), near, strict=True)
    for service in catalog.services.values():
        for api in service.botocore:
            add(api.replace("-", " "), Link(service.id), VENDOR, api=True)
        for variant in service.variants:
            for api in variant.botocore:
                add(api.replace("-", " "), Link(service.id, variant.id), VENDOR, api=True)
    return {first: sorted(names, key=lambda alias: -len(alias.words)) for first, names in found.items()}
