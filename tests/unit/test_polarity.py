"""Yes/no questions, the side that they suppose, and negation."""

import pytest

from bot.engine import Engine
from bot.parsing.polarity import is_yes_no


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("do we patch rds", True),
        ("so is it our job", True),
        ("hey does aws patch rds", True),
        ("aws patches rds right", True),
        ("who patches rds", False),
        ("patching rds", False),
        ("is it us or aws", False),
        ("", False),
    ],
)
def test_yes_no_questions(text: str, expected: bool) -> None:
    assert is_yes_no(tuple(text.split()), {}) is expected


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("do we patch rds", "customer"),
        ("do i have to patch rds", "customer"),
        ("is patching rds our job", "customer"),
        ("is patching rds up to us", "customer"),
        ("is the customer responsible for it", "customer"),
        ("does aws patch rds", "aws"),
        ("is it aws job", "aws"),
        ("is patching done", None),
        ("who patches rds", None),
        ("is the bucket private by default", None),
        ("does aws force us to patch rds", None),
        ("is it patched by default", "aws"),
    ],
)
def test_the_side_supposed(engine: Engine, text: str, side: str | None) -> None:
    assert engine.parse(text).claim == side


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("do we have to patch RDS?", "no"),
        ("does AWS patch RDS?", "yes"),
        ("do we have to patch EC2?", "yes"),
        ("does AWS patch EC2?", "no"),
        ("does AWS not patch EC2?", "yes"),
        ("is RDS patched automatically?", "yes"),
        ("who patches RDS?", None),
    ],
)
def test_the_verdict_follows_owner_side_and_negation(engine: Engine, text: str, verdict: str | None) -> None:
    answer = engine.ask(text)
    assert answer.verdict == verdict
    assert answer.headline.startswith({"yes": "Yes. ", "no": "No. ", None: "Applying"}[verdict])
