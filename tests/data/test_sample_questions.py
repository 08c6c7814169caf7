"""Sample questions of the knowledge are none of the tests' own, and each stands once."""

import re
from collections import Counter

import pytest
from asking import FILES, questions

from bot.catalog.files import shipped
from bot.catalog.load import load_samples
from bot.catalog.model import AT
from bot.engine import Engine
from bot.parsing.fitting import digest_of

WORDS = re.compile(r"[a-z0-9]+")


def bare(text: str) -> str:
    """A text's words, whatever stands between them."""
    return " ".join(WORDS.findall(text.lower()))


@pytest.fixture(scope="module")
def samples() -> dict[str, list[str]]:
    """The shipped samples, by target."""
    return load_samples(shipped())


def test_what_they_teach_was_fitted_to_them(shipped_engine: Engine) -> None:
    fitted = shipped_engine.catalog.fitted
    assert fitted is not None
    assert fitted.digest == digest_of(shipped()), "samples changed: python -m bot.parsing.fitting"


def test_no_sample_is_a_question_of_the_tests(samples: dict[str, list[str]]) -> None:
    asked = {bare(question["text"]) for file in FILES for question in questions(file)}
    assert not [text for texts in samples.values() for text in texts if bare(text) in asked]


def test_each_sample_stands_once(samples: dict[str, list[str]]) -> None:
    places = {target for target in samples if target.startswith(AT)}
    for some in (samples.keys() - places, places):  # what tells a place may tell a task as well
        counted = Counter(bare(text) for target in some for text in samples[target])
        assert not [text for text, count in counted.items() if count > 1]


def test_every_duty_has_samples(shipped_engine: Engine, samples: dict[str, list[str]]) -> None:
    catalog = shipped_engine.catalog
    targets = {f"{topic.id}/{duty.id}" for topic in catalog.topics.values() for duty in topic.duties}
    few = {target: len(samples.get(target, [])) for target in targets | catalog.topics.keys()}
    assert not {target for target, count in few.items() if count < 5}
