"""Right, wrong and silent, and the time per question, beside other ways to find the phrase that a question means.

All get the same phrases, the same questions and the same service: only the way from words to a task differs. A rival
names the task of its best phrase; its owner is what the knowledge says of that task at the service. It is silent below
the score at which it answers best, which is chosen on the same questions, in its favour. `--draw` writes the picture.
"""

import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import yaml
from measuring import PICTURES, labelled, machine, spread, table
from rapidfuzz import fuzz, process, utils

from bot.answering.readings import hold, reading_of
from bot.engine import Engine, load_engine
from bot.parsing.question import Question

ASKED = 400
"""Questions that every rival gets; `extractOne` alone takes a minute for them."""
WORTH = 2.0
"""How many silent answers a wrong one weighs, where a rival's threshold is chosen."""
ENTRIES = 10_000
"""Explanations of an organisation's own with ten samples each, for the growth by ten."""
Find = Callable[[str], tuple[int, float]]
"""Question -> number of the best phrase and its score."""


def phrases_of(engine: Engine) -> list[tuple[str, str]]:
    """Every phrase of topics, duties and rules with its target."""
    catalog = engine.catalog
    found = [(phrase, topic.id) for topic in catalog.topics.values() for phrase in topic.phrases]
    for topic in catalog.topics.values():
        found += [(phrase, f"{topic.id}/{duty.id}") for duty in topic.duties for phrase in duty.phrases]
    for service in catalog.services.values():
        for _, rules in service.rule_sets():
            found += [(phrase, target) for target, rule in rules.items() for phrase in rule.phrases]
    return found


def by_ratio(phrases: Sequence[str], scorer: Callable[..., float]) -> Find:
    """RapidFuzz's `extractOne` with one of its scorers."""
    choices = [utils.default_process(phrase) for phrase in phrases]

    def find(text: str) -> tuple[int, float]:
        match = process.extractOne(utils.default_process(text), choices, scorer=scorer)
        return (match[2], match[1]) if match else (-1, 0.0)

    return find


def by_bm25(phrases: Sequence[str]) -> Find:
    """BM25 over the words of the phrases."""
    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(phrases), stopwords="en", show_progress=False), show_progress=False)

    def find(text: str) -> tuple[int, float]:
        words = bm25s.tokenize(text, stopwords="en", show_progress=False)
        documents, scores = index.retrieve(words, k=1, show_progress=False)
        return int(documents[0, 0]), float(scores[0, 0])

    return find


def owner_at(engine: Engine, question: Question, target: str) -> str | None:
    """Whose job a task is at the places of a question; None where the places differ."""
    owner = reading_of(target, 1.0, hold(engine.catalog, question, target)).owner
    return owner if owner in ("aws", "customer", "shared", "partner") else None


