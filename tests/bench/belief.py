"""Fits what speaks for an owner (`belief` in knowledge/classes.yaml) to questions that nothing was made for.

`python tests/bench/belief.py [EVERY]`: each fifth of the sample questions is asked of an engine whose samples are the
other four, every EVERY-th of them (4 if left out). No phrase was written for a sample, so that scorers and samples look
there as they do at first sight; the right owner is that of its task at the place that it names. Questions of
tests/questions are added with a weight of 0.6, since phrases were written for many of them. Printed are the weights,
and what thresholds would come to by cross-validation over those fifths.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from measuring import entries, table

from bot.answering.belief import candidates, evidence, tally
from bot.answering.decide import weighed
from bot.answering.readings import hold
from bot.catalog.files import shipped
from bot.catalog.load import load_samples
from bot.catalog.model import AT, OUT_OF_SCOPE, WHOLE, BeliefWeights
from bot.engine import Built, Engine, build
from bot.parsing.building import sample_index
from bot.parsing.fitting import fit, split_topics, words_of_samples

NAMES = BeliefWeights.__struct_fields__
KNOWN_WEIGHT = 0.6
"""What a question of tests/questions weighs beside a sample."""
TEMPERED = 0.7
"""What the weights are multiplied by, so that of the answers told with a confidence of 0.9 hardly one in a hundred is
wrong; it changes no order."""
EVERY = 4
"""Of the samples left out, every which is asked unless told otherwise."""
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


def asked(engine: Engine, text: str, wanted: Sequence[str] | str) -> Asked | None:
    """A question as the decision sees it; None where the parser refused it, or took it for several.

    Args:
        engine: the one that is asked.
        text: the question.
        wanted: its right owners, or the task that it asks for.
    """
    question = engine.parse(text)
    if question.intent != "who" or question.parts or question.whole or not question.alike:
        return None
    if isinstance(wanted, str):
        wanted = [holding.owner for holding in hold(engine.catalog, question, wanted)]
    decision = weighed(engine.catalog, question)
    votes = tally(engine.catalog, question)
    owners = tuple(candidates(votes, decision))
    if not owners:
        return None
    found = [evidence(question, decision, votes.shares, owner) for owner in owners]
    amounts = np.array([[one.get(name, 0.0) for name in NAMES] for one in found])
    return Asked(owners, amounts, np.array([owner in wanted for owner in owners]), bool(wanted))


def folds(built: Built, samples: Mapping[str, Sequence[str]], every: int) -> Iterator[list[Asked]]:
    """The samples of each fifth of every task, asked of an engine that knows the other four."""
    words = words_of_samples(samples)
    shared = split_topics(built.catalog)
    for number in range(FOLDS):
        out: list[tuple[str, str]] = []
        for target, texts in samples.items():
            if not target.startswith(AT):  # those are asked for their task
                start, end = (len(texts) * part // FOLDS for part in (number, number + 1))
                out += [(target, text) for text in texts[start:end]]
        left = {text for _, text in out}
        kept = [
            (target, found)
            for target, texts in samples.items()
            for text, found in zip(texts, words[target], strict=True)
            if text not in left
        ]
        taught = fit([found for _, found in kept], [target for target, _ in kept], "", shared)
        catalog = msgspec.structs.replace(built.catalog, fitted=taught)
        engine = Engine(Built(catalog, msgspec.structs.replace(built.index, samples=sample_index(catalog))))
        told = [
            (text, ["shared"] if target == WHOLE else [] if target == OUT_OF_SCOPE else target)
            for target, text in out[::every]
        ]
        yield [row for text, wanted in told if (row := asked(engine, text, wanted))]


def fitted(rows: Sequence[Asked], others: Sequence[Asked]) -> np.ndarray:
    """Weights of the logistic sum, by Newton's method."""
    amounts = np.vstack([row.amounts for row in (*rows, *others)])
    right = np.concatenate([row.right for row in (*rows, *others)]).astype(float)
    shares = [*[1.0] * len(rows), *[KNOWN_WEIGHT] * len(others)]
    counts = np.repeat(shares, [len(row.owners) for row in (*rows, *others)])
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-amounts @ weights))
        slope = amounts.T @ (counts * (right - chances)) - RIDGE * weights
        curve = (amounts * (counts * chances * (1 - chances))[:, None]).T @ amounts + RIDGE * np.eye(len(NAMES))
        weights += np.linalg.solve(curve, slope)
    return TEMPERED * weights


def outcomes(rows: Sequence[Asked], weights: np.ndarray) -> list[tuple[float, bool, bool]]:
    """For each question the chance of the owner believed most, whether it is right, and whether any would be."""
    found = []
    for row in rows:
        chances = 1 / (1 + np.exp(-row.amounts @ weights))
        most = int(chances.argmax())
        found.append((float(chances[most]), bool(row.right[most]), row.in_scope))
    return found


def main(every: int) -> None:
    """Reads, fits, prints."""
    built = build([shipped()])
    parts = list(folds(built, load_samples(shipped()), every))
    engine = Engine(built)
    known = [one for one in entries() if not one.get("context") and ("owner" in one or one.get("refuse"))]
    others = [row for one in known if (row := asked(engine, one["text"], one.get("owner", [])))]
    rows = [row for part in parts for row in part]
    weights = fitted(rows, others)
    print("belief:")
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"  {name}: {weight:.2f}")
    held_out = []
    for part in parts:
        rest = [row for one in parts if one is not part for row in one]
        held_out += outcomes(part, fitted(rest, others))
    lines_of = {"samples left out": held_out, "of tests/questions": outcomes(others, weights)}
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EVERY)
