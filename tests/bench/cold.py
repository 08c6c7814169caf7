"""Measures `whosejob ask` as a whole process: its first run, and later ones with the cache."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import machine, table

FIRST_RUNS = 5
RUNS = 20
QUESTION = "who patches RDS?"
MISSPELT = "who pathces RDS?"


def seconds(command: list[str], cache: Path) -> float:
    """Wall-clock seconds of one process."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "WHOSEJOB_CACHE": str(cache)})
    return time.perf_counter() - began


def main() -> None:
    """Prints the table."""
    ask = [sys.executable, "-m", "bot", "ask"]
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept"
        first = [seconds([*ask, QUESTION], Path(folder) / str(number)) for number in range(FIRST_RUNS)]
        seconds([*ask, QUESTION], kept)
        runs = {
            "python -c pass": [seconds([sys.executable, "-c", "pass"], kept) for _ in range(RUNS)],
            "whosejob ask, first run (no cache)": first,
            "whosejob ask, warm cache": [seconds([*ask, QUESTION], kept) for _ in range(RUNS)],
            "whosejob ask --json, warm cache": [seconds([*ask, "--json", QUESTION], kept) for _ in range(RUNS)],
            "whosejob ask, warm cache, a slip to mend": [seconds([*ask, MISSPELT], kept) for _ in range(RUNS)],
        }
    rows = [
        (name, str(len(taken)), f"{statistics.median(taken):.2f}", f"{max(taken):.2f}") for name, taken in runs.items()
    ]
    print(f"{machine()}\n")
    print(table(("whole process", "runs", "median s", "slowest s"), rows))


if __name__ == "__main__":
    main()
