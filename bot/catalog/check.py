"""Every fault of a knowledge folder, each with its file, line and key."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.catalog.check_lessons import lesson_faults
from bot.catalog.check_shape import shaped
from bot.catalog.checked_file import File
from bot.catalog.files import knowledge_files, lesson_files, shipped
from bot.catalog.load import load_yaml
from bot.catalog.model import AWS_PAGE, ClassId, ClassOwner, ConceptFile, Rule, SampleFile, Scope, Service, Topic, Words
from bot.catalog.resolve import by_scope
from bot.catalog.yaml_text import PathKey
from bot.errors import Fault, KnowledgeError

CUE = re.compile(r"\^?[a-z0-9]+([|.+-][a-z0-9]+)*( ([a-z0-9]+([|.+-][a-z0-9]+)*|\*))*\$?")
"""A cue that can match: plain words, choices between single words, gaps after the first word."""
FOLDERS = "topics/, services/, concepts/, samples/, words/, tips/, scenarios/"


def check(folders: Sequence[Path], today: date | None = None) -> list[Fault]:
    """Checks folders as they would be laid over each other.

    First each file's shape, then what files say of each other; the second part is skipped while the first has faults,
    since it would only repeat them.
    """
    faults: list[Fault] = []
    files: list[File] = []
    for folder in folders:
        if not folder.is_dir():
            faults.append(Fault(str(folder), 0, "", "no such folder"))
            continue
        faults += _strays(folder)
        if not any((*knowledge_files(folder), *lesson_files(folder))):
            faults.append(Fault(str(folder), 0, "", f"holds no knowledge files ({FOLDERS})"))
        for kind, path in (*knowledge_files(folder), *lesson_files(folder)):
            file, found = shaped(kind, path)
            faults += found
            if file:
                files.append(file)
    if faults:
        return sorted(faults, key=lambda fault: (fault.file, fault.line))
    topics = {f.content.id: f for f in files if isinstance(f.content, Topic)}
    services = {f.content.id: f for f in files if isinstance(f.content, Service)}
    targets = {target for file in topics.values() for target in _targets(file.content)}
    for file in files:
        faults += _sources(file, today or date.today(), aws_only=Path(file.name).is_relative_to(shipped()))
        faults += _cues(file)
        faults += _samples(file, targets, services)
    faults += [fault for file in topics.values() for fault in _topic(file)]
    faults += [fault for file in services.values() for fault in _service(file, targets, services)]
    owners = _owners(topics.values())
    faults += [fault for file in services.values() for fault in _undecided(file, owners)]
    faults += [fault for file in services.values() for fault in _one_sided(file, owners)]
    faults += _phrases(list(topics.values()))
    faults += _names(list(services.values()))
    faults += _botocore(list(services.values()))
    if not faults:
        try:
            faults += lesson_faults(files, load_yaml(folders))
        except KnowledgeError as error:
            faults = error.faults
    return sorted(faults, key=lambda fault: (fault.file, fault.line))


def _strays(folder: Path) -> list[Fault]:
    known = {path for _, path in (*knowledge_files(folder), *lesson_files(folder))}
    found = [path for suffix in ("*.yaml", "*.yml") for path in folder.rglob(suffix) if path not in known]
    return [Fault(str(path), 0, "", f"is in no folder that is read ({FOLDERS})") for path in found]


def _targets(topic: Topic) -> list[str]:
    return [topic.id, *(f"{topic.id}/{duty.id}" for duty in topic.duties)]


def _sources(file: File, today: date, aws_only: bool) -> list[Fault]:
    """Sources exist, were read on a real day, and, in the shipped knowledge, are AWS's own pages."""
    sources = getattr(file.content, "sources", None) or {}
    faults = []
    for key, source in sources.items():
        try:
            read_on = date.fromisoformat(source.checked)
        except ValueError:
            faults.append(file.fault(("sources", key, "checked"), f"no such day: {source.checked}"))
            continue
        if aws_only and not AWS_PAGE.match(source.url):
            faults.append(file.fault(("sources", key, "url"), f"{source.url} is not a page of AWS"))
        if read_on > today:
            faults.append(file.fault(("sources", key, "checked"), f"{source.checked} is in the future"))
    if isinstance(file.content, ConceptFile):
        for number, concept in enumerate(file.content.concepts):
            if concept.source not in sources:
                faults.append(file.fault(("concepts", number, "source"), f"no source named {concept.source!r}"))
    if isinstance(file.content, Topic) and not sources:
        faults.append(file.fault(("sources",), "every fact needs a source: none given"))
    return faults


