"""The Block Kit validator: says what Slack would refuse in a message's blocks or in a view, and where.

Limits are those of https://docs.slack.dev/reference/block-kit/blocks. Blocks that are not described here (video, file,
call, plan, carousel, container, …) are refused as ``unsupported type``, rather than let through unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.demo.checking import (
    Check,
    Problems,
    anything,
    boolean,
    by_type,
    choice,
    fault,
    integer,
    items,
    record,
    string,
)
from bot.demo.elements import ACCESSORIES, ACTIONS, ELEMENTS, INPUTS, SLACK_FILE, any_text, elements, plain_text
from bot.demo.rich_text import RICH_TEXT
from bot.demo.tables import DATA_TABLE, TABLE, TABLES, check_size

JSON = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN_CHARACTERS = 12_000
NOT_IN: dict[str, frozenset[str]] = {
    "message": frozenset({"alert"}),
    "modal": frozenset({"card", "context_actions", "data_table", "markdown", "table"}),
    "home": frozenset({"alert", "context_actions", "data_table", "markdown", "table"}),
}
"""The blocks that a surface does not take, after the *Surfaces* column of Slack's own list.

Slack lists tables for Home tabs and cards for modals too, but people who tried report that neither is shown there."""

_TYPE = {"type": string()}


def _block(required: dict[str, Check] | None = None, at_least_one: tuple[str, ...] = (), **optional: Check) -> Check:
    return record({**_TYPE, **(required or {})}, {"block_id": string(255), **optional}, at_least_one=at_least_one)


_CONTEXT = by_type(
    {
        "plain_text": any_text(3000),
        "mrkdwn": any_text(3000),
        "image": ELEMENTS["image"],
    }
)

BLOCKS: dict[str, Check] = {
    "section": _block(
        text=any_text(3000),
        fields=items(any_text(2000), most=10),
        accessory=elements(ACCESSORIES),
        expand=boolean,
        at_least_one=("text", "fields"),
    ),
    "header": _block({"text": plain_text(150)}, level=integer(1, 4)),
    "divider": _block(),
    "context": _block({"elements": items(_CONTEXT, most=10)}),
    "actions": _block({"elements": items(elements(ACTIONS), most=25)}),
    "context_actions": _block({"elements": items(elements(("feedback_buttons", "icon_button")), most=5)}),
    "image": _block(
        {"alt_text": string(2000)},
        at_least_one=("image_url", "slack_file"),
        image_url=string(3000),
        slack_file=SLACK_FILE,
        title=plain_text(2000),
    ),
    "input": _block(
        {"label": plain_text(2000), "element": elements(INPUTS)},
        hint=plain_text(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "data_table": DATA_TABLE,
    "markdown": _block({"text": string(MARKDOWN_CHARACTERS)}),
    "alert": _block({"text": any_text(200)}, level=choice("default", "info", "warning", "error", "success")),
    "card": _block(
        at_least_one=("hero_image", "title", "actions", "body"),
        hero_image=ELEMENTS["image"],
        icon=ELEMENTS["image"],
        slack_icon=anything,
        title=any_text(150),
        subtitle=any_text(150),
        subtext=any_text(200),
        body=any_text(200),
        actions=items(elements(("button",)), most=3),
    ),
}
_ANY_BLOCK = by_type(BLOCKS)

_VIEW_COMMON: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_VIEW = by_type(
    {
        "modal": record(
            {**_TYPE, "title": plain_text(24), "blocks": anything},
            {
                **_VIEW_COMMON,
                "submit": plain_text(24),
                "close": plain_text(24),
                **dict.fromkeys(("clear_on_close", "notify_on_close", "submit_disabled"), boolean),
            },
        ),
        "home": record({**_TYPE, "blocks": anything}, _VIEW_COMMON),
    }
)


def message_problems(blocks: Any, pointer: str = "/blocks") -> list[str]:
    """What Slack would refuse in a message's blocks; empty when nothing.

    Args:
        blocks: the decoded ``blocks`` argument, whatever it is.
        pointer: where it stands in the call, for the JSON pointers in the answer.
    """
    problems: Problems = []
    _check_blocks(blocks, pointer, problems, MESSAGE_BLOCKS)
    _check_surface(blocks, "message", pointer, problems)
    for index, table in enumerate(position for position, block in _typed(blocks) if block["type"] in TABLES):
        if index:
            fault(problems, "only one table is allowed in a message", f"{pointer}/{table}")
    return problems


def view_problems(view: Any, pointer: str = "/view") -> list[str]:
    """What Slack would refuse in a modal or a Home tab; empty when nothing."""
    problems: Problems = []
    _VIEW(view, pointer, problems)
    if not isinstance(view, dict):
        return problems
    blocks = view.get("blocks")
    _check_blocks(blocks, f"{pointer}/blocks", problems, VIEW_BLOCKS)
    _check_surface(blocks, str(view.get("type")), f"{pointer}/blocks", problems)
    for position, block in _typed(blocks):
        where = f"{pointer}/blocks/{position}"
        if block["type"] == "input" and view.get("type") == "modal" and not view.get("submit"):
            fault(problems, "must define `submit` to use an `input` block in modals", f"{where}/input")
    return problems


def _check_surface(blocks: Any, surface: str, pointer: str, problems: Problems) -> None:
    for position, block in _typed(blocks):
        if block["type"] in NOT_IN.get(surface, frozenset()):
            fault(problems, f"unsupported type: {block['type']}", f"{pointer}/{position}/type")


def _check_blocks(blocks: Any, pointer: str, problems: Problems, most: int) -> None:
    items(_ANY_BLOCK, most=most, least=0)(blocks, pointer, problems)
    seen: set[str] = set()
    markdown = 0
    for position, block in _typed(blocks):
        where = f"{pointer}/{position}"
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id in seen:
            fault(problems, f'block_id "{block_id}" already exists', f"{where}/block_id")
        seen.add(str(block_id))
        check_size(block, where, problems)
        if block["type"] == "markdown":
            markdown += len(str(block.get("text", "")))
        _check_action_ids(block, where, problems)
    if markdown > MARKDOWN_CHARACTERS:
        fault(problems, f"markdown blocks must have less than {MARKDOWN_CHARACTERS + 1} characters in all", pointer)


def _check_action_ids(block: JSON, pointer: str, problems: Problems) -> None:
    elements_ = block.get("elements")
    if not isinstance(elements_, list):
        return
    seen: set[str] = set()
    for index, element in enumerate(elements_):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action_id, str):
            if action_id in seen:
                fault(problems, f'action_id "{action_id}" already exists', f"{pointer}/elements/{index}/action_id")
            seen.add(action_id)


def _typed(blocks: Any) -> Iterator[tuple[int, JSON]]:
    """Each block that says what it is, with its position; the schema has faulted the others."""
    if isinstance(blocks, list):
        for position, block in enumerate(blocks):
            if isinstance(block, dict) and isinstance(block.get("type"), str):
                yield position, block
