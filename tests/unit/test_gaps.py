"""`whosejob gaps` lists what people asked in vain, and writes stubs that need nothing but knowledge."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cli import main
from bot.engine import Engine, build
from bot.store import Gap, GapRow, new_key, open_store
from bot.terminal.gaps import gaps_as_text
from bot.terminal.stubs import question_stubs, topic_stub

SMALL = Path(__file__).with_name("small")
PLANTS = "who waters the plants in the lobby?"
DAY = 24 * 3600.0


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with four gaps in three workspaces, which the commands use."""
    url = f"sqlite:///{tmp_path}/store.db"
    monkeypatch.setenv("DATABASE_URL", url)
    asyncio.run(fill(url))
    return url


async def fill(url: str) -> None:
    """Three people ask about plants, one of them long ago; others ask other things."""
    store = await open_store(url, [new_key()])
    now = time.time()
    plants = Gap("unanswered", await store.digest(PLANTS), PLANTS, ("water", "plant"))
    for workspace, user, at in (("T1", "U1", now - 9 * DAY), ("T1", "U2", now), ("E1/T1", "U3", now)):
        await store.gaps.note(workspace, plants, await store.person(workspace, user), at)
    old = Gap("wrong", await store.digest("old"), "who polishes \x1b[31mthe: doors #1\n- [x]")
    await store.gaps.note("T1", old, "someone", now - 40 * DAY)
    await store.gaps.note("E1/T2", Gap("unanswered", await store.digest("z"), "", ("patch", "rds")), "someone", now)
    await store.close()


def run(*arguments: str) -> Result:
    """Runs a command."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.usefixtures("database")
def test_gaps_are_listed_with_how_many_people_met_them() -> None:
    head, first, *others = run("gaps").stdout.splitlines()
    assert head.split() == ["kind", "people", "last", "workspace", "digest", "question"]
    assert first.startswith("unanswered  2")
    assert first.endswith(PLANTS)
    assert len(others) == 3
    assert "(patch rds)" in "".join(others)
    assert "\x1b" not in "".join(others)


@pytest.mark.usefixtures("database")
def test_gaps_are_listed_by_workspace_enterprise_and_age() -> None:
    def texts(*options: str) -> list[str]:
        return sorted(row["text"][:9] for row in json.loads(run("gaps", "--json", *options).stdout))

    assert texts("--workspace", "T1") == ["who polis", "who water"]
    assert texts("--workspace", "E1/") == ["", "who water"]
    assert texts("--workspace", "E1/T2") == [""]
    assert texts("--workspace", "T9") == []
    assert texts("--since", "30", "--workspace", "T1") == ["who water"]


def test_without_gaps_there_is_nothing_to_list() -> None:
    assert gaps_as_text(()) == "No gaps."


@pytest.mark.usefixtures("database")
def test_a_stub_is_told_what_it_lacks_and_then_answers(tmp_path: Path) -> None:
    file = tmp_path / "ours" / "topics" / "our_gaps.yaml"
    file.parent.mkdir(parents=True)
    assert run("gaps", "--stubs", str(file)).stderr == f"Wrote {file}.\n"
    checked = run("kb", "check", str(tmp_path / "ours"))
    stub = yaml.safe_load(file.read_text(encoding="utf-8"))
    empty = ["name", "definition", "category", "owner", "because", "aws", "you"]
    empty += [f"duties[{number}].{key}" for number in range(3) for key in ("name", "owner", "because")]
    empty += [f"sources.page.{key}" for key in ("title", "url", "checked")]
    assert [key for key in empty if f": {key}: '' " not in checked.stdout] == []
    assert f"{len(empty)} faults." in checked.stdout
    assert "schemas" not in checked.stdout

    stub |= {"name": "Plants", "definition": "Green things.", "category": "customer", "owner": "customer"}
    stub |= {"because": "They are ours.", "aws": "Has none.", "you": "Waters them."}
    for duty in stub["duties"]:
        duty |= {"name": "Watering the plants", "owner": "customer", "because": "They stand in our lobby."}
    stub["sources"]["page"] = {"title": "Our wiki", "url": "https://wiki.example.com/plants", "checked": "2026-11-01"}
    file.write_text(yaml.safe_dump(stub), encoding="utf-8")
    assert run("kb", "check", str(tmp_path / "ours")).stdout == "No faults.\n"
    answer = Engine(build([SMALL, tmp_path / "ours"])).ask(PLANTS)
    assert (answer.kind, answer.owner, answer.topic) == ("answer", "customer", "our_gaps")


@pytest.mark.usefixtures("database")
def test_questions_become_lines_of_tests(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    run("gaps", "--questions", str(file))
    lines = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert lines[0] == {"text": PLANTS, "owner": ["?"]}
    assert len(lines) == 2


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("option", ["--stubs", "--questions"])
def test_a_file_that_somebody_may_have_filled_in_is_not_written_over(tmp_path: Path, option: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine")
    result = run("gaps", option, str(file))
    assert result.exit_code == 2
    assert f"{file}: File exists" in result.stderr
    assert file.read_text() == "mine"


@example("\x85")
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=400))
def test_whatever_people_wrote_is_only_a_text_in_the_stubs(text: str) -> None:
    row = GapRow("T1", "wrong", "0123456789abcdef", text, ("a", "b"), 1, 0.0, 0.0)
    topic = yaml.safe_load(topic_stub([row], "../-: x"))
    assert topic["id"] == "x"
    [duty] = topic["duties"] or [{"id": "gap_abcdefgh", "phrases": [""]}]
    assert duty["id"] == "gap_abcdefgh"
    [phrase] = duty["phrases"]
    assert len(phrase) <= 160
    assert " ".join(text.split()).startswith(phrase) or not text
    assert yaml.safe_load(question_stubs([row])) == ([{"text": text, "owner": ["?"]}] if text else [])
    assert all(character.isprintable() or character == "\n" for character in gaps_as_text([row]))
