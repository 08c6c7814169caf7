"""Sample questions of the knowledge are none of the tests' own, and each stands once."""

import re
from collections import Counter

from asking import FILES, questions

from bot.engine import Engine

WORDS = re.compile(r"[a-z0-9]+")


def bare(text: str) -> str:
    """A text's words, whatever stands between them."""
    return " ".join(WORDS.findall(text.lower()))


def test_no_sample_is_a_question_of_the_tests(shipped_engine: Engine) -> None:
    asked = {bare(question["text"]) for file in FILES for question in questions(file)}
    samples = {text for texts in shipped_engine.catalog.samples.values() for text in texts}
    assert not [text for text in samples if bare(text) in asked]


def test_each_sample_stands_once(shipped_engine: Engine) -> None:
    counted = Counter(bare(text) for texts in shipped_engine.catalog.samples.values() for text in texts)
    assert not [text for text, count in counted.items() if count > 1]


def test_every_duty_has_samples(shipped_engine: Engine) -> None:
    catalog = shipped_engine.catalog
    targets = {f"{topic.id}/{duty.id}" for topic in catalog.topics.values() for duty in topic.duties}
    few = {target: len(catalog.samples.get(target, [])) for target in targets | catalog.topics.keys()}
    assert not {target for target, count in few.items() if count < 5}
