"""Matrices, comparisons and lists: tables in messages, paragraphs in views, paged, and all of it in the text."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bot.answering.answer import Answer
from bot.catalog.model import Source
from bot.demo import message_problems, view_problems
from bot.slack.asked import Asked, unpacked
from bot.slack.limits import TABLE_CHARACTERS, TABLE_ROWS
from bot.slack.views import Audience, Message, answer_message
from bot.slack.views.groups import GROUP_NAMES
from bot.slack.views.paging import chunks
from bot.slack.views.tables import PLACES

SOURCE = Source(title="Shared responsibility", url="https://docs.aws.amazon.com/x", checked="2026-11-23")
ROW = Answer(text="x", kind="answer", headline="x", owner="aws", category="shared", service="rds", subject="Patching")
ASKED = Asked("compare them")


def row(subject: str = "Patching", place: str = "Amazon RDS", **fields: Any) -> Answer:
    return msgspec.structs.replace(ROW, subject=subject, place=place, **fields)


def overview(kind: Any, rows: list[Answer], **fields: Any) -> Answer:
    head = Answer(text="x", kind=kind, headline="Who does what.", sources=(SOURCE,), answers=tuple(rows))
    return msgspec.structs.replace(head, **fields)


def shown(answer: Answer, audience: Audience = Audience.CHANNEL, page: int = 0, asked: Asked = ASKED) -> Message:
    message = answer_message(answer, audience, asked, page)
    assert not message_problems(list(message.blocks))
    return message


def table(message: Message) -> list[list[str]]:
    [block] = [block for block in message.blocks if block["type"] == "table"]
    return [[cell["text"] for cell in cells] for cells in block["rows"]]


def turns(message: Message) -> dict[str, int]:
    """The page buttons with the pages that they lead to."""
    elements = [e for block in message.blocks if block["type"] == "actions" for e in block["elements"]]
    paging = {e["action_id"]: unpacked(e["value"], heads=1) for e in elements if e["action_id"].startswith("page-")}
    assert all(asked == ASKED for _, asked in paging.values())
    return {action_id: int(page) for action_id, ((page,), _) in paging.items()}


def test_a_matrix_is_a_table_with_each_owners_topics_together() -> None:
    rows = [
        row("Encryption", owner="shared"),
        row("Patching", owner="customer", category="customer"),
        row("Buildings", owner="aws", category="inherited"),
        row("Nodes", owner=None),
        row("Hosts", owner="partner", category=None),
    ]
    message = shown(overview("matrix", rows))
    assert table(message) == [
        ["Topic", "Whose job", "Kind of control"],
        ["Buildings", "■ AWS", "inherited"],
        ["Patching", "● you", "customer specific"],
        ["Encryption", "◆ both", "shared"],
        ["Hosts", "▲ third-party operator", "–"],
        ["Nodes", "◇ depends", "shared"],
    ]
    assert "■ AWS 1 · ● you 1 · ◆ both 1 · ▲ third-party operator 1 · ◇ depends 1" in message.text
    assert "• *Patching*: ● you · customer specific" in message.text
    assert turns(message) == {}


def test_a_view_takes_no_table_and_says_the_same() -> None:
    rows = [row(f"Topic {number}", owner=owner) for number, owner in enumerate(["aws", "customer", "aws", None])]
    message = shown(overview("matrix", rows), Audience.VIEW)
    assert not view_problems({"type": "home", "blocks": list(message.blocks)})
    lines = message.text.splitlines()
    assert lines[1:4] == ["*■ AWS:* Topic 0 · Topic 2", "*● you:* Topic 1", "*◇ depends:* Topic 3"]


def test_one_task_at_few_places_comes_with_reasons_and_at_many_as_a_table() -> None:
    few = [row(place="Amazon RDS", explanation="AWS patches."), row(place="Amazon EC2", owner="customer")]
    message = shown(overview("compare", few, topic="patching"))
    assert "■ *Amazon RDS*: AWS. AWS patches.\n● *Amazon EC2*: you" in message.text
    many = [row(place=f"Place {number}") for number in range(5)]
    assert table(shown(overview("compare", many, topic="patching")))[1:3] == [
        ["Place 0", "■ AWS", "shared"],
        ["Place 1", "■ AWS", "shared"],
    ]


def test_places_stand_side_by_side_and_more_of_them_on_further_pages() -> None:
    rows = [
        row(topic, place=f"Service {number}", service=f"s{number}", owner="customer" if number % 2 else "aws")
        for topic in ("Patching", "Encryption")
        for number in range(PLACES * 2 + 1)
        if (topic, number) != ("Encryption", 0)
    ]
    answer = overview("compare", rows)
    first = shown(answer)
    assert table(first)[0] == ["Topic", "Service 0", "Service 1", "Service 2", "Service 3"]
    assert table(first)[1:] == [
        ["Patching", "■ AWS", "● you", "■ AWS", "● you"],
        ["Encryption", "–", "● you", "■ AWS", "● you"],
    ]
    assert "*Encryption*: – on Service 0, ● you on Service 1" in first.text
    assert "Page 1 of 3" in first.text
    assert turns(first) == {"page-next": 1}
    assert turns(shown(answer, page=1)) == {"page-back": 0, "page-next": 2}
    assert table(shown(answer, page=2))[0] == ["Topic", "Service 8"]
    assert turns(shown(answer, page=2)) == {"page-back": 1}
    assert shown(answer, page=3) == first, "knowledge may have shrunk since the button was made"


def test_a_service_that_differs_by_mode_has_a_column_for_each_mode() -> None:
    rows = [
        row("Patching", "EKS nodes", service="eks", variant="nodes", owner="customer"),
        row("Patching", "EKS on Fargate", service="eks", variant="fargate"),
        row("Patching", "Amazon EC2", service="ec2", owner="customer"),
        row("Buildings", "Amazon EKS", service="eks"),
        row("Buildings", "Amazon EC2", service="ec2", owner=None),
    ]
    assert table(shown(overview("compare", rows))) == [
        ["Topic", "EKS nodes", "EKS on Fargate", "Amazon EC2"],
        ["Patching", "● you", "■ AWS", "● you"],
        ["Buildings", "■ AWS", "■ AWS", "◇ depends"],
    ]


def test_a_list_goes_by_category() -> None:
    rows = [
        row(place=name, group=group, owner="customer")
        for name, group in [("Amazon EC2", "compute"), ("Amazon RDS", "database"), ("AWS Batch", "compute")]
    ]
    lines = shown(overview("list", rows)).text.splitlines()
    assert lines[1:4] == ["● you on:", "*Compute:* AWS Batch · Amazon EC2", "*Databases:* Amazon RDS"]
    assert "*Our own:* Ledger" in shown(overview("list", [row(place="Ledger", group="our_own")])).text


def test_a_long_list_is_paged_and_nothing_is_lost_or_said_twice() -> None:
    rows = [row(place=f"Service {number}", group=list(GROUP_NAMES)[number % 7]) for number in range(190)]
    answer = overview("list", rows)
    names: list[str] = []
    page: int | None = 0
    while page is not None:
        message = shown(answer, page=page)
        lines = [line for line in message.text.splitlines() if " · " in line]
        names += [name for line in lines for name in line.partition(":* ")[2].split(" · ")]
        page = turns(message).get("page-next")
    assert sorted(names) == sorted(row.place for row in rows)


@pytest.mark.parametrize("kind", ["matrix", "compare", "list"])
@pytest.mark.parametrize("audience", Audience)
def test_the_largest_answers_stay_within_slacks_limits(kind: str, audience: Audience) -> None:
    rows = [
        row(f"Topic {topic} " + "long " * 60, f"Place {place} " + "&" * 500, service=f"s{place}", group=f"g{topic}")
        for topic in range(120)
        for place in range(25)
    ]
    answer = overview(kind, rows)
    pages = 0
    page: int | None = 0
    while page is not None:
        message = shown(answer, audience, page)
        assert len(message.text) < 40_000
        for cells in [table(message)] if any(block["type"] == "table" for block in message.blocks) else []:
            assert len(cells) <= TABLE_ROWS
            assert sum(len(cell) for line in cells for cell in line) <= TABLE_CHARACTERS
        pages, page = pages + 1, turns(message).get("page-next")
    assert pages > 1


def test_a_question_too_long_for_a_button_has_no_pages_but_says_that_there_are_some() -> None:
    rows = [row("Patching", f"Service {number}", service=f"s{number}") for number in range(9)]
    message = shown(overview("compare", rows), asked=Asked("x" * 2001))
    assert "Page 1 of 3" in message.text
    assert "page-next" not in str(message.blocks)


def test_of_several_answers_none_is_a_table() -> None:
    parts = [overview("matrix", [row()]), overview("matrix", [row()])]
    message = shown(overview("answer", parts, several=True))
    assert "table" not in [block["type"] for block in message.blocks]
    assert message.text.count("*■ AWS:* Patching") == 2


def test_things_are_cut_into_lots() -> None:
    assert chunks([1, 2, 3], 2) == [[1, 2], [3]]
    assert chunks([], 2) == [[]]
