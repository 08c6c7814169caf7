"""Measures parsing and answering per question beside RapidFuzz over the same phrases."""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable

from measuring import machine, questions, spread, table
from rapidfuzz import fuzz, process

from bot.engine import load_engine
from bot.parsing.vocabulary import all_phrases

ROUNDS = 5
BASELINE_ROUNDS = 1
BASELINE_ASKED = 400
"""Questions, drawn from all, that RapidFuzz is asked: it takes some fifty milliseconds for each."""


def timed(ask: Callable[[str], object], asked: list[str], rounds: int) -> list[float]:
    """Seconds for each question: the median of its rounds, so that no interruption is taken for a question's cost."""
    taken: list[list[float]] = [[] for _ in asked]
    for _ in range(rounds):
        for number, text in enumerate(asked):
            began = time.perf_counter()
            ask(text)
            taken[number].append(time.perf_counter() - began)
    return [statistics.median(times) for times in taken]


def main() -> None:
    """Prints the table; `--rounds N` asks every question N times."""
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else ROUNDS
    engine = load_engine()
    asked = questions()
    phrases = list(all_phrases(engine.catalog))
    lowered = [phrase.lower() for phrase in phrases]
    first = timed(engine.ask, asked, 1)  # words met for the first time: stems and corrections are not yet remembered
    gc.collect()
    gc.freeze()
    parsed = timed(engine.parse, asked, rounds)
    answered = timed(engine.ask, asked, rounds)
    drawn = random.Random(1).sample(asked, BASELINE_ASKED)
    searched = timed(lambda text: process.extractOne(text.lower(), lowered, scorer=fuzz.WRatio), drawn, BASELINE_ROUNDS)
    rows = [
        ("parse", *spread(parsed, 1e6)),
        ("parse + answer", *spread(answered, 1e6)),
        ("parse + answer, each question's first time", *spread(first, 1e6)),
        ("process.extractOne(WRatio)", *spread(searched, 1e6)),
    ]
    print(f"{machine()}\n{len(asked)} questions, median of {rounds} runs each; {len(phrases)} phrases\n")
    print(table(("per question", "median µs", "p99 µs"), rows))
    print(f"\n{statistics.median(searched) / statistics.median(answered):.0f} times faster than extractOne (medians)")


if __name__ == "__main__":
    main()
