"""An app's own functions, as Workflow Builder runs them: executions, their event, and what may come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.demo.errors import CallRefused
from bot.demo.model import JSON

Status = Literal["running", "completed", "failed"]
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


@dataclass(frozen=True, slots=True)
class Execution:
    """One step of a workflow that runs a function of the app."""

    id: str
    workflow_id: str
    callback_id: str
    inputs: JSON
    token: str
    """The ``xwfp-`` token that came with its event."""
    status: Status = "running"
    outputs: JSON | None = None
    """What the app gave back, once completed."""
    error: str | None = None
    """The reason that the app gave, once failed."""


class Functions:
    """The functions that the manifest declares, and their executions.

    Args:
        declared: the manifest's ``functions``, by callback id.
    """

    def __init__(self, declared: Mapping[str, JSON]) -> None:
        self._declared = dict(declared)
        self.executions: dict[str, Execution] = {}

    def check_inputs(self, callback_id: str, inputs: JSON) -> None:
        """Refuses inputs with which no workflow could run the function.

        Raises:
            LookupError: the manifest declares no such function.
            ValueError: an input is missing, unknown or of another type.
        """
        if callback_id not in self._declared:
            raise LookupError(f"no function {callback_id!r}; there are: {', '.join(self._declared) or 'none'}")
        if problems := _problems(self._declared[callback_id].get("input_parameters", {}), inputs):
            raise ValueError("; ".join(problems))

    def describe(self, callback_id: str, app_id: str, now: int) -> JSON:
        """The function as its event describes it."""
        function = self._declared[callback_id]
        return {
            "id": f"Fn{list(self._declared).index(callback_id) + 1:08d}",
            "callback_id": callback_id,
            "title": function.get("title", callback_id),
            "description": function.get("description", ""),
            "type": "app",
            "input_parameters": _listed(function.get("input_parameters", {})),
            "output_parameters": _listed(function.get("output_parameters", {})),
            "app_id": app_id,
            "date_created": now,
            "date_updated": now,
            "date_deleted": 0,
        }

    def complete(self, execution_id: str, outputs: Any) -> Execution:
        """Ends an execution well.

        Raises:
            CallRefused: there is no such execution, it has ended, or the outputs are not those that were declared.
        """
        execution = self._running(execution_id)
        if not isinstance(outputs, dict):
            raise CallRefused("invalid_arguments", ["outputs must be an object"])
        declared = self._declared[execution.callback_id].get("output_parameters", {})
        if problems := _problems(declared, outputs):
            raise CallRefused("parameter_validation_failed", problems)
        return self._keep(replace(execution, status="completed", outputs=outputs))

    def fail(self, execution_id: str, error: str) -> Execution:
        """Ends an execution with a reason."""
        return self._keep(replace(self._running(execution_id), status="failed", error=error))

    def begin(self, execution: Execution) -> Execution:
        """Keeps a new execution."""
        return self._keep(execution)

    def _keep(self, execution: Execution) -> Execution:
        self.executions[execution.id] = execution
        return execution

    def _running(self, execution_id: str) -> Execution:
        execution = self.executions.get(execution_id)
        if execution is None:
            raise CallRefused("function_execution_not_found")
        if execution.status != "running":
            raise CallRefused("execution_not_in_running_state")
        return execution


def _properties(declared: JSON) -> tuple[dict[str, JSON], list[str]]:
    """A manifest's parameters, in either of the forms that Slack takes, and which of them are required."""
    if "properties" in declared:
        return declared["properties"], list(declared.get("required", []))
    return declared, [name for name, parameter in declared.items() if parameter.get("is_required")]


def _listed(declared: JSON) -> list[JSON]:
    properties, required = _properties(declared)
    return [
        {
            "type": parameter["type"],
            "name": parameter.get("name", name),
            "description": parameter.get("description", ""),
            "title": parameter.get("title", name),
            "is_required": name in required,
        }
        for name, parameter in properties.items()
    ]


def _problems(declared: JSON, given: JSON) -> list[str]:
    properties, required = _properties(declared)
    problems = [f"missing required parameter: {name}" for name in required if given.get(name) is None]
    for name, value in given.items():
        if name not in properties:
            problems.append(f"unknown parameter: {name}")
        elif value is not None and not _fits(properties[name]["type"], value):
            problems.append(f"parameter {name} must be of type {properties[name]['type']}")
    return problems


def _fits(kind: str, value: Any) -> bool:
    # Ids of users and channels, and Slack's other types, travel as strings.
    expected = _TYPES.get(kind, str)
    return isinstance(value, expected) and (kind == "boolean" or not isinstance(value, bool))