def _cues(file: File) -> list[Fault]:
    """Cues are words as a question's words come out: without punctuation, in lower case."""
    if not isinstance(file.content, Words):
        return []
    words = file.content
    lists: list[tuple[PathKey, list[str]]] = [(("intents", name), cues) for name, cues in words.intents.items()]
    lists += [(("claims", side), cues) for side, cues in words.claims.items()]
    lists += [(("whose",), words.whose)]
    for number, refusal in enumerate(words.refusals):
        lists += [(("refusals", number, "cues"), refusal.cues), (("refusals", number, "unless"), refusal.unless)]
    return [
        file.fault(
            (*path, number), f"{cue!r} can never match: write plain words, `a|b` between single words, `*` inside"
        )
        for path, cues in lists
        for number, cue in enumerate(cues)
        if not CUE.fullmatch(cue)
    ]


def _samples(file: File, targets: set[str], services: Mapping[str, File]) -> list[Fault]:
    """Sample questions lie under a topic or duty that exists, or under what a third party runs."""
    if not isinstance(file.content, SampleFile):
        return []
    outside = {
        f"{id_}/{variant.id}"
        for id_, one in services.items()
        for variant in one.content.variants
        if variant.third_party
    }
    asked, places = file.content.samples, file.content.places
    return [
        *[file.fault(("samples", target), "no such topic or duty") for target in asked if target not in targets],
        *[
            file.fault(("places", place), "no such variant of a third party")
            for place in places
            if place not in outside
        ],
    ]


def _topic(file: File) -> list[Fault]:
    topic: Topic = file.content
    faults = []
    holders: list[tuple[PathKey, Any]] = [((), topic)]
    holders += [(("duties", number), duty) for number, duty in enumerate(topic.duties)]
    for path, holder in holders:
        for field in ("owner", "category", "because", "aws", "you"):
            value = getattr(holder, field)
            if isinstance(value, dict) and "default" not in value:
                faults.append(file.fault((*path, field), "needs a `default`, or some class has no value"))
    seen: dict[str, int] = {}
    for number, duty in enumerate(topic.duties):
        if duty.id in seen:
            faults.append(file.fault(("duties", number, "id"), f"{duty.id!r} stands twice"))
        seen[duty.id] = number
        owners = set(duty.owner.values()) if isinstance(duty.owner, dict) else {duty.owner}
        if "shared" in owners:
            faults.append(
                file.fault(("duties", number, "owner"), "a duty is one party's: split it instead of sharing it")
            )
        if duty.source and duty.source not in topic.sources:
            faults.append(file.fault(("duties", number, "source"), f"no source named {duty.source!r}"))
        if duty.once_set and duty.once_set not in [other.id for other in topic.duties if other is not duty]:
            faults.append(file.fault(("duties", number, "once_set"), f"no other duty {duty.once_set!r} in the topic"))
    return faults


def _service(file: File, targets: set[str], services: dict[str, File]) -> list[Fault]:
    service: Service = file.content
    faults = []
    holders: list[tuple[PathKey, Any]] = [(("rules",), service.rules)]
    holders += [(("variants", number, "rules"), variant.rules) for number, variant in enumerate(service.variants)]
    for path, rules in holders:
        for target, rule in rules.items():
            if target not in targets:
                faults.append(file.fault((*path, target), "no such topic or duty"))
            if rule.source not in service.sources:
                faults.append(file.fault((*path, target, "source"), f"no source named {rule.source!r}"))
            if "/" in target and rule.owner == "shared":
                faults.append(file.fault((*path, target, "owner"), "a duty is one party's: share the topic instead"))
    if service.docs and Path(file.name).is_relative_to(shipped()) and not AWS_PAGE.match(service.docs):
        faults.append(file.fault(("docs",), f"{service.docs} is not a page of AWS"))
    if service.about and service.about not in targets:
        faults.append(file.fault(("about",), f"no such topic or duty: {service.about}"))
    if service.modes and not service.variants:
        faults.append(file.fault(("modes",), "a service that is only its modes needs variants"))
    for path, status in (
        ((), service.status),
        *((("variants", number), variant.status) for number, variant in enumerate(service.variants)),
    ):
        if status and status.source not in service.sources:
            faults.append(file.fault((*path, "status", "source"), f"no source named {status.source!r}"))
        if status and status.successor and status.successor not in services:
            faults.append(file.fault((*path, "status", "successor"), f"no service {status.successor!r}"))
    return faults


def _owners(topics: Iterable[File]) -> dict[str, ClassOwner | dict[Scope, ClassOwner]]:
    """The owner of each target, by class where it depends on that."""
    found: dict[str, ClassOwner | dict[Scope, ClassOwner]] = {}
    for file in topics:
        topic: Topic = file.content
        found[topic.id] = topic.owner
        found.update({f"{topic.id}/{duty.id}": duty.owner for duty in topic.duties})
    return found


