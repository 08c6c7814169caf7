"""Gaps as YAML that whoever mends the knowledge fills in: duties of a topic, and questions to test it with."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from bot.store import GapRow

LONGEST = 160
"""Characters of a phrase, as the model of the knowledge has it."""
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
"""Ids of duties consist of letters."""
TOPIC_HEAD = """\
# Questions that got no right answer, those that most people asked first, as duties of a topic of your own.
# Keep this file in the folder topics/ of a knowledge folder, fill in what is empty (`whosejob kb check FOLDER` names it
# line by line), and say what a phrase asks in a few words (“water the plants”). Where the duty exists already, add the
# phrase to that topic's file and delete the stub.
# Owners: aws, customer, partner; of the topic as a whole also shared. Categories: inherited, shared, customer.
"""
QUESTIONS_HEAD = """\
# Questions that got no right answer, those that most people asked first, for a file of tests/questions. Name the owner:
# aws, customer, shared or partner. Write `refuse: true` instead where the bot should go on saying that it cannot tell.
"""


def topic_stub(rows: Sequence[GapRow], name: str) -> str:
    """A topic with a duty for each gap, complete but for what only a person knows.

    Args:
        rows: gaps; those with the same question become one duty.
        name: the file's name without its ending, which the id of a topic must be.
    """
    empty = dict.fromkeys(("name", "definition", "category", "owner", "because", "aws", "you"), "")
    duties = [_duty(row) for row in _once(rows) if _words(row)]
    page = {"page": {"title": "", "url": "", "checked": ""}}
    return TOPIC_HEAD + _yaml({"id": _id(name), **empty, "duties": duties, "sources": page})


def question_stubs(rows: Sequence[GapRow]) -> str:
    """A line of tests/questions for each gap whose text is kept."""
    return QUESTIONS_HEAD + _yaml([{"text": row.text, "owner": ["?"]} for row in _once(rows) if row.text])


def _duty(row: GapRow) -> dict[str, Any]:
    identifier = f"gap_{row.digest[:8].translate(LETTERS)}"
    return {"id": identifier, "name": "", "owner": "", "because": "", "phrases": [_phrase(_words(row))]}


def _words(row: GapRow) -> str:
    return row.text or " ".join(row.tokens)


def _phrase(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition(" ")[0] or words[:LONGEST]


def _once(rows: Iterable[GapRow]) -> list[GapRow]:
    """One gap of each question, whichever workspaces asked it and however it went; with its text if any has it."""
    found: dict[str, GapRow] = {}
    for row in rows:
        if row.digest not in found or (row.text and not found[row.digest].text):
            found[row.digest] = row
    return list(found.values())


def _id(name: str) -> str:
    return re.sub(r"[^a-z]+", "_", name.lower()).strip("_") or "gaps"


def _yaml(content: Any) -> str:
    dumped = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=200)
    if yaml.safe_load(dumped) == content:
        return dumped
    # Some characters (NEL) do not survive as they are.
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=False, width=200)
