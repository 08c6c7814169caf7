"""Faults of tips and quiz questions: what they say must be what the knowledge says."""

from collections.abc import Iterator, Sequence

from bot.catalog.checked_file import File
from bot.catalog.lesson_model import About, Scenario, ScenarioFile, Tip, TipFile
from bot.catalog.model import Catalog
from bot.catalog.resolve import resolve
from bot.catalog.yaml_text import PathKey
from bot.errors import Fault


def lesson_faults(files: Sequence[File], catalog: Catalog) -> list[Fault]:
    """Every fault of the tips and scenarios among checked files, seen beside the whole knowledge."""
    return [*_twice(files), *(fault for file in files for fault in _file(file, catalog))]


def _lessons(file: File) -> tuple[str, Sequence[Tip | Scenario]]:
    if isinstance(file.content, TipFile):
        return "tips", file.content.tips
    return ("scenarios", file.content.scenarios) if isinstance(file.content, ScenarioFile) else ("", ())


def _twice(files: Sequence[File]) -> Iterator[Fault]:
    """An id within one folder of knowledge is one lesson's."""
    for file in files:
        kind, lessons = _lessons(file)
        seen: set[str] = set()
        for number, lesson in enumerate(lessons):
            if lesson.id in seen:
                yield file.fault((kind, number, "id"), f"{lesson.id!r} stands twice")
            seen.add(lesson.id)


def _file(file: File, catalog: Catalog) -> Iterator[Fault]:
    kind, lessons = _lessons(file)
    for number, lesson in enumerate(lessons):
        at: PathKey = (kind, number)
        if lesson.source not in file.content.sources:
            yield file.fault((*at, "source"), f"no source named {lesson.source!r}")
        for key, message in _about(lesson.about, catalog):
            yield file.fault((*at, "about", key), message)
        if isinstance(lesson, Scenario):
            yield from _options(file, at, lesson)


def _about(about: About, catalog: Catalog) -> Iterator[tuple[str, str]]:
    if (about.target is None) is (about.concept is None):
        yield "target", "name a target or a concept"
    elif about.concept is not None:
        if about.concept not in catalog.concepts:
            yield "concept", f"no concept {about.concept!r}"
    else:
        yield from _task(about, catalog)


def _task(about: About, catalog: Catalog) -> Iterator[tuple[str, str]]:
    service = catalog.services.get(about.service or "")
    variant = next((one for one in service.variants if one.id == about.variant), None) if service else None
    topic, _, duty = (about.target or "").partition("/")
    if about.service and service is None:
        yield "service", f"no service {about.service!r}"
    elif about.variant and variant is None:
        yield "variant", f"{about.service} has no variant {about.variant!r}"
    elif topic not in catalog.topics or (duty and duty not in {one.id for one in catalog.topics[topic].duties}):
        yield "target", f"no topic or duty {about.target!r}"
    elif about.owner is None:
        yield "owner", "say who owns the target there"
    else:
        holding = resolve(catalog, about.target or "", service, variant)
        if holding.owner != about.owner:
            yield "owner", f"the knowledge says {holding.owner}"


def _options(file: File, at: PathKey, scenario: Scenario) -> Iterator[Fault]:
    right = len(scenario.right)
    if not 0 < right < len(scenario.options):
        yield file.fault((*at, "options"), "some options are right and some are wrong")
    texts = [option.text.casefold().strip(" .") for option in scenario.options]
    if len(set(texts)) < len(texts):
        yield file.fault((*at, "options"), "two options are the same")
