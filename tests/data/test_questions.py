"""Every question in tests/questions gets the answer that stands beside it."""

from collections import Counter
from pathlib import Path

import pytest
from asking import EXPECTED, FILES, QUESTIONS, Miss, known_failures, misses, questions

from bot.engine import Engine

ALLOWED = EXPECTED | {"text", "context"}


@pytest.fixture(scope="module")
def missed(shipped_engine: Engine) -> dict[Path, list[Miss]]:
    """What was missed in each file."""
    return {file: list(misses(shipped_engine, file)) for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_answers_are_those_expected(missed: dict[Path, list[Miss]], file: Path) -> None:
    new = [str(miss) for miss in missed[file] if miss.text not in known_failures()]
    assert not new, f"{len(new)} new misses (python tests/data/asking.py shows them too):\n" + "\n".join(new)


def test_known_failures_only_shrink(missed: dict[Path, list[Miss]]) -> None:
    mended = known_failures().keys() - {miss.text for found in missed.values() for miss in found}
    assert not mended, "answered now; take them out of known_failures.yaml:\n" + "\n".join(sorted(mended))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_questions_say_what_is_expected(shipped_engine: Engine, file: Path) -> None:
    catalog = shipped_engine.catalog
    places = catalog.services.keys() | {
        variant.id for service in catalog.services.values() for variant in service.variants
    }
    for question in questions(file):
        assert question.keys() <= ALLOWED, question
        assert question.keys() & EXPECTED, question
        assert set(question.get("owner") or []) <= {"aws", "customer", "shared", "partner"}, question
        assert set(question.get("category") or []) <= {"inherited", "shared", "customer"}, question
        for key, known in (("service", places), ("topic", catalog.topics)):
            value = question.get(key) or []
            assert set(value if isinstance(value, list) else [value]) <= set(known), question


def test_questions_stand_once() -> None:
    asked = [(question["text"], *question.get("context", ())) for file in FILES for question in questions(file)]
    assert [question for question, times in Counter(asked).items() if times > 1] == []


def test_there_are_enough_of_them() -> None:
    assert sum(len(questions(file)) for file in FILES) >= 300


def test_known_failures_are_questions_with_a_reason() -> None:
    asked = {question["text"] for file in FILES for question in questions(file)}
    assert [text for text in known_failures() if text not in asked] == [], f"not asked anywhere in {QUESTIONS}"
    assert all(why.strip() for why in known_failures().values())
