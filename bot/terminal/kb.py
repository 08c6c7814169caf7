"""`whosejob kb`: what is known of a service, a topic, all services."""

import msgspec
from rapidfuzz import process
from rich.console import Console

from bot.answering.overview import matrix_of
from bot.answering.readings import reading_of
from bot.answering.single import answer_reading
from bot.catalog.model import Catalog, Service, Variant
from bot.catalog.resolve import resolve
from bot.engine import Engine
from bot.parsing.question import Question
from bot.parsing.vocabulary import Link
from bot.terminal.show import show


def find_service(catalog: Catalog, name: str) -> tuple[Service, Variant | None] | None:
    """A service or variant by its id, any case."""
    wanted = name.lower()
    for service in catalog.services.values():
        if service.id == wanted:
            return service, None
        for variant in service.variants:
            if variant.id == wanted:
                return service, variant
    return None


def show_service(engine: Engine, console: Console, name: str) -> str:
    """Prints the matrix of a service; returns what to say where there is none of that name."""
    found = find_service(engine.catalog, name)
    if not found:
        return _unknown(engine.catalog, name)
    service, variant = found
    question = Question(text=name, intent="matrix", links=(Link(service.id, variant.id if variant else None),))
    show(console, matrix_of(engine.catalog, question))
    return ""


def show_topic(engine: Engine, console: Console, name: str, target: str) -> str:
    """Prints one topic or duty of a service; returns what to say where there is none of that name."""
    found = find_service(engine.catalog, name)
    if not found:
        return _unknown(engine.catalog, name)
    topic_id, _, duty_id = target.partition("/")
    topic = engine.catalog.topics.get(topic_id)
    if not topic:
        return f"No topic {topic_id!r}. Topics: {', '.join(engine.catalog.topics)}."
    targets = [target] if duty_id else [topic.id, *(f"{topic.id}/{duty.id}" for duty in topic.duties)]
    for one in targets:
        try:
            holding = resolve(engine.catalog, one, *found)
        except KeyError:
            return f"No duty {one!r}. Duties: {', '.join(duty.id for duty in topic.duties)}."
        if holding.owner in ("varies", "none"):
            console.print(
                f"{holding.name}: {'depends on the variant' if holding.owner == 'varies' else 'does not exist here'}",
                style="dim",
            )
            continue
        reading = reading_of(one, 1.0, (holding,))
        show(console, answer_reading(Question(text=name, intent="who"), reading, 1.0))
    return ""


def _unknown(catalog: Catalog, name: str) -> str:
    near = process.extract(name.lower(), list(catalog.services), limit=3)
    return f"No service {name!r}. Near: {', '.join(match[0] for match in near)}."


def services_as_json(catalog: Catalog) -> str:
    """Every service as one JSON array."""
    rows = [
        {
            "id": service.id,
            "name": service.name,
            "aliases": [*service.aliases, *service.cued_aliases],
            "class": service.class_,
            "variants": [variant.id for variant in service.variants],
            "botocore": [*service.botocore, *(one for variant in service.variants for one in variant.botocore)],
            "status": msgspec.to_builtins(service.status) if service.status else None,
        }
        for service in catalog.services.values()
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2).decode()


def services_as_text(catalog: Catalog) -> str:
    """Every service on a line of its own."""
    return "\n".join(f"{s.id:24} {s.class_:13} {s.name}" for s in catalog.services.values())
