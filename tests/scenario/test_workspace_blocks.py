"""The Block Kit validator refuses what Slack refuses, and says where."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo import message_problems, view_problems

JSON = dict[str, Any]


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> JSON:
    return {"type": "mrkdwn", "text": text}


def button(**fields: Any) -> JSON:
    return {"type": "button", "text": plain("Go"), **fields}


def actions(*elements: JSON) -> JSON:
    return {"type": "actions", "elements": list(elements)}


OPTION = {"text": plain("A"), "value": "a"}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Yes"), "value": "yes"},
    "negative_button": {"text": plain("No"), "value": "no"},
}
RICH = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "a", "style": {"bold": True}}]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://aws.amazon.com"}]}
            ],
        },
    ],
}
INPUT = {"type": "input", "label": plain("Q"), "element": {"type": "plain_text_input", "action_id": "q"}}
MODAL = {"type": "modal", "title": plain("Ask"), "blocks": []}

VALID = [
    {"type": "header", "text": plain("Who?")},
    {"type": "divider"},
    {"type": "section", "text": mrkdwn("x"), "accessory": button(action_id="a", url="https://aws.amazon.com")},
    {"type": "section", "fields": [mrkdwn("x"), plain("y")]},
    {"type": "context", "elements": [mrkdwn("x"), {"type": "image", "image_url": "https://x", "alt_text": "x"}]},
    actions(
        button(action_id="b", style="primary"),
        {"type": "static_select", "action_id": "s", "options": [OPTION]},
        {"type": "external_select", "action_id": "e", "min_query_length": 2, "placeholder": plain("Service")},
        {"type": "overflow", "action_id": "o", "options": [OPTION]},
    ),
    {"type": "context_actions", "elements": [FEEDBACK]},
    RICH,
    {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 1, "text": "1"}, RICH]],
        "column_settings": [None, {"align": "right"}],
    },
    {"type": "markdown", "text": "**x**"},
    {"type": "image", "image_url": "https://x", "alt_text": "x", "title": plain("x")},
    INPUT,
]
ALERT = {"type": "alert", "text": mrkdwn("x"), "level": "info"}


def test_valid_blocks_pass() -> None:
    assert message_problems(VALID) == []


@pytest.mark.parametrize(
    ("block", "problem", "where"),
    [
        ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters", "/text/text"),
        ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn", "/text/type"),
        ({"type": "header", "text": plain("")}, "must be more than 0 characters", "/text/text"),
        ({"type": "section"}, "must define either `text` or `fields`", ""),
        ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items allowed", "/fields"),
        ({"type": "section", "fields": [plain("x" * 2001)]}, "must be less than 2001 characters", "/fields/0/text"),
        ({"type": "section", "text": plain("x"), "color": 1}, "invalid additional property: color", ""),
        ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10 items allowed", "/elements"),
        ({"type": "context", "elements": []}, "must provide at least 1 items", "/elements"),
        (actions(*[button()] * 26), "no more than 25 items allowed", "/elements"),
        (
            actions(button(action_id="a"), button(action_id="a")),
            'action_id "a" already exists',
            "/elements/1/action_id",
        ),
        (actions(button(action_id="a" * 256)), "must be less than 256 characters", "/elements/0/action_id"),
        (actions(button(value="a" * 2001)), "must be less than 2001 characters", "/elements/0/value"),
        (actions(button(url="a" * 3001)), "must be less than 3001 characters", "/elements/0/url"),
        (actions(button(style="blue")), "value must be one of: primary, danger", "/elements/0/style"),
        (
            actions({"type": "button", "text": plain("x" * 76)}),
            "must be less than 76 characters",
            "/elements/0/text/text",
        ),
        (actions({"type": "static_select"}), "must define exactly one of `options` or `option_groups`", "/elements/0"),
        (actions({"type": "overflow", "options": [OPTION] * 6}), "no more than 5 items allowed", "/elements/0/options"),
        (actions(FEEDBACK), "unsupported type: feedback_buttons", "/elements/0/type"),
        ({"type": "table", "rows": [[]]}, "must provide at least 1 items", "/rows/0"),
        (
            {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101},
            "no more than 100 items allowed",
            "/rows",
        ),
        ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters", "/text"),
        ({"type": "image", "image_url": "https://x"}, "missing required field: alt_text", ""),
        (
            {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 501}] * 20]},
            "must be less than 10001 characters in all cells",
            "/rows",
        ),
        (
            {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},
            "must be more than 0 characters",
            "/rows/0/0/text",
        ),
        (
            {"type": "data_table", "caption": "x", "rows": [[{"type": "raw_text", "text": "x"}]]},
            "must provide at least 2 items",
            "/rows",
        ),
        (
            {"type": "data_table", "caption": "x", "rows": [[{"type": "raw_text", "text": "x"}] * n for n in (1, 2)]},
            "all rows must have the same number of cells",
            "/rows",
        ),
        (ALERT, "unsupported type: alert", "/type"),
        (
            actions({"type": "static_select", "options": [{"text": mrkdwn("x"), "value": "x"}]}),
            "unsupported type: mrkdwn",
            "/elements/0/options/0/text/type",
        ),
        (
            actions({"type": "static_select", "options": [{"text": plain("x"), "value": "x" * 151}]}),
            "must be less than 151 characters",
            "/elements/0/options/0/value",
        ),
        (
            {"type": "context_actions", "elements": [{**FEEDBACK, "positive_button": {"text": plain("Yes")}}]},
            "missing required field: value",
            "/elements/0/positive_button",
        ),
        ({"type": "carousel"}, "unsupported type: carousel", "/type"),
        ({"text": "x"}, "missing required field: type", ""),
        ("x", "must be an object", ""),
        ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters", "/block_id"),
    ],
)
def test_an_invalid_block_is_named(block: Any, problem: str, where: str) -> None:
    assert f"{problem} [json-pointer:/blocks/0{where}]" in message_problems([block])


def test_blocks_are_counted_and_told_apart() -> None:
    assert message_problems([{"type": "divider"}] * 50) == []
    assert message_problems([{"type": "divider"}] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    twice = [{"type": "divider", "block_id": "x"}] * 2
    assert message_problems(twice) == ['block_id "x" already exists [json-pointer:/blocks/1/block_id]']
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    assert message_problems([table, table]) == ["only one table is allowed in a message [json-pointer:/blocks/1]"]
    assert "12001" in message_problems([{"type": "markdown", "text": "x" * 7000}] * 2)[0]
    assert message_problems("x") == ["must be an array [json-pointer:/blocks]"]


def test_views_have_limits_of_their_own() -> None:
    assert view_problems({**MODAL, "blocks": [{"type": "divider"}] * 100}) == []
    assert view_problems({"type": "home", "blocks": VALID[:6]}) == []
    many = view_problems({**MODAL, "blocks": [{"type": "divider"}] * 101})
    assert many == ["no more than 100 items allowed [json-pointer:/view/blocks]"]
    long = view_problems({**MODAL, "title": plain("x" * 25)})
    assert long == ["must be less than 25 characters [json-pointer:/view/title/text]"]
    assert view_problems({**MODAL, "private_metadata": "x" * 3001})
    assert view_problems({**MODAL, "blocks": [INPUT]}) == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"
    ]
    assert view_problems({**MODAL, "submit": plain("Go"), "blocks": [INPUT]}) == []
    markdown = view_problems({**MODAL, "blocks": [{"type": "markdown", "text": "x"}]})
    assert markdown == ["unsupported type: markdown [json-pointer:/view/blocks/0/type]"]
    assert view_problems({**MODAL, "blocks": [ALERT]}) == []
    for block in (VALID[8], {"type": "context_actions", "elements": [FEEDBACK]}):
        for view in (MODAL, {"type": "home"}):
            assert view_problems({**view, "blocks": [block]}) == [
                f"unsupported type: {block['type']} [json-pointer:/view/blocks/0/type]"
            ]
    assert view_problems({"type": "home"}) == [
        "missing required field: blocks [json-pointer:/view]",
        "must be an array [json-pointer:/view/blocks]",
    ]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([*VALID, MODAL]), st.data())
def test_the_validator_survives_whatever_it_is_sent(block: JSON, data: st.DataObject) -> None:
    junk = st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.just([]), st.just([None]), st.just({})
    )
    mangled = copy.deepcopy(block)
    place: Any = mangled
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if data.draw(st.booleans()):
            place[key] = data.draw(junk)
            break
        place = place[key]
    assert all("[json-pointer:/" in problem for problem in message_problems([mangled]) + view_problems(mangled))
