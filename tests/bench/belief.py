"""Fits what speaks for an owner (`belief` in knowledge/classes.yaml) to labelled questions.

`python tests/bench/belief.py FIRST.jsonl [...]` takes questions that the knowledge has not been mended by, one JSON
object a line as `calibration.py` reads them, or with `{"expect": {"refuse": true}}`. Those of tests/questions are added
with a fifth of the weight: phrases were written for many of them, so that the scorers look better on them than they are
on what people ask next. Printed are the weights, and what thresholds would come to by five-fold cross-validation.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from measuring import entries, table

from bot.answering.belief import UNDECIDED, evidence, tally
from bot.answering.decide import weighed
from bot.catalog.model import BeliefWeights
from bot.engine import Engine, load_engine

NAMES = BeliefWeights.__struct_fields__
KNOWN_WEIGHT = 0.2
"""What a question of tests/questions weighs beside one at first sight."""
RIDGE = 1.0
"""Keeps weights small of which the questions say little."""
STEPS = 30
"""Newton's steps; it settles in fewer."""
FOLDS = 5
THRESHOLDS = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True, slots=True)
class Asked:
    """One labelled question with what speaks for each owner; rows are the owners."""

    owners: tuple[str, ...]
    amounts: np.ndarray
    right: np.ndarray
    in_scope: bool
    known: bool


def asked(engine: Engine, text: str, wanted: Sequence[str], known: bool) -> Asked | None:
    """A question as the decision sees it; None where the parser refused it, or took it for several."""
    question = engine.parse(text)
    if question.intent != "who" or question.parts or not question.alike:
        return None
    decision = weighed(engine.catalog, question)
    if decision.act == "both":
        return None
    votes = tally(engine.catalog, question)
    best = [decision.reading.owner] if decision.reading else []
    owners = tuple(dict.fromkeys(owner for owner in [*votes.shares, *best] if owner not in UNDECIDED))
    if not owners:
        return None
    found = [evidence(question, decision, votes.shares, owner) for owner in owners]
    amounts = np.array([[one.get(name, 0.0) for name in NAMES] for one in found])
    return Asked(owners, amounts, np.array([owner in wanted for owner in owners]), bool(wanted), known)


def fitted(rows: Sequence[Asked]) -> np.ndarray:
    """Weights of the logistic sum, by Newton's method."""
    amounts = np.vstack([row.amounts for row in rows])
    right = np.concatenate([row.right for row in rows]).astype(float)
    counts = np.concatenate([np.full(len(row.owners), KNOWN_WEIGHT if row.known else 1.0) for row in rows])
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-amounts @ weights))
        slope = amounts.T @ (counts * (right - chances)) - RIDGE * weights
        curve = (amounts * (counts * chances * (1 - chances))[:, None]).T @ amounts + RIDGE * np.eye(len(NAMES))
        weights += np.linalg.solve(curve, slope)
    return weights


def outcomes(rows: Sequence[Asked], weights: np.ndarray) -> list[tuple[float, bool, bool]]:
    """For each question the chance of the owner believed most, whether it is right, and whether any would be."""
    found = []
    for row in rows:
        chances = 1 / (1 + np.exp(-row.amounts @ weights))
        most = int(chances.argmax())
        found.append((float(chances[most]), bool(row.right[most]), row.in_scope))
    return found


def main(files: Sequence[str]) -> None:
    """Reads, fits, prints."""
    engine = load_engine()
    lines = [json.loads(line) for file in files for line in Path(file).read_text(encoding="utf-8").splitlines() if line]
    labelled = [(one["text"], one["expect"], False) for one in lines]
    labelled += [(one["text"], one, True) for one in entries() if not one.get("context")]
    rows = [
        row
        for text, wanted, known in labelled
        if ("owner" in wanted or wanted.get("refuse"))
        and (row := asked(engine, text, wanted.get("owner", []), known and "owner" in wanted))
    ]
    weights = fitted(rows)
    print("belief:")
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"  {name}: {weight:.2f}")
    first = [row for row in rows if not row.known]
    others = [row for row in rows if row.known]
    held_out = []
    for fold in range(FOLDS):
        rest = [row for number, row in enumerate(first) if number % FOLDS != fold]
        held_out += outcomes(first[fold::FOLDS], fitted(rest + others))
    lines_of = {"at first sight": held_out, "of tests/questions": outcomes(others, weights)}
    body = []
    for name, found in lines_of.items():
        for threshold in THRESHOLDS:
            told = [(right, scope) for chance, right, scope in found if chance >= threshold]
            asks = max(1, sum(scope for _, _, scope in found))
            right = sum(ok for ok, scope in told if scope) / asks
            wrong = sum(not ok for ok, scope in told if scope) / asks
            strange = sum(not scope for _, scope in told)
            body.append((name, f"{threshold}", f"{right:.1%}", f"{wrong:.1%}", f"{strange}"))
    print(table(("questions", "believed from", "right", "wrong", "out of scope answered"), body))


if __name__ == "__main__":
    main(sys.argv[1:])
