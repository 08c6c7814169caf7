"""What a user's click, choice or typing becomes: the action, and the state of a view's inputs."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.demo.elements import DATE, INPUTS, TIME
from bot.demo.model import JSON
from bot.demo.state import interactive_elements

Entry = str | list[str]
STATEFUL = frozenset(INPUTS)
"""Elements whose choice or text Slack keeps in ``state.values``; buttons and overflow menus have none."""


class LeftEmpty(ValueError):
    """Inputs that are not optional were left empty; Slack's client would not submit.

    Args:
        elements: their action ids, by block id.
    """

    def __init__(self, elements: Mapping[str, str]) -> None:
        self.blocks = tuple(elements)
        named = ", ".join(repr(one) for one in elements.values())
        super().__init__(f"not optional and left empty: input {named}")


MIN_QUERY_LENGTH = 3
"""Characters from which Slack asks for options, unless an external select says otherwise."""


def with_options(blocks: Iterable[JSON], suggested: Mapping[str, list[JSON]]) -> tuple[JSON, ...]:
    """Blocks whose external selects hold the options that the app last suggested, by action id."""
    filled = copy.deepcopy(tuple(blocks))
    for block in filled:
        for element in interactive_elements(block):
            if "external" in element["type"] and element["action_id"] in suggested:
                element["options"] = suggested[element["action_id"]]
    return filled


def options_in(body: JSON) -> list[JSON]:
    """The options of an answer to a ``block_suggestion``, out of their groups."""
    groups = body.get("option_groups") or [{"options": body.get("options", [])}]
    return [option for group in groups for option in group["options"]]


def find_element(
    blocks: Iterable[JSON], action_id: str, value: str | None = None, block_id: str | None = None
) -> tuple[JSON, JSON]:
    """The block and element with an action id and, among several buttons of that id, a value.

    Args:
        blocks: a message's or view's.
        action_id: the element's.
        value: the button's.
        block_id: its block's, where several blocks have elements of that action id.

    Raises:
        LookupError: there is none; the message lists the action ids there are.
    """
    present: list[str] = []
    for block in blocks:
        for element in interactive_elements(block):
            present.append(element["action_id"])
            if (
                block_id in (None, block["block_id"])
                and element["action_id"] == action_id
                and (element["type"] != "button" or value in (None, element.get("value")))
            ):
                return block, element
    raise LookupError(f"no element {action_id!r} with value {value!r}; there are: {', '.join(present) or 'none'}")


def action_json(block: JSON, element: JSON, entry: Entry | None, ts: str) -> JSON:
    """One entry of ``actions`` in a block_actions payload.

    Args:
        block: the block that holds the element.
        element: what was acted on.
        entry: the button's or option's value; may be left out for a button.
        ts: when.
    """
    head = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": ts}
    if element["type"] in ("button", "icon_button"):
        kept: JSON = {key: element[key] for key in ("text", "value", "style", "url") if key in element}
        return {**head, **kept}
    if element["type"] == "feedback_buttons":
        for button in (element["positive_button"], element["negative_button"]):
            if button["value"] == entry:
                return {**head, **button}
        raise LookupError(f"no feedback button with value {entry!r}")
    return {**head, **state_of(element, entry)}


def view_values(
    blocks: Iterable[JSON], entries: Mapping[str, Entry], *, complete: bool = True, kept: JSON | None = None
) -> JSON:
    """``state.values`` after a user filled inputs, given by action id; an empty entry empties one.

    Args:
        blocks: the view's or message's.
        entries: what the user filled in.
        complete: whether inputs that are not optional must be filled, as on submission.
        kept: ``state.values`` as the user left them before. Slack's client keeps them when a view is updated, wherever
            block and action have the ids that they had: a new initial value is then not shown.

    Raises:
        LookupError: an entry has no input.
        LeftEmpty: inputs that are not optional were left empty.
        ValueError: an entry cannot be made in its input.
    """
    values: JSON = {}
    empty: dict[str, str] = {}
    left = dict(entries)
    for block in blocks:
        for element in interactive_elements(block):
            if element["type"] not in STATEFUL:
                continue
            entry = left.pop(element["action_id"], None)
            before = (kept or {}).get(block["block_id"], {}).get(element["action_id"], {})
            state = before if entry is None and _still_fits(element, before) else state_of(element, entry)
            if complete and block["type"] == "input" and not block.get("optional") and _is_empty(state):
                empty[block["block_id"]] = element["action_id"]
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    if left:
        raise LookupError(f"no input for: {', '.join(left)}")
    if empty:
        raise LeftEmpty(empty)
    return values


def state_of(element: JSON, entry: Entry | None) -> JSON:
    """One element's state, shaped by its type; its initial value when the user left it alone, nothing for ``""``."""
    kind = str(element["type"])
    _check_entry(element, entry)
    if kind in ("static_select", "external_select", "overflow", "radio_buttons"):
        chosen = element.get("initial_option") if entry is None else _option(element, str(entry)) if entry else None
        return {"type": kind, "selected_option": chosen}
    if kind in ("multi_static_select", "multi_external_select", "checkboxes"):
        many = element.get("initial_options", []) if entry is None else [_option(element, one) for one in entry]
        return {"type": kind, "selected_options": many}
    if kind in _SELECTED:
        initial = f"initial_{_SELECTED[kind].removeprefix('selected_')}"
        return {"type": kind, _SELECTED[kind]: element.get(initial) if entry is None else entry or None}
    return {"type": kind, "value": element.get("initial_value") if entry is None else entry or None}


def _still_fits(element: JSON, state: JSON) -> bool:
    """Whether what a user left in an element can stay in the element that is now in its place."""
    if state.get("type") != element["type"]:
        return False
    chosen = [state.get("selected_option"), *state.get("selected_options", ())]
    return "external" in element["type"] or all(one is None or one in _options(element) for one in chosen)


def _check_entry(element: JSON, entry: Entry | None) -> None:
    """Refuses what cannot be entered: Slack's client offers no other dates, times, and no more choices.

    Raises:
        ValueError: it cannot.
    """
    form = {"datepicker": DATE, "timepicker": TIME}.get(element["type"])
    if form and entry and not re.fullmatch(form, str(entry)):
        raise ValueError(f"{element['action_id']!r} does not take {entry!r}")
    most = element.get("max_selected_items")
    if most and isinstance(entry, list) and len(entry) > most:
        raise ValueError(f"{element['action_id']!r} takes at most {most} choices")


_SELECTED = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    **{f"{noun}s_select": f"selected_{noun}" for noun in ("user", "conversation", "channel")},
    **{f"multi_{noun}_select": f"selected_{noun}" for noun in ("users", "conversations", "channels")},
}


def _options(element: JSON) -> list[JSON]:
    groups: list[Any] = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def _option(element: JSON, value: str) -> JSON:
    options = _options(element)
    for option in options:
        if option["value"] == value:
            return option
    if "external" in element["type"] and "options" not in element:
        # A test that does not type first is spared the asking.
        return {"text": {"type": "plain_text", "text": value}, "value": value}
    raise LookupError(
        f"{element['action_id']!r} has no option {value!r}; it has: {', '.join(o['value'] for o in options)}"
    )


def _is_empty(state: JSON) -> bool:
    return all(not part for name, part in state.items() if name != "type")
