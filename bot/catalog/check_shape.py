"""Faults in the shape of one file: what it holds where, and what it is called."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import msgspec

from bot.catalog.checked_file import File
from bot.catalog.files import content
from bot.catalog.lesson_model import ScenarioFile, TipFile
from bot.catalog.load import KIND_OF
from bot.catalog.schema import schema_of
from bot.catalog.yaml_text import PathKey, lines_and_duplicates, read
from bot.errors import Fault


def shaped(kind: str, path: Path) -> tuple[File | None, list[Fault]]:
    """A file with its content, unless that has faults of shape, and every fault found."""
    text, faults = content(path)
    raw, broken = read(text, str(path)) if not faults else (None, [])
    faults += broken
    if faults:
        return None, faults
    lines, faults = lines_and_duplicates(text, str(path))
    file = File(str(path), None, lines)
    try:
        shaped_content = msgspec.convert(raw, KIND_OF[kind])
    except msgspec.ValidationError as error:
        # Decoding stops at the first fault; the schema, which takes many times as long, tells them all.
        message, _, where = str(error).partition(" - at ")
        return None, [*faults, *(_schema_faults(file, raw, kind) or [file.fault(_path(where), message)])]
    if faults:
        return None, faults
    field = "theme" if isinstance(shaped_content, TipFile | ScenarioFile) else "id"
    if getattr(shaped_content, field, path.stem) != path.stem:
        faults.append(file.fault((field,), f"must be the file's name, {path.stem!r}"))
    return File(str(path), shaped_content, lines), faults


def _schema_faults(file: File, raw: Any, kind: str) -> list[Fault]:
    """Every fault of a file's shape."""
    faults: list[Fault] = []
    for error in jsonschema.Draft202012Validator(schema_of(kind)).iter_errors(raw):
        for leaf in _leaves(error):
            at = tuple(leaf.absolute_path)
            if leaf.validator == "additionalProperties" and isinstance(leaf.instance, dict):
                allowed = leaf.schema.get("properties", {}) if isinstance(leaf.schema, Mapping) else {}
                for key in leaf.instance:
                    if key not in allowed:
                        faults.append(file.fault((*at, str(key)), f"unknown key; known: {', '.join(allowed)}"))
            else:
                faults.append(file.fault(at, leaf.message))
    return faults


def _path(where: str) -> PathKey:
    """The path in a message of msgspec (`key in $.duties[0].owner`)."""
    parts = re.findall(r"\.([A-Za-z_]+)|\[(\d+)\]", where)
    return tuple(name or int(number) for name, number in parts)


def _leaves(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    """The innermost errors of an `anyOf`: those of the alternative that fits best."""
    if not error.context:
        return [error]
    depth = max(len(inner.absolute_path) for inner in error.context)
    deepest = [inner for inner in error.context if len(inner.absolute_path) == depth]
    if depth > len(error.absolute_path):
        return [leaf for inner in deepest for leaf in _leaves(inner)]
    return [inner for inner in error.context if inner.validator in ("enum", "minLength")][:1] or [error]
