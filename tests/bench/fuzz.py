"""Sends a hundred thousand malformed requests to the whole application in process.

`python tests/bench/fuzz.py [COUNT] [SEED]` prints statuses by how the requests were signed, and everything that should
not be: 5xx, what was let in without a right signature, log lines that hold something of a body. Exit code 1: some was.
"""

import asyncio
import sys
from collections import Counter
from pathlib import Path

from measuring import machine, table

sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

from fuzzing import Findings, fuzz

from bot.engine import load_engine

SHOWN = 20
"""Failures and leaks shown, of each."""


def told(findings: Findings) -> str:
    """What came of it, as tables."""
    rows = [(sender, str(status), f"{number:,}") for (sender, status), number in sorted(findings.statuses.items())]
    by_kind: Counter[str] = Counter()
    for kind, number in findings.kinds.items():
        by_kind[kind if len(kind) < 30 else "others"] += number
    parts = [
        table(("signed", "status", "requests"), rows),
        table(("made from", "requests"), [(kind, f"{number:,}") for kind, number in by_kind.most_common()]),
        f"failures: {findings.failures.total()}, let in: {findings.let_in}, leaks into the log: {len(findings.leaks)}",
        *(f"{number} × {what}" for what, number in findings.failures.most_common(SHOWN)),
        *findings.leaks[:SHOWN],
    ]
    return "\n\n".join(parts)


def main() -> None:
    """Runs and prints."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    findings = asyncio.run(fuzz(load_engine(), count, seed))
    print(f"{machine()}\n{count:,} requests of seed {seed} in {findings.seconds:,.0f} s\n\n{told(findings)}")
    sys.exit(bool(findings.failures or findings.let_in or findings.leaks))


if __name__ == "__main__":
    main()
