"""How often answers of each confidence are right, and what being right costs in silence.

`python tests/bench/calibration.py [FILE.jsonl ...]` reads other labelled files instead of tests/questions; `--draw`
writes tests/pictures/calibration.svg: the calibration curve, and the risk-coverage curve of the threshold.
"""

import sys
from itertools import pairwise
from pathlib import Path

from measuring import PICTURES, labelled, labelled_rows, machine, table

from bot.engine import load_engine

BINS = (0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01)
"""Lower edges of the bins of confidence, and the upper edge of the last."""
Answered = list[tuple[float, bool]]
"""Confidence of each answer given, and whether it was right."""


def answered(rows: list[tuple[str, list[str], list[str]]]) -> Answered:
    """Asks every question; leaves out those that got no owner."""
    engine = load_engine()
    given = [(engine.ask(text, context), owners) for text, owners, context in rows]
    return [(answer.confidence, answer.owner in owners) for answer, owners in given if answer.owner]


def binned(given: Answered) -> list[tuple[float, float, int, float]]:
    """Lower and upper edge, number of answers and share of right ones for each bin that holds any."""
    found = []
    for low, high in pairwise(BINS):
        inside = [right for confidence, right in given if low <= confidence < high]
        if inside:
            found.append((low, min(high, 1.0), len(inside), sum(inside) / len(inside)))
    return found


def risk_coverage(given: Answered, asked: int) -> list[tuple[float, float]]:
    """Share answered and share of those that are wrong, as the threshold falls from 1."""
    ordered = sorted(given, reverse=True)
    wrong = 0
    points = []
    for number, (confidence, right) in enumerate(ordered, 1):
        wrong += not right
        if number == len(ordered) or ordered[number][0] != confidence:  # no threshold parts equal confidences
            points.append((number / asked, wrong / number))
    return points


def draw(bins: list[tuple[float, float, int, float]], curve: list[tuple[float, float]]) -> None:
    """Writes the picture."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
    left.plot([0.55, 1], [0.55, 1], color="grey", linewidth=0.8, linestyle="--", label="as sure as right")
    left.plot([(low + high) / 2 for low, high, _, _ in bins], [share for *_, share in bins], marker="o")
    left.set(xlabel="confidence", ylabel="share right", ylim=(0.55, 1.01), xlim=(0.55, 1))
    left.legend(fontsize=8)
    right.plot([share * 100 for share, _ in curve], [risk * 100 for _, risk in curve])
    right.set(xlabel="answered, % of all questions", ylabel="wrong, % of the answers", xlim=(0, 100))
    for axes in (left, right):
        axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(PICTURES / "calibration.svg", metadata={"Date": None})


def main() -> None:
    """Prints the table; draws with `--draw`."""
    files = [Path(name) for name in sys.argv[1:] if name.endswith(".jsonl")]
    rows = [row for file in files for row in labelled_rows(file)] if files else labelled()
    given = answered(rows)
    bins = binned(given)
    sure = [right for confidence, right in given if confidence >= 0.9]
    print(f"{machine()}\n{len(rows)} questions with an owner, {len(given)} answered\n")
    lines = [(f"{low:.2f} to {high:.2f}", str(count), f"{share:.1%}") for low, high, count, share in bins]
    print(table(("confidence", "answers", "right"), lines))
    print(f"\nof the {len(sure)} answers with a confidence of 0.9 or more, {sum(sure) / len(sure):.1%} are right")
    if "--draw" in sys.argv:
        draw(bins, risk_coverage(given, len(rows)))


if __name__ == "__main__":
    main()
