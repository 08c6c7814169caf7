"""JSON Schemas of the knowledge files, made from the model."""

from pathlib import Path
from typing import Any

import msgspec

from bot.catalog.load import KIND_OF


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file."""
    return msgspec.json.schema(KIND_OF[kind])


def rendered(kind: str) -> str:
    """The schema as it is kept in knowledge/schema."""
    return msgspec.json.format(msgspec.json.encode(schema_of(kind)), indent=2).decode() + "\n"


def write_schemas(folder: Path) -> None:
    """Writes every kind's schema into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KIND_OF:
        (folder / f"{kind}.json").write_text(rendered(kind), encoding="utf-8")


if __name__ == "__main__":
    from bot.catalog.files import shipped

    write_schemas(shipped() / "schema")
