"""Asks the questions of tests/questions with seeded typing slips: right, wrong, silent with none, one and two each.

`python tests/bench/typos.py [FILE.jsonl ...]` asks other labelled files as well; `--seed N` draws other slips.
"""

import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from measuring import labelled, labelled_rows, machine, table

from bot.engine import Engine, load_engine

SEED = 20261127
LEAST = 4
"""Shorter words get no slip: of "RDS" and "EBS" no slip can be told from another name."""
NEAR = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb", "h": "gjyn", "j": "hkum", "k": "jlim",
    "l": "kop", "z": "asx", "x": "zcs", "c": "xvd", "v": "cbf", "b": "vng", "n": "bmh", "m": "njk",
}  # fmt: skip
"""Neighbours of a key on a QWERTY keyboard."""
_WORD = re.compile(r"[A-Za-z]+")


def slip(text: str, draw: random.Random, count: int) -> str:
    """A text with `count` slips, each in another word: swapped, missing, doubled or neighbouring letters."""
    words = [match for match in _WORD.finditer(text) if len(match.group()) >= LEAST]
    for match in sorted(draw.sample(words, min(count, len(words))), key=lambda one: -one.start()):
        text = text[: match.start()] + _slipped(match.group(), draw) + text[match.end() :]
    return text


def _slipped(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word) - 1)
    letter = word[place]
    return draw.choice(
        (
            word[:place] + word[place + 1] + letter + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + draw.choice(NEAR.get(letter.lower(), letter)) + word[place + 1 :],
        )
    )


def verdicts(engine: Engine, rows: Sequence[tuple[str, list[str], list[str]]], seed: int, count: int) -> Iterator[str]:
    """`right`, `wrong` or `silent` for each row, asked with its slips."""
    draw = random.Random(seed)
    for text, owners, context in rows:
        owner = engine.ask(slip(text, draw, count), context).owner
        yield "silent" if owner is None else "right" if owner in owners else "wrong"


def main() -> None:
    """Prints the table."""
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else SEED
    files = [Path(name) for name in sys.argv[1:] if name.endswith(".jsonl")]
    sets = {"tests/questions": labelled()} | {file.stem: labelled_rows(file) for file in files}
    engine = load_engine()
    found = []
    for name, rows in sets.items():
        for count in (0, 1, 2):
            told = list(verdicts(engine, rows, seed, count))
            shares = [f"{told.count(verdict) / len(told):.1%}" for verdict in ("right", "wrong", "silent")]
            found.append((name, str(len(rows)), str(count), *shares))
    print(f"{machine()}; seed {seed}\n")
    print(table(("questions with an owner", "asked", "slips", "right", "wrong", "silent"), found))


if __name__ == "__main__":
    main()
