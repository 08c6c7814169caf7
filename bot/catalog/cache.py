"""Keeps what was built from knowledge files, under the hash of their content."""

import contextlib
import gc
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.catalog.files import Find, fitted_file, knowledge_files

Kept = TypeVar("Kept", bound=msgspec.Struct)

KEPT = 3
"""Objects kept side by side: the shipped knowledge, and it with an overlay or two."""
DIGEST = 32
"""Bytes of the checksum in front of the cached object."""


def fingerprint(folders: Sequence[Path], find: Find = knowledge_files) -> str:
    """Hash of knowledge files' names and bytes and of the program's own source that turns them into objects.

    Args:
        folders: knowledge folders.
        find: finds those files of a folder that count.
    """
    digest = hashlib.blake2b(digest_size=20)
    package = Path(__file__).parents[1]
    code = sorted([*(package / "catalog").glob("*.py"), *(package / "parsing").glob("*.py")])
    data = [file for folder in folders for _, file in find(folder)]
    data += filter(None, map(fitted_file, folders))
    digest.update(f"msgspec {msgspec.__version__}\0".encode())
    for file in [*code, *data]:
        try:
            content = file.read_bytes()
        except OSError:
            content = b"unreadable"  # the loader says so; here it only must not be the same as readable
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def cached(kind: type[Kept], key: str, folder: Path | None, build: Callable[[], Kept]) -> Kept:
    """The object kept under a key, or a newly built one.

    A file that is missing, cut short, altered or of another shape is rebuilt and replaced. Where the folder cannot be
    written the object is built each time; the cache is a saving, never a need.
    """
    if folder is None:
        return build()
    file = folder / f"{kind.__name__.lower()}-{key}.msgpack"
    kept = _read(file, kind)
    if kept is not None:
        return kept
    with uncollected():
        built = build()
    _write(file, built)
    return built


def _read(file: Path, kind: type[Kept]) -> Kept | None:
    try:
        content = file.read_bytes()
    except OSError:
        return None
    checksum, payload = content[:DIGEST], content[DIGEST:]
    if hashlib.blake2b(payload, digest_size=DIGEST).digest() != checksum:
        return None
    try:
        with uncollected():
            return msgspec.msgpack.decode(payload, type=kind)
    except msgspec.MsgspecError:
        return None


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Puts garbage collection off: building knowledge makes a million objects that stay, and doubles its time on it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _write(file: Path, built: msgspec.Struct) -> None:
    payload = msgspec.msgpack.encode(built)
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(hashlib.blake2b(payload, digest_size=DIGEST).digest() + payload)
        os.replace(part, file)  # whole or not at all: another process may be reading
        kept = sorted(
            file.parent.glob(f"{type(built).__name__.lower()}-*.msgpack"), key=lambda old: old.stat().st_mtime
        )
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        _forget(part)


def _forget(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)