def judged(answers: Sequence[tuple[str | None, float]], owners: Sequence[list[str]]) -> tuple[float, float, float]:
    """Shares of right, wrong and silent at the threshold that suits the answers best."""
    best = (0.0, 0.0, 1.0)
    for least in sorted({score for _, score in answers})[:: max(1, len(answers) // 60)]:
        said = [owner if score >= least else None for owner, score in answers]
        right = sum(owner in wanted for owner, wanted in zip(said, owners, strict=True)) / len(said)
        silent = said.count(None) / len(said)
        found = (right, 1 - right - silent, silent)
        best = max(best, found, key=lambda one: -WORTH * one[1] - one[2])
    return best


def timed(find: Callable[[str], object], texts: Sequence[str], rounds: int) -> list[float]:
    """Seconds of each question, the best of its rounds."""
    taken = [float("inf")] * len(texts)
    for _ in range(rounds):
        for number, text in enumerate(texts):
            began = time.perf_counter()
            find(text)
            taken[number] = min(taken[number], time.perf_counter() - began)
    return taken


def grown(entries: int) -> Engine:
    """The engine over the knowledge and an overlay of so many explanations with ten samples each."""
    engine = load_engine()
    draw = random.Random(7)
    words = [word for phrase, _ in phrases_of(engine) for word in phrase.split()]
    names = ["".join(draw.choice(part) for part in ("bdgklmnprstvz", "aeiou") * 3) for _ in range(entries)]
    made = [
        {
            "id": f"own_{number}",
            "name": f"Own answer {number}",
            "explanation": "An answer of the organisation's own.",
            "phrases": sorted({" ".join([*draw.choices(words, k=draw.randint(1, 4)), name]) for _ in range(10)}),
            "source": "wiki",
        }
        for number, name in enumerate(names)
    ]
    source = {"title": "Wiki", "url": "https://docs.aws.amazon.com/whitepapers/", "checked": "2026-11-27"}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "concepts").mkdir()
        text = yaml.dump({"concepts": made, "sources": {"wiki": source}}, Dumper=yaml.CSafeDumper)
        (Path(folder) / "concepts" / "own.yaml").write_text(text, encoding="utf-8")
        return load_engine((Path(folder),))


def main() -> None:
    """Prints both tables; draws the picture with `--draw`."""
    engine = load_engine()
    phrases = phrases_of(engine)
    texts = [phrase for phrase, _ in phrases]
    rows = random.Random(1).sample([row for row in labelled() if not row[2]], ASKED)
    asked, owners = [text for text, _, _ in rows], [wanted for _, wanted, _ in rows]
    questions = [engine.parse(text) for text in asked]
    rivals: dict[str, Find] = {
        "extractOne(WRatio)": by_ratio(texts, fuzz.WRatio),
        "extractOne(token_set_ratio)": by_ratio(texts, fuzz.token_set_ratio),
        "extractOne(ratio)": by_ratio(texts, fuzz.ratio),
        "BM25 (bm25s)": by_bm25(texts),
    }
    gc.collect()
    gc.freeze()
    found = {}
    for name, find in rivals.items():
        answers = []
        for text, question in zip(asked, questions, strict=True):
            number, score = find(text)
            answers.append((owner_at(engine, question, phrases[number][1]), score))
        found[name] = (judged(answers, owners), timed(find, asked, 1))
    ours = [engine.ask(text).owner for text in asked]
    right = sum(owner in wanted for owner, wanted in zip(ours, owners, strict=True)) / len(ours)
    silent = ours.count(None) / len(ours)
    found["Whosejob"] = ((right, 1 - right - silent, silent), timed(engine.ask, asked, 5))
    head = ("way from words to a task", "right", "wrong", "silent", "median µs", "p99 µs")
    lines = [
        (name, *(f"{share:.1%}" for share in shares), *spread(took, 1e6)) for name, (shares, took) in found.items()
    ]
    print(f"{machine()}\n{len(asked)} questions, {len(texts)} phrases\n")
    print(table(head, lines))
    big = grown(ENTRIES)
    small_took, big_took = timed(engine.ask, asked, 5), timed(big.ask, asked, 5)
    ratio = statistics.median(big_took) / statistics.median(small_took)
    print(f"\nwith {ENTRIES * 10} phrases more: {spread(big_took, 1e6)[0]} µs, {ratio:.2f} times")
    if "--draw" in sys.argv:
        draw(found)


def draw(found: dict[str, tuple[tuple[float, float, float], list[float]]]) -> None:
    """Writes tests/pictures/rivals.svg: how often wrong against how long, one point each."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 3.6))
    for name, ((right, wrong, _), took) in found.items():
        x, y = statistics.median(took) * 1e6, right * 100
        axes.scatter(x, y, s=40 + 900 * wrong, alpha=0.7)
        axes.annotate(f"{name}\n{wrong:.1%} wrong", (x, y), textcoords="offset points", xytext=(8, -4), fontsize=8)
    axes.set(xscale="log", xlabel="median µs per question", ylabel="right %", ylim=(0, 105), xlim=(50, 3e5))
    axes.set_title("Right answers and time, over the same phrases", fontsize=10)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(PICTURES / "rivals.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
