"""The questions of tests/questions, asked; `python tests/data/asking.py` prints what was missed.

With `--write` it rewrites known_failures.yaml from the misses; reasons in somebody's own words are kept.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.answering.answer import Answer
from bot.catalog.yaml_text import read
from bot.engine import Engine, load_engine

QUESTIONS = Path(__file__).parents[1] / "questions"
KNOWN_FAILURES = QUESTIONS / "known_failures.yaml"
FILES = sorted(file for file in QUESTIONS.glob("*.yaml") if file != KNOWN_FAILURES)
EXPECTED = frozenset({"owner", "refuse", "category", "service", "topic", "verdict", "kind", "options"})
"""Keys of a question that say what its answer must be."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose answer is not the one that was expected."""

    text: str
    wanted: dict[str, Any]
    got: dict[str, Any]
    why: str
    """What the bot took the question for, in words."""

    def __str__(self) -> str:
        return f"{self.text!r}\n    wanted {self.wanted}\n    got    {self.got}"


def questions(file: Path) -> list[dict[str, Any]]:
    """The questions of one file."""
    found, faults = read(file.read_bytes(), str(file))
    assert not faults, faults
    return found or []


def known_failures() -> dict[str, str]:
    """Text of every question that is known to be missed, with the reason."""
    if not KNOWN_FAILURES.is_file():
        return {}
    return {entry["text"]: entry["why"] for entry in questions(KNOWN_FAILURES)}


def misses(engine: Engine, file: Path) -> Iterator[Miss]:
    """Asks every question of a file."""
    for question in questions(file):
        answer = engine.ask(question["text"], question.get("context", ()))
        wrong = {
            key: question[key] for key in EXPECTED & question.keys() if not _as_expected(key, question[key], answer)
        }
        if wrong:
            shown = (
                "kind",
                "owner",
                "category",
                "verdict",
                "service",
                "variant",
                "topic",
                "duty",
                "confidence",
                "subject",
            )
            yield Miss(question["text"], wrong, {key: getattr(answer, key) for key in shown}, why(answer))


WORDED = ("Silent:", "Read as", "Taken for", "Answered though", "Answered although", "wanted ")
"""How reasons begin that `why` gives, or that an earlier one gave."""


def why(answer: Answer) -> str:
    """What the bot took a question for, in words."""
    if answer.kind == "unknown":
        return f"Taken for out of scope ({answer.refusal})." if answer.refusal else "Silent: too little is understood."
    if answer.kind == "choice":
        offered = [f"{choice.label} ({choice.owner or 'varies'})" for choice in answer.choices[:2]]
        named = f" of {_lower(answer.subject)}" if answer.subject else ""
        return f"Silent: between {' and '.join(offered)}." if offered else f"Silent: the owner{named} varies."
    if answer.kind != "answer":
        return f"Taken for a question of another kind ({answer.kind})."
    return f"Read as {_lower(answer.subject or answer.headline)} ({answer.owner})."


def _lower(name: str) -> str:
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _as_expected(key: str, wanted: Any, answer: Answer) -> bool:
    if key == "refuse":
        return (answer.owner is None) is wanted
    if key == "options":
        return answer.kind == "exam" and answer.subject.split(", ") == wanted
    got = getattr(answer, key)
    if key == "service" and isinstance(wanted, str) and answer.variant == wanted:
        return True
    return got in wanted if isinstance(wanted, list) else got == wanted


def main() -> None:
    """Prints every miss, and how many there are in each file."""
    engine = load_engine()
    known = known_failures()
    found: dict[str, str] = {}
    for file in FILES:
        missed = list(misses(engine, file))
        for miss in missed:
            given = known.get(miss.text, WORDED[0])
            found[miss.text] = miss.why if given.startswith(WORDED) else given
            print(miss)
        print(f"{file.name}: {len(missed)} of {len(questions(file))} missed\n")
    if "--write" in sys.argv:
        entries = [{"text": text, "why": why} for text, why in found.items()]
        KNOWN_FAILURES.write_text(
            yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
