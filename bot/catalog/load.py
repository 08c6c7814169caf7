"""Loads knowledge folders into one catalog, later folders laid over earlier ones."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bot.catalog.files import Find, content, fitted_file, knowledge_files, lesson_files, sample_files
from bot.catalog.lesson_model import Lessons, ScenarioFile, Theme, TipFile
from bot.catalog.model import (
    AT,
    OUT_OF_SCOPE,
    WHOLE,
    Catalog,
    ConceptFile,
    Entry,
    Fitted,
    Framework,
    SampleFile,
    Service,
    Source,
    Topic,
    Words,
)
from bot.catalog.yaml_text import read
from bot.errors import Fault, KnowledgeError

KIND_OF: dict[str, type[Entry]] = {
    "framework": Framework,
    "topic": Topic,
    "service": Service,
    "concepts": ConceptFile,
    "samples": SampleFile,
    "words": Words,
    "tips": TipFile,
    "scenarios": ScenarioFile,
}


def load_yaml(folders: Sequence[Path]) -> Catalog:
    """Reads every file of the folders.

    An overlay's topic, service or concept replaces the one with the same id; its words are added to those before it.

    Raises:
        KnowledgeError: with every file that cannot be read, and where.
    """
    found, faults = _read(folders, _unfitted_files)
    for needed in ("framework", "words"):
        if not found[needed] and not faults:
            faults.append(Fault(str(folders[0]), 0, "", f"holds no {needed}: is this a knowledge folder?"))
    if faults:
        raise KnowledgeError(faults)
    return msgspec.structs.replace(_assemble(found), fitted=_fitted(folders))


def load_samples(folder: Path) -> dict[str, list[str]]:
    """The sample questions of one folder, by target, `OUT_OF_SCOPE`, `WHOLE`, or `AT` and a place.

    Raises:
        KnowledgeError: with every file that cannot be read, and where.
    """
    found, faults = _read([folder], sample_files)
    if faults:
        raise KnowledgeError(faults)
    return _merge_samples(found["samples"])


def _fitted(folders: Sequence[Path]) -> Fitted | None:
    """What the samples of the last folder teach that has a file of it.

    Raises:
        KnowledgeError: the file cannot be used.
    """
    files = [file for file in map(fitted_file, folders) if file]
    if not files:
        return None
    data, faults = content(files[-1])
    if faults:
        raise KnowledgeError(faults)
    try:
        return msgspec.msgpack.decode(data, type=Fitted)
    except msgspec.MsgspecError as error:
        raise KnowledgeError(
            [Fault(str(files[-1]), 0, "", f"{error} (make it anew: python -m bot.parsing.fitting)")]
        ) from error


def _unfitted_files(folder: Path) -> Iterable[tuple[str, Path]]:
    """Every file that answers rest on, less samples of which the folder holds what they teach."""
    fitted = fitted_file(folder)
    return ((kind, file) for kind, file in knowledge_files(folder) if kind != "samples" or not fitted)


def load_lessons(folders: Sequence[Path]) -> Lessons:
    """Reads every tip and quiz question of the folders; a later one replaces the one with the same id.

    Raises:
        KnowledgeError: with every file that cannot be read, and where.
    """
    found, faults = _read(folders, lesson_files)
    tips: dict[str, Any] = {}
    scenarios: dict[str, Any] = {}
    themes: dict[str, Theme] = {}
    sources: dict[str, Source] = {}
    for file in (*found["tips"], *found["scenarios"]):
        kind, lessons, known = (
            ("tip", file.tips, tips) if isinstance(file, TipFile) else ("scenario", file.scenarios, scenarios)
        )
        for lesson in lessons:
            known[lesson.id] = lesson
            if lesson.source in file.sources:
                sources[f"{kind}:{lesson.id}"] = file.sources[lesson.source]
            else:
                faults.append(Fault(f"{kind}s/{file.theme}", 0, lesson.id, f"no source named {lesson.source!r}"))
        theme = themes.get(file.theme, Theme(id=file.theme, name=file.name))
        ids = tuple(dict.fromkeys((*getattr(theme, f"{kind}s"), *(lesson.id for lesson in lessons))))
        themes[file.theme] = msgspec.structs.replace(theme, name=file.name, **{f"{kind}s": ids})
    if faults:
        raise KnowledgeError(faults)
    return Lessons(tips=tips, scenarios=scenarios, themes=themes, sources=sources)


def _read(folders: Sequence[Path], find: Find) -> tuple[dict[str, list[Any]], list[Fault]]:
    """The content of every file by its kind, and what is wrong with the others."""
    faults: list[Fault] = []
    found: dict[str, list[Any]] = {kind: [] for kind in KIND_OF}
    for folder in folders:
        if not folder.is_dir():
            faults.append(Fault(str(folder), 0, "", "no such knowledge folder"))
            continue
        for kind, file in find(folder):
            text, unreadable = content(file)
            raw, broken = read(text, str(file)) if not unreadable else (None, [])
            faults += unreadable + broken
            if unreadable or broken:
                continue
            try:
                found[kind].append(msgspec.convert(raw, KIND_OF[kind]))
            except msgspec.ValidationError as error:
                faults.append(Fault(str(file), 0, "", f"{error} (`whosejob kb check` lists every fault with its line)"))
    return found, faults


def _assemble(found: dict[str, list[Any]]) -> Catalog:
    concepts = {}
    concept_sources: dict[str, Source] = {}
    faults = [fault for service in found["service"] for fault in _unsourced(service)]
    for file in found["concepts"]:
        for concept in file.concepts:
            concepts[concept.id] = concept
            if concept.source in file.sources:
                concept_sources[concept.id] = file.sources[concept.source]
            else:
                faults.append(Fault("concepts", 0, concept.id, f"no source named {concept.source!r}"))
    if faults:
        raise KnowledgeError(faults)
    return Catalog(
        framework=found["framework"][-1],
        topics={topic.id: topic for topic in found["topic"]},
        services={service.id: service for service in found["service"]},
        concepts=concepts,
        concept_sources=concept_sources,
        words=_merge_words(found["words"]),
        samples=_merge_samples(found["samples"]),
    )


def _merge_samples(files: list[SampleFile]) -> dict[str, list[str]]:
    """The sample questions of all files under what they ask for, each once."""
    merged: dict[str, dict[str, None]] = {}
    for file in files:
        places = [(AT + place, samples) for place, samples in file.places.items()]
        apart = [(OUT_OF_SCOPE, file.out_of_scope), (WHOLE, file.whole), *places]
        for target, samples in (*file.samples.items(), *apart):
            merged.setdefault(target, {}).update(dict.fromkeys(samples))
    return {target: list(samples) for target, samples in merged.items() if samples}


def _unsourced(service: Service) -> list[Fault]:
    """Rules whose source the service lacks: an answer from them would have no page to show."""
    return [
        Fault(f"services/{service.id}", 0, f"{holder}: {target}", f"no source named {rule.source!r}")
        for holder, rules in service.rule_sets()
        for target, rule in rules.items()
        if rule.source not in service.sources
    ]


def _merge_words(files: list[Words]) -> Words:
    """Adds the words of each file to those before it; mappings and lists grow, nothing is lost."""
    merged: dict[str, Any] = {}
    for file in files:
        _grow(merged, msgspec.to_builtins(file))
    return msgspec.convert(merged, Words)


def _grow(known: dict[str, Any], more: dict[str, Any]) -> None:
    """Adds mappings into mappings and lists to lists; entries of a list that have the same `id` become one."""
    for key, value in more.items():
        if isinstance(value, dict):
            _grow(known.setdefault(key, {}), value)
        elif isinstance(value, list):
            have = known.setdefault(key, [])
            same = {entry["id"]: entry for entry in have if isinstance(entry, dict)}
            for entry in value:
                if isinstance(entry, dict) and entry["id"] in same:
                    _grow(same[entry["id"]], entry)
                else:
                    have.append(entry)
        else:
            known[key] = value
