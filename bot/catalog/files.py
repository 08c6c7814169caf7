"""Finds the files of knowledge folders."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.errors import Fault

Find = Callable[[Path], Iterable[tuple[str, Path]]]
FITTED = Path("samples") / "fitted.msgpack"
"""What the samples of a knowledge folder teach, made from them; such a folder's samples are not read again."""
KINDS = {"topics": "topic", "services": "service", "concepts": "concepts", "samples": "samples", "words": "words"}
"""Folder of a knowledge tree -> kind of its files, of those that answers rest on."""
LESSON_KINDS = {"tips": "tips", "scenarios": "scenarios"}
"""The same of those that teach; they are read apart, since no question needs them."""


def shipped() -> Path:
    """The knowledge folder that comes with the program: inside the wheel, beside `bot/` in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "knowledge"
    return inside if inside.is_dir() else package.parent / "knowledge"


def languages() -> tuple[str, ...]:
    """Codes of the languages in which the shipped knowledge has words."""
    return tuple(sorted(file.stem for file in (shipped() / "words").glob("*.yaml")))


def knowledge_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yields (kind, file) for every file of one folder that answers rest on, in a stable order."""
    framework = folder / "classes.yaml"
    if framework.is_file():
        yield "framework", framework
    yield from _files(folder, KINDS)


def sample_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yields (kind, file) for every file of sample questions of one folder, in a stable order."""
    yield from _files(folder, {"samples": KINDS["samples"]})


def fitted_file(folder: Path) -> Path | None:
    """The file of what a folder's samples teach, where it has one."""
    file = folder / FITTED
    return file if file.is_file() else None


def lesson_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yields (kind, file) for every file of one folder that teaches, in a stable order."""
    yield from _files(folder, LESSON_KINDS)


def _files(folder: Path, kinds: dict[str, str]) -> Iterator[tuple[str, Path]]:
    for name, kind in kinds.items():
        for file in sorted((folder / name).glob("*.yaml")):
            yield kind, file


def content(file: Path) -> tuple[bytes, list[Fault]]:
    """The bytes of a file, or a fault that says why they cannot be had."""
    try:
        return file.read_bytes(), []
    except OSError as error:
        return b"", [Fault(str(file), 0, "", f"cannot be read: {error.strerror}")]
