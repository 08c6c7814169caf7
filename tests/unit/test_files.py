"""YAML is read safely, with the line of every key and of every fault."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.catalog.files import knowledge_files, shipped
from bot.catalog.yaml_text import dotted, lines_and_duplicates, read


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"a: 1\nb: [1, 2\nc: 3\n", 3),
        (b"a: 1\n\tb: 2\n", 2),
        (b'a: "unclosed\nb: 2\n', 3),
        (b"a: b: c\n", 1),
        (b"a: *nothing\n", 1),
    ],
)
def test_a_syntax_error_names_its_line(text: bytes, line: int) -> None:
    content, (fault,) = read(text, "file.yaml")
    assert content is None
    assert (fault.file, fault.line) == ("file.yaml", line)
    assert str(fault).startswith(f"file.yaml:{line}: not valid YAML")


@pytest.mark.parametrize(
    "text",
    [b"\xff\xfe\x00", b"\x00", b"a: !!python/object/apply:os.system [ls]\n", b"a: 2026-13-45\n"],
    ids=["not text", "control character", "python object", "no such day"],
)
def test_hostile_text_is_a_fault_and_no_more(text: bytes) -> None:
    content, faults = read(text, "file.yaml")
    assert content is None
    assert len(faults) == 1


def test_endless_nesting_is_a_fault_and_no_more() -> None:
    reading = "from bot.catalog.yaml_text import read; assert read(b'[' * 100_000, 'file.yaml')[1]"
    run = subprocess.run([sys.executable, "-c", reading], capture_output=True, check=False)
    assert run.returncode == 0


def test_lines_of_keys_and_items() -> None:
    lines, faults = lines_and_duplicates(b"a: 1\nb:\n  - x\n  - c: 2\n    d: 3\n", "file.yaml")
    assert faults == []
    assert lines == {(): 1, ("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 1): 4, ("b", 1, "c"): 4, ("b", 1, "d"): 5}


def test_every_key_that_stands_twice_is_named() -> None:
    _, faults = lines_and_duplicates(b"a: 1\nb: {c: 1, c: 2}\na: 2\n", "file.yaml")
    assert sorted(map(str, faults)) == [
        "file.yaml:2: b.c: stands twice in the same place",
        "file.yaml:3: a: stands twice in the same place",
    ]


def test_paths_as_people_read_them() -> None:
    assert dotted(("duties", 0, "owner")) == "duties[0].owner"
    assert dotted(()) == ""


def test_files_come_in_a_stable_order(copy: Path) -> None:
    found = [(kind, file.name) for kind, file in knowledge_files(copy)]
    assert found == [(kind, file.name) for kind, file in knowledge_files(copy)]
    assert found[0] == ("framework", "classes.yaml")
    assert ("topic", "patching.yaml") in found


def test_the_shipped_folder_is_there() -> None:
    assert (shipped() / "classes.yaml").is_file()
