"""How far the knowledge reaches: what an answer rests on for every service and topic, and how old its sources are."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from bot.catalog.model import Catalog, Service, Source
from bot.catalog.resolve import resolve

Rest = Literal["specific", "archived", "unverified", "class", "missing", "absent"]
"""A rule of the service on a page that was read; one whose page was read in an archived copy; one whose page was not
read; its class; nothing; no such task there."""

RESTS: tuple[Rest, ...] = ("specific", "archived", "unverified", "class", "missing", "absent")


class Row(Struct, frozen=True):
    """One service: what each topic rests on, in the order of the topics."""

    service: Service
    cells: tuple[Rest, ...]


def coverage(catalog: Catalog) -> list[Row]:
    """A row for every service, by id."""
    services = sorted(catalog.services.values(), key=lambda service: service.id)
    return [Row(service, tuple(_cell(catalog, service, topic) for topic in catalog.topics)) for service in services]


def _cell(catalog: Catalog, service: Service, topic: str) -> Rest:
    rules = [
        rule for _, rules in service.rule_sets() for target, rule in rules.items() if target.partition("/")[0] == topic
    ]
    if rules:
        cited = [service.sources[rule.source] for rule in rules]
        read = [source for source in cited if not source.unverified]
        return "specific" if any(not source.copy_of for source in read) else "archived" if read else "unverified"
    owner = resolve(catalog, topic, service).owner
    if owner == "none":
        return "absent"
    return "missing" if owner == "varies" else "class"


def totals(rows: list[Row]) -> Counter[Rest]:
    """How many cells rest on what."""
    return Counter(cell for row in rows for cell in row.cells)


def sources(catalog: Catalog) -> Iterator[tuple[str, Source]]:
    """Every source with the file that cites it."""
    for topic in catalog.topics.values():
        for source in topic.sources.values():
            yield f"topics/{topic.id}", source
    for service in catalog.services.values():
        for source in service.sources.values():
            yield f"services/{service.id}", source
    for concept, source in catalog.concept_sources.items():
        yield f"concepts: {concept}", source
    yield "classes", catalog.framework.source


def age(source: Source, today: date) -> int:
    """Days since the text that was read stood on the page: since the reading, or since an archived copy was made."""
    stood = f"{source.copy_of}-01" if source.copy_of else source.checked
    return (today - date.fromisoformat(stood)).days
