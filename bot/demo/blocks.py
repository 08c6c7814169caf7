"""The Block Kit validator: says what Slack would refuse in a message's blocks or in a view, and where.

Limits are those of https://docs.slack.dev/reference/block-kit/blocks. Blocks that are not described here (video, file,
call, plan, carousel, …) are refused as ``unsupported type``, rather than let through unread.
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
    nullable,
    record,
    string,
)
from bot.demo.elements import ACCESSORIES, ACTIONS, ELEMENTS, INPUTS, any_text, elements, plain_text

JSON = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN_CHARACTERS = 12_000
MESSAGE_ONLY = frozenset({"markdown", "table", "context_actions"})

_TYPE = {"type": string()}
_STYLE = record(
    optional=dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    )
)
_INLINE = by_type(
    {
        "text": record({**_TYPE, "text": string()}, {"style": _STYLE}),
        "link": record({**_TYPE, "url": string()}, {"text": string(), "unsafe": boolean, "style": _STYLE}),
        "user": record({**_TYPE, "user_id": string()}, {"style": _STYLE}),
        "usergroup": record({**_TYPE, "usergroup_id": string()}, {"style": _STYLE}),
        "channel": record({**_TYPE, "channel_id": string()}, {"style": _STYLE}),
        "emoji": record({**_TYPE, "name": string()}, {"unicode": string(), "skin_tone": integer(), "style": _STYLE}),
        "broadcast": record({**_TYPE, "range": choice("here", "channel", "everyone")}, {"style": _STYLE}),
        "color": record({**_TYPE, "value": string()}, {"style": _STYLE}),
        "date": record(
            {**_TYPE, "timestamp": integer(), "format": string()},
            {"url": string(), "fallback": string(), "style": _STYLE},
        ),
    }
)
_SECTION = record({**_TYPE, "elements": items(_INLINE, least=0)})
_RICH = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": record(
            {
                **_TYPE,
                "style": choice("bullet", "ordered"),
                "elements": items(by_type({"rich_text_section": _SECTION})),
            },
            {"indent": integer(0, 8), "offset": integer(), "border": integer(0, 1)},
        ),
        "rich_text_quote": record({**_TYPE, "elements": items(_INLINE, least=0)}, {"border": integer(0, 1)}),
        "rich_text_preformatted": record(
            {**_TYPE, "elements": items(_INLINE, least=0)}, {"border": integer(0, 1), "language": string()}
        ),
    }
)


def _block(required: dict[str, Check] | None = None, at_least_one: tuple[str, ...] = (), **optional: Check) -> Check:
    return record({**_TYPE, **(required or {})}, {"block_id": string(255), **optional}, at_least_one=at_least_one)


_RICH_TEXT = _block({"elements": items(_RICH)})
_CELL = by_type({"raw_text": record({**_TYPE, "text": string()}), "rich_text": _RICH_TEXT})
_COLUMN = record(optional={"align": choice("left", "center", "right"), "is_wrapped": boolean})
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
    "header": _block({"text": plain_text(150)}),
    "divider": _block(),
    "context": _block({"elements": items(_CONTEXT, most=10)}),
    "actions": _block({"elements": items(elements(ACTIONS), most=25)}),
    "context_actions": _block({"elements": items(elements(("feedback_buttons", "icon_button")), most=5)}),
    "image": _block(
        {"alt_text": string(2000)},
        at_least_one=("image_url", "slack_file"),
        image_url=string(3000),
        slack_file=anything,
        title=plain_text(2000),
    ),
    "input": _block(
        {"label": plain_text(2000), "element": elements(INPUTS)},
        hint=plain_text(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "rich_text": _RICH_TEXT,
    "table": _block(
        {"rows": items(items(_CELL, most=20), most=100)}, column_settings=items(nullable(_COLUMN), most=20, least=0)
    ),
    "markdown": _block({"text": string(MARKDOWN_CHARACTERS)}),
    "alert": _block({"text": any_text(3000)}, level=choice("default", "info", "warning", "error", "success")),
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
    for index, table in enumerate(position for position, block in _typed(blocks) if block["type"] == "table"):
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
    for position, block in _typed(blocks):
        where = f"{pointer}/blocks/{position}"
        if block["type"] in MESSAGE_ONLY:
            fault(problems, f"unsupported type: {block['type']}", f"{where}/type")
        if block["type"] == "input" and view.get("type") == "modal" and not view.get("submit"):
            fault(problems, "must define `submit` to use an `input` block in modals", f"{where}/input")
    return problems


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
