"""Sentences that are the same on every surface."""

import pytest

from bot.answering.wording import (
    CATEGORY_NAME,
    OWNER_IS,
    cite,
    headline,
    human_day,
    lead,
    rests_on,
    status_note,
    yes_or_no,
)
from bot.catalog.model import OwnerId, Source, Status
from bot.catalog.resolve import resolve
from bot.engine import Engine


def test_the_headline_names_task_place_and_owner() -> None:
    assert headline("Patching", "Amazon RDS", "aws") == "Patching for Amazon RDS is AWS's job."
    assert headline("Patching", "", "customer", "No. ") == "No. Patching is your job."


@pytest.mark.parametrize("owner", ["aws", "customer", "shared", "partner"])
def test_every_owner_has_words(owner: OwnerId) -> None:
    assert OWNER_IS[owner] in headline("Patching", "", owner)


def test_every_category_has_a_name() -> None:
    assert set(CATEGORY_NAME) == {"inherited", "shared", "customer"}


@pytest.mark.parametrize(
    ("owner", "claim", "negated", "verdict"),
    [
        ("aws", "aws", False, "yes"),
        ("aws", "customer", False, "no"),
        ("aws", "aws", True, "no"),
        ("customer", "aws", True, "yes"),
        ("shared", "aws", False, None),
        ("aws", None, False, None),
        ("partner", "aws", False, None),
    ],
)
def test_yes_or_no(owner: OwnerId, claim: str | None, negated: bool, verdict: str | None) -> None:
    assert yes_or_no(owner, claim, negated) == verdict


def test_a_shared_task_is_partly_so() -> None:
    assert lead(None, "shared", "aws") == "Partly. "
    assert lead(None, "shared", None) == ""


def test_days_as_people_write_them() -> None:
    assert human_day("2026-11-03") == "3 Nov 2026"


def test_a_source_says_when_it_was_checked() -> None:
    source = Source(title="A page", url="https://docs.aws.amazon.com/", checked="2026-11-03")
    assert cite(source) == "A page, AWS documentation, checked 3 Nov 2026"
    unread = Source(title="A page", url="https://docs.aws.amazon.com/", checked="2026-11-03", unverified=True)
    assert "not verified" in cite(unread)
    archived = Source(title="A page", url="https://docs.aws.amazon.com/", checked="2026-11-03", copy_of="2023-06")
    assert cite(archived) == "A page, AWS documentation, checked 3 Nov 2026 in a copy of June 2023"
    own = Source(title="Our runbook", url="https://wiki.example.com/patching", checked="2026-11-03")
    assert cite(own) == "Our runbook, wiki.example.com, checked 3 Nov 2026"


def test_what_an_answer_rests_on(engine: Engine) -> None:
    catalog = engine.catalog
    target = "patching/apply_patches"
    assert rests_on(resolve(catalog, target, catalog.services["rds"])) == "Specific to Amazon RDS."
    assert "By its class for Amazon EC2" in rests_on(resolve(catalog, target, catalog.services["ec2"]))
    assert "general model" in rests_on(resolve(catalog, target))


def test_a_status_is_told(engine: Engine) -> None:
    status = Status(state="renamed", since="2026-10-01", note="Goes by another name now.", source="x")
    assert status_note("AWS Lambda", status) == "AWS Lambda: Goes by another name now (renamed 1 Oct 2026)."
    assert "Goes by another name now (renamed" in engine.ask("who patches Lambda?").note
