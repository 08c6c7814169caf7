"""The schema of table blocks, and how much they may hold.

Limits are those of https://docs.slack.dev/reference/block-kit/blocks/table-block and …/data-table-block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.demo.checking import (
    Problems,
    anything,
    boolean,
    by_type,
    choice,
    fault,
    integer,
    items,
    nullable,
    record,
    string,
)
from bot.demo.rich_text import RICH_TEXT

TABLES = {"table": 10_000, "data_table": 20_000}
"""How many characters the cells of a table may have in all, by type of block."""

_TYPE = {"type": string()}
_RAW = {
    "raw_text": record({**_TYPE, "text": string()}),
    "raw_number": record({**_TYPE, "value": anything, "text": string()}),
}
_CELL = by_type({**_RAW, "rich_text": RICH_TEXT})
_COLUMN = record(optional={"align": choice("left", "center", "right"), "is_wrapped": boolean})

TABLE = record(
    {**_TYPE, "rows": items(items(_CELL, most=20), most=100)},
    {"block_id": string(255), "column_settings": items(nullable(_COLUMN), most=20, least=0)},
)
"""A ``table`` block."""

DATA_TABLE = record(
    {**_TYPE, "caption": string(), "rows": items(items(_CELL, most=20), most=201, least=2)},
    {"block_id": string(255), "page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
)
"""A ``data_table`` block, which Slack pages by itself."""


def check_size(block: dict[str, Any], pointer: str, problems: Problems) -> None:
    """Notes a table whose cells hold too much, or whose heading Slack would not take."""
    if (most := TABLES.get(block["type"])) is None:
        return
    rows = block.get("rows")
    if sum(len(text) for text in _texts(rows)) > most:
        fault(problems, f"must be less than {most + 1} characters in all cells", f"{pointer}/rows")
    if block["type"] == "data_table" and isinstance(rows, list):
        rows = [row for row in rows if isinstance(row, list)]
        if len({len(row) for row in rows}) > 1:
            fault(problems, "all rows must have the same number of cells", f"{pointer}/rows")
        if any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in (rows[0] if rows else ())):
            fault(problems, "unsupported type: rich_text", f"{pointer}/rows/0")


def _texts(part: Any) -> Iterator[str]:
    """Every ``text`` in a structure."""
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
