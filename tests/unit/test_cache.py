"""The cache saves time and is never trusted."""

import hashlib
import os
from pathlib import Path

import msgspec
import pytest

from bot.catalog.cache import DIGEST, cached, fingerprint


class Thing(msgspec.Struct, frozen=True):
    """Something worth keeping."""

    name: str
    numbers: tuple[int, ...]


class Workshop:
    """Builds things and counts how often."""

    def __init__(self) -> None:
        self.built = 0

    def build(self) -> Thing:
        self.built += 1
        return Thing("thing", (1, 2, 3))


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


def kept(folder: Path) -> Path:
    (file,) = folder.glob("thing-*.msgpack")
    return file


def test_what_was_built_is_kept(tmp_path: Path, workshop: Workshop) -> None:
    first = cached(Thing, "key", tmp_path, workshop.build)
    assert cached(Thing, "key", tmp_path, workshop.build) == first
    assert workshop.built == 1


def test_another_key_is_built_anew(tmp_path: Path, workshop: Workshop) -> None:
    cached(Thing, "one", tmp_path, workshop.build)
    cached(Thing, "two", tmp_path, workshop.build)
    assert workshop.built == 2


def test_without_a_folder_nothing_is_kept(workshop: Workshop) -> None:
    cached(Thing, "key", None, workshop.build)
    cached(Thing, "key", None, workshop.build)
    assert workshop.built == 2


def with_checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=DIGEST).digest() + payload


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        b"\x00" * 100,
        with_checksum(b""),
        with_checksum(b"\xc1"),
        with_checksum(msgspec.msgpack.encode({"name": "thing"})),
        with_checksum(msgspec.msgpack.encode({"name": "thing", "numbers": "wrong"})),
        with_checksum(msgspec.msgpack.encode([1, 2, 3])),
    ],
    ids=["empty", "short", "zeros", "nothing", "no msgpack", "lacks a field", "wrong type", "other shape"],
)
def test_a_damaged_cache_is_rebuilt_and_replaced(tmp_path: Path, workshop: Workshop, content: bytes) -> None:
    cached(Thing, "key", tmp_path, workshop.build)
    kept(tmp_path).write_bytes(content)
    assert cached(Thing, "key", tmp_path, workshop.build) == Thing("thing", (1, 2, 3))
    assert workshop.built == 2
    cached(Thing, "key", tmp_path, workshop.build)
    assert workshop.built == 2


def test_every_cut_and_every_flipped_byte_is_noticed(tmp_path: Path, workshop: Workshop) -> None:
    cached(Thing, "key", tmp_path, workshop.build)
    good = kept(tmp_path).read_bytes()
    bad = [good[:length] for length in range(len(good))]
    bad += [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(len(good))]
    for content in bad:
        kept(tmp_path).write_bytes(content)
        assert cached(Thing, "key", tmp_path, workshop.build) == Thing("thing", (1, 2, 3))
    assert workshop.built == 1 + len(bad)


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, workshop: Workshop) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    cached(Thing, "key", in_the_way / "cache", workshop.build)
    cached(Thing, "key", in_the_way / "cache", workshop.build)
    assert workshop.built == 2


def test_a_folder_where_the_file_should_be_costs_only_time(tmp_path: Path, workshop: Workshop) -> None:
    (tmp_path / "thing-key.msgpack").mkdir()
    assert cached(Thing, "key", tmp_path, workshop.build) == Thing("thing", (1, 2, 3))


def test_only_the_newest_are_left(tmp_path: Path, workshop: Workshop) -> None:
    for age, key in enumerate(("one", "two", "three", "four", "five")):
        cached(Thing, key, tmp_path, workshop.build)
        os.utime(tmp_path / f"thing-{key}.msgpack", (age, age))
    assert sorted(os.listdir(tmp_path)) == [f"thing-{key}.msgpack" for key in ("five", "four", "three")]


def test_the_fingerprint_follows_the_content(copy: Path) -> None:
    before = fingerprint([copy])
    assert fingerprint([copy]) == before
    file = copy / "services" / "rds.yaml"
    text = file.read_text()
    file.write_text(text + "# a comment\n")
    assert fingerprint([copy]) != before
    file.write_text(text)
    assert fingerprint([copy]) == before
    file.rename(file.with_name("other.yaml"))
    assert fingerprint([copy]) != before


def test_the_fingerprint_follows_the_order_of_the_folders(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "services").mkdir(parents=True)
    (other / "services" / "rds.yaml").write_text("id: rds\n")
    assert fingerprint([copy, other]) != fingerprint([other, copy])
