"""One of every block and element that the demo shows, with the same words wherever words can stand."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]


def plain(words: str) -> JSON:
    """A plain_text object."""
    return {"type": "plain_text", "text": words, "emoji": True}


def mrkdwn(words: str) -> JSON:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": words}


def option(words: str, value: str = "one") -> JSON:
    """An option."""
    return {"text": plain(words), "value": value, "description": plain(words)}


def rich(words: str, url: str = "https://aws.amazon.com/") -> JSON:
    """A rich_text block with everything that can stand in one."""
    inline: list[JSON] = [
        {"type": "text", "text": words, "style": {"bold": True, "italic": True, "strike": True, "code": True}},
        {"type": "link", "url": url, "text": words},
        {"type": "user", "user_id": words},
        {"type": "usergroup", "usergroup_id": words},
        {"type": "channel", "channel_id": words},
        {"type": "emoji", "name": words},
        {"type": "broadcast", "range": "here"},
        {"type": "color", "value": words},
        {"type": "date", "timestamp": 1795780800, "format": words, "fallback": words},
    ]
    section = {"type": "rich_text_section", "elements": inline}
    return {
        "type": "rich_text",
        "elements": [
            section,
            {"type": "rich_text_list", "style": "bullet", "elements": [section]},
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": [section]},
            {"type": "rich_text_quote", "elements": inline},
            {"type": "rich_text_preformatted", "elements": inline},
        ],
    }


def elements(words: str) -> list[JSON]:
    """Every interactive element."""
    choices = {"options": [option(words)], "placeholder": plain(words)}
    kinds: list[JSON] = [
        {"type": "button", "text": plain(words), "value": words},
        {"type": "button", "text": plain(words), "url": "https://aws.amazon.com/", "style": "primary"},
        {"type": "icon_button", "icon": words, "text": plain(words)},
        {
            "type": "feedback_buttons",
            "positive_button": {"text": plain(words), "value": "y"},
            "negative_button": {"text": plain(words), "value": "n"},
        },
        {"type": "overflow", "options": [option(words)]},
        {"type": "checkboxes", "options": [option(words)]},
        {"type": "radio_buttons", "options": [option(words)], "initial_option": option(words)},
        {"type": "static_select", **choices, "initial_option": option(words)},
        {"type": "static_select", "option_groups": [{"label": plain(words), "options": [option(words)]}]},
        {"type": "multi_static_select", **choices, "initial_options": [option(words)]},
        {"type": "external_select", "placeholder": plain(words), "initial_option": option(words)},
        {"type": "multi_external_select", "placeholder": plain(words), "initial_options": [option(words)]},
        *({"type": f"{noun}_select", "placeholder": plain(words)} for noun in ("users", "conversations", "channels")),
        {"type": "multi_users_select", "initial_users": [words]},
        {"type": "datepicker", "placeholder": plain(words), "initial_date": "2026-11-27"},
        {"type": "timepicker", "placeholder": plain(words), "initial_time": "09:00"},
        {"type": "datetimepicker", "initial_date_time": 1795780800},
    ]
    return [{"action_id": f"{kind['type']}-{number}", **kind} for number, kind in enumerate(kinds)]


def inputs(words: str) -> list[JSON]:
    """Every element that stands in input blocks alone."""
    kinds = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
    made: list[JSON] = [{"type": kind, "placeholder": plain(words), "initial_value": words} for kind in kinds]
    made.append({"type": "plain_text_input", "multiline": True, "initial_value": words})
    return [{"action_id": f"{one['type']}-{number}", **one} for number, one in enumerate(made)]


def input_block(block_id: str, element: JSON, words: str = "Label", **more: Any) -> JSON:
    """An input block."""
    return {"type": "input", "block_id": block_id, "label": plain(words), "element": element, **more}


def every_block(words: str) -> list[JSON]:
    """Every block."""
    image = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": words}
    cell = {"type": "raw_text", "text": words}
    button = elements(words)[0]
    blocks: list[JSON] = [
        {"type": "header", "text": plain(words)},
        {"type": "section", "text": mrkdwn(words), "fields": [mrkdwn(words), plain(words)], "accessory": button},
        {"type": "section", "text": plain(words), "accessory": image},
        {"type": "context", "elements": [mrkdwn(words), plain(words), image]},
        {"type": "divider"},
        {"type": "actions", "elements": [one for one in elements(words) if "feedback" not in one["type"]]},
        {"type": "context_actions", "elements": elements(words)[2:4]},
        {**image, "title": plain(words)},
        {"type": "image", "image_url": "https://example.com/picture.png", "alt_text": words},
        rich(words),
        {"type": "table", "rows": [[cell, cell], [rich(words), cell]]},
        {"type": "data_table", "caption": words, "rows": [[cell], [cell], [cell]], "page_size": 1},
        {"type": "markdown", "text": words},
        {"type": "markdown", "text": f"# {words}\n\n- {words}\n- [ ] {words}\n\n> {words}\n\n|a|\n|-|\n|{words}|"},
        {"type": "alert", "level": "warning", "text": mrkdwn(words)},
        {"type": "card", "title": mrkdwn(words), "subtitle": plain(words), "body": mrkdwn(words), "actions": [button]},
        {"type": words},
    ]
    for number, element in enumerate([*inputs(words), *elements(words)[5:]]):
        blocks.append(input_block(f"input-{number}", element, words, hint=plain(words), optional=True))
    return [{"block_id": f"block-{number}", **block} for number, block in enumerate(blocks)]
