"""What the benches share: the machine's name, medians and a table."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

QUESTIONS = Path(__file__).parents[1] / "questions"
PICTURES = Path(__file__).parents[1] / "pictures"


def machine() -> str:
    """Processor, cores, system and Python of this machine in one line."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        names = [
            line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def entries() -> list[dict[str, Any]]:
    """Every entry of tests/questions."""
    files = sorted(file for file in QUESTIONS.glob("*.yaml") if file.name != "known_failures.yaml")
    return [entry for file in files for entry in yaml.safe_load(file.read_text(encoding="utf-8"))]


def questions() -> list[str]:
    """The text of every question in tests/questions."""
    return [entry["text"] for entry in entries()]


def labelled() -> list[tuple[str, list[str], list[str]]]:
    """Text, right owners and earlier messages of every question that has an owner."""
    return [(entry["text"], entry["owner"], entry.get("context", [])) for entry in entries() if "owner" in entry]


def labelled_rows(file: Path) -> list[tuple[str, list[str], list[str]]]:
    """The same of a file of JSON lines, `{"text", "context"?, "expect": {"owner": […]}}`."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row["text"], row["expect"]["owner"], row.get("context", [])) for row in rows if row["expect"].get("owner")]


def spread(seconds: Sequence[float], scale: float) -> tuple[str, str]:
    """Median and 99th percentile, multiplied by `scale`, to three figures."""
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * (len(ordered) - 1)))]
    return f"{statistics.median(ordered) * scale:,.3g}", f"{p99 * scale:,.3g}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a head, as a Markdown table."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = (
            cell.ljust(width) if not number else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join(cells)} |"

    return "\n".join([line(head), line(["-" * width for width in widths]), *map(line, rows)])