def _undecided(file: File, owners: Mapping[str, ClassOwner | dict[Scope, ClassOwner]]) -> list[Fault]:
    """A variant of another class may not take over a rule of its service by accident.

    Where the service's rule names one side and the variant's class the other, the variant says which of them holds.
    """
    service: Service = file.content
    faults = []
    for number, variant in enumerate(service.variants):
        at: PathKey = ("variants", number)
        for key, listed in (("by_class", variant.by_class), ("as_service", variant.as_service)):
            for place, target in enumerate(listed):
                if target not in service.rules:
                    faults.append(file.fault((*at, key, place), f"the service has no rule on {target}"))
        if variant.class_ is None or variant.class_ == service.class_:
            continue
        decided = {*variant.rules, *variant.by_class, *variant.as_service}
        for target, rule in service.rules.items():
            kind = by_scope(owners[target], variant.class_) if target in owners else rule.owner
            if target not in decided and {rule.owner, kind} == {"aws", "customer"}:
                says = f"the service's rule on {target} says {rule.owner}, the class of {variant.id} {kind}"
                faults.append(file.fault(at, f"{says}: write a rule, or list the target under by_class or as_service"))
    return faults


def _one_sided(file: File, owners: Mapping[str, ClassOwner | dict[Scope, ClassOwner]]) -> list[Fault]:
    """A shared topic names both halves: itself where its class has another owner, whose halves would contradict it."""
    service: Service = file.content
    holders: list[tuple[PathKey, dict[str, Rule], ClassId]] = [(("rules",), service.rules, service.class_)]
    for number, variant in enumerate(service.variants):
        holders.append((("variants", number, "rules"), variant.rules, variant.class_ or service.class_))
    return [
        file.fault((*path, target), "a shared topic names both halves: write `aws` and `you`")
        for path, rules, class_ in holders
        for target, rule in rules.items()
        if rule.owner == "shared" and not (rule.aws and rule.you)
        if target in owners and by_scope(owners[target], class_) != "shared"
    ]


def _phrases(files: list[File]) -> list[Fault]:
    """No phrase may name two targets."""
    seen: dict[str, str] = {}
    faults = []
    for file in files:
        topic: Topic = file.content
        lists: list[tuple[PathKey, str, list[str]]] = [(("phrases",), topic.id, topic.phrases)]
        lists += [(("duties", n, "phrases"), f"{topic.id}/{d.id}", d.phrases) for n, d in enumerate(topic.duties)]
        for path, target, phrases in lists:
            for number, phrase in enumerate(phrases):
                key = " ".join(phrase.lower().split())
                if seen.setdefault(key, target) != target:
                    faults.append(file.fault((*path, number), f"{phrase!r} already names {seen[key]}"))
    return faults


def _names(files: list[File]) -> list[Fault]:
    """No alias may mean two services; a variant may share its name with a service of its own (EKS on Fargate)."""
    seen: dict[str, str] = {}
    faults = []
    for file in files:
        service: Service = file.content
        for field in ("aliases", "cued_aliases"):
            for number, alias in enumerate(getattr(service, field)):
                key = " ".join(alias.lower().split())
                if seen.setdefault(key, service.id) != service.id:
                    faults.append(file.fault((field, number), f"{alias!r} already names {seen[key]}"))
        if service.cued_aliases and not service.cues:
            faults.append(
                file.fault(("cued_aliases",), "everyday words need `cues` that tell when they mean the service")
            )
    variants: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in files:
        for number, variant in enumerate(file.content.variants):
            for alias in variant.aliases:
                key = " ".join(alias.lower().split())
                if any(owner == file.content.id and other != variant.id for owner, other in variants[key]):
                    faults.append(file.fault(("variants", number, "aliases"), f"{alias!r} names two variants"))
                variants[key].append((file.content.id, variant.id))
    return faults


def _botocore(files: list[File]) -> list[Fault]:
    """A botocore id is covered by exactly one entry."""
    seen: dict[str, str] = {}
    faults = []
    for file in files:
        service: Service = file.content
        ids: list[tuple[PathKey, str]] = [(("botocore", n), one) for n, one in enumerate(service.botocore)]
        ids += [
            (("variants", v, "botocore", n), one)
            for v, variant in enumerate(service.variants)
            for n, one in enumerate(variant.botocore)
        ]
        for path, one in ids:
            if one in seen:
                faults.append(file.fault(path, f"{one!r} is already covered by {seen[one]}"))
            seen[one] = service.id
    return faults
