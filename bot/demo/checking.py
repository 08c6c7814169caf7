"""Small checks that combine into a schema and report faults in Slack's words, with a JSON pointer to each.

A check is called with a value, the pointer to it and the list that collects faults. Slack answers faulty blocks with
``must be less than 3001 characters [json-pointer:/blocks/0/text/text]``; the wording here follows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

Problems = list[str]
Check = Callable[[Any, str, Problems], None]


def fault(problems: Problems, message: str, pointer: str) -> None:
    """Notes one fault."""
    problems.append(f"{message} [json-pointer:{pointer}]")


def string(most: int | None = None, least: int = 1) -> Check:
    """A string of ``least`` to ``most`` characters."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str):
            fault(problems, "must be a string", pointer)
        elif len(value) < least:
            fault(problems, f"must be more than {least - 1} characters", pointer)
        elif most is not None and len(value) > most:
            fault(problems, f"must be less than {most + 1} characters", pointer)

    return check


def written(form: str, what: str) -> Check:
    """A string that a regular expression matches whole; ``what`` names it in the fault."""
    pattern = re.compile(form)

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            fault(problems, f"must be {what}", pointer)

    return check


def boolean(value: Any, pointer: str, problems: Problems) -> None:
    """A JSON boolean."""
    if not isinstance(value, bool):
        fault(problems, "must be a boolean", pointer)


def integer(least: int = 0, most: int | None = None) -> Check:
    """A whole number between ``least`` and ``most``."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            fault(problems, "must be an integer", pointer)
        elif value < least:
            fault(problems, f"must be greater than {least - 1}", pointer)
        elif most is not None and value > most:
            fault(problems, f"must be less than {most + 1}", pointer)

    return check


def choice(*allowed: str) -> Check:
    """One of the given strings."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if value not in allowed:
            fault(problems, f"value must be one of: {', '.join(allowed)}", pointer)

    return check


def anything(value: Any, pointer: str, problems: Problems) -> None:
    """A value that is not looked into."""


def items(check_item: Check, most: int | None = None, least: int = 1) -> Check:
    """A list whose every item passes ``check_item``."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, list):
            fault(problems, "must be an array", pointer)
            return
        if len(value) < least:
            fault(problems, f"must provide at least {least} items", pointer)
        if most is not None and len(value) > most:
            fault(problems, f"no more than {most} items allowed", pointer)
        for index, item in enumerate(value):
            check_item(item, f"{pointer}/{index}", problems)

    return check


def record(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    exactly_one: Collection[str] = (),
    at_least_one: Collection[str] = (),
) -> Check:
    """An object with these properties and, as Slack insists, no others.

    Args:
        required: properties that must be there.
        optional: properties that may be there.
        exactly_one: names of optional properties of which precisely one must be there.
        at_least_one: names of optional properties of which some must be there.
    """
    required = dict(required or {})
    known = {**required, **(optional or {})}

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            fault(problems, "must be an object", pointer)
            return
        for name in required:
            if value.get(name) is None:
                fault(problems, f"missing required field: {name}", pointer)
        for name, part in value.items():
            if name not in known:
                fault(problems, f"invalid additional property: {name}", pointer)
            elif part is not None:
                known[name](part, f"{pointer}/{name}", problems)
        alternatives = [name for name in exactly_one if value.get(name) is not None]
        if exactly_one and len(alternatives) != 1:
            fault(problems, f"must define exactly one of {_quoted(exactly_one)}", pointer)
        if at_least_one and not any(value.get(name) is not None for name in at_least_one):
            fault(problems, f"must define either {_quoted(at_least_one)}", pointer)

    return check


def nullable(check: Check) -> Check:
    """``null``, or what passes ``check``."""

    def check_unless_null(value: Any, pointer: str, problems: Problems) -> None:
        if value is not None:
            check(value, pointer, problems)

    return check_unless_null


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose ``type`` says which check it must pass."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            fault(problems, "must be an object", pointer)
        elif value.get("type") is None:
            fault(problems, "missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            fault(problems, f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            kinds[value["type"]](value, pointer, problems)

    return check


def _quoted(names: Collection[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)
