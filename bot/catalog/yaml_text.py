"""Parses YAML safely, with the line of every key; imported only where knowledge is read, not where it is cached."""

import re
from typing import Any

import yaml

from bot.errors import Fault

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader  # type: ignore[assignment]

PathKey = tuple[str | int, ...]
"""Keys and positions that lead to a place in a file."""

DEEPEST = 100
"""Nesting of `[` and `{` beyond which a file is not parsed: libyaml would run out of stack."""


def read(text: bytes, name: str) -> tuple[Any, list[Fault]]:
    """Parses one YAML text safely; a syntax error comes back as a fault with its line."""
    if _nesting(text) > DEEPEST:
        return None, [Fault(name, 0, "", f"nests brackets more than {DEEPEST} deep")]
    try:
        return yaml.load(text, Loader=SafeLoader), []
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        return None, [Fault(name, mark.line + 1 if mark else 0, "", f"not valid YAML: {problem}")]


def _nesting(text: bytes) -> int:
    depth = deepest = 0
    for bracket in re.findall(rb"[\[\]{}]", text):
        depth = depth + 1 if bracket in b"[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def lines_and_duplicates(text: bytes, name: str) -> tuple[dict[PathKey, int], list[Fault]]:
    """The line of every key of a YAML text, and a fault for each key that stands twice in one mapping."""
    lines: dict[PathKey, int] = {(): 1}
    faults: list[Fault] = []
    root = yaml.compose(text, Loader=SafeLoader)
    todo: list[tuple[PathKey, Any]] = [((), root)] if root is not None else []
    while todo:
        path, node = todo.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = (*path, str(key.value))
                if inner in lines:
                    faults.append(Fault(name, key.start_mark.line + 1, dotted(inner), "stands twice in the same place"))
                lines[inner] = key.start_mark.line + 1
                todo.append((inner, value))
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                inner = (*path, index)
                lines[inner] = value.start_mark.line + 1
                todo.append((inner, value))
    return lines, faults


def dotted(path: PathKey) -> str:
    """A readable form of a path: `duties[0].owner`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
