"""The schema of Block Kit's text objects, options and interactive elements.

Limits are those of https://docs.slack.dev/reference/block-kit/block-elements and …/composition-objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

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
    written,
)

_TYPE = {"type": string()}


def plain_text(most: int) -> Check:
    """A ``plain_text`` object of at most ``most`` characters."""
    return by_type({"plain_text": record({**_TYPE, "text": string(most)}, {"emoji": boolean})})


def any_text(most: int) -> Check:
    """A ``plain_text`` or ``mrkdwn`` object of at most ``most`` characters."""
    return by_type(
        {
            "plain_text": record({**_TYPE, "text": string(most)}, {"emoji": boolean}),
            "mrkdwn": record({**_TYPE, "text": string(most)}, {"verbatim": boolean}),
        }
    )


_CONFIRM = record(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": choice("primary", "danger")},
)
_CHECKED_OPTION = record({"text": any_text(75), "value": string(150)}, {"description": any_text(75)})
_OPTION = record({"text": plain_text(75), "value": string(150)}, {"description": plain_text(75)})
_LINK_OPTION = record(
    {"text": plain_text(75), "value": string(150)}, {"description": plain_text(75), "url": string(3000)}
)
_OPTIONS = items(_OPTION, most=100)
_GROUP = record({"label": plain_text(75), "options": _OPTIONS})
_DISPATCH = record(optional={"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"))})

DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3]):[0-5]\d"
SLACK_FILE = record(optional={"id": string(), "url": string()}, exactly_one=("id", "url"))
"""What an image shows instead of an ``image_url``: a file uploaded to Slack."""
OPTION = _OPTION
"""An option of a select, as a ``block_suggestion`` is answered with it."""
OPTION_GROUP = _GROUP


def _time_zone(value: Any, pointer: str, problems: Problems) -> None:
    if value not in available_timezones():
        fault(problems, "must be a valid IANA time zone", pointer)


def _element(required: dict[str, Check] | None = None, /, **optional: Check) -> Check:
    return record({**_TYPE, **(required or {})}, {"action_id": string(255), **optional})


def _menu(**optional: Check) -> Check:
    return _element(placeholder=plain_text(150), confirm=_CONFIRM, focus_on_load=boolean, **optional)


def _chosen(check: Check) -> Check:
    """An element that passes ``check``, and whose initial choice is among its options, the same in every word."""

    def check_choice(value: Any, pointer: str, problems: Problems) -> None:
        before = len(problems)
        check(value, pointer, problems)
        if len(problems) > before:
            return
        groups = value.get("option_groups") or [value]
        options = [option for group in groups for option in group.get("options", ())]
        chosen = value.get("initial_options") or [value.get("initial_option")]
        for option in chosen:
            if option is not None and option not in options:
                fault(problems, "initial choices must be among the options", pointer)

    return check_choice


def _static_menu(**optional: Check) -> Check:
    menu = record(
        _TYPE,
        {
            "action_id": string(255),
            "placeholder": plain_text(150),
            "confirm": _CONFIRM,
            "focus_on_load": boolean,
            "options": _OPTIONS,
            "option_groups": items(_GROUP, most=100),
            **optional,
        },
        exactly_one=("options", "option_groups"),
    )
    return _chosen(menu)


def _text_input(**optional: Check) -> Check:
    return _element(
        placeholder=plain_text(150),
        initial_value=string(),
        dispatch_action_config=_DISPATCH,
        focus_on_load=boolean,
        **optional,
    )


def _button(**optional: Check) -> Check:
    return _element({"text": plain_text(75)}, value=string(2000), accessibility_label=string(75), **optional)


_SOURCES: dict[str, dict[str, Check]] = {
    "users": {},
    "conversations": {"default_to_current_conversation": boolean, "filter": anything, "response_url_enabled": boolean},
    "channels": {"response_url_enabled": boolean},
}
_MANY: dict[str, Check] = {"max_selected_items": integer(1)}
_FEEDBACK = record({"text": plain_text(75), "value": string(2000)}, {"accessibility_label": string(75)})

ELEMENTS: dict[str, Check] = {
    "button": _button(
        url=string(3000),
        style=choice("primary", "danger"),
        confirm=_CONFIRM,
        agent_prompt=string(4000),
        agent_prompt_display=string(),
    ),
    "icon_button": _element(
        {"icon": string(), "text": plain_text(75)},
        value=string(2000),
        confirm=_CONFIRM,
        accessibility_label=string(75),
        visible_to_user_ids=items(string()),
    ),
    "feedback_buttons": _element({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}),
    "image": record(
        {**_TYPE, "alt_text": string(2000)},
        {"image_url": string(3000), "slack_file": SLACK_FILE},
        exactly_one=("image_url", "slack_file"),
    ),
    "overflow": _element({"options": items(_LINK_OPTION, most=5)}, confirm=_CONFIRM),
    "checkboxes": _chosen(
        _element(
            {"options": items(_CHECKED_OPTION, most=10)},
            initial_options=items(_CHECKED_OPTION),
            confirm=_CONFIRM,
            focus_on_load=boolean,
        )
    ),
    "radio_buttons": _chosen(
        _element(
            {"options": items(_CHECKED_OPTION, most=10)},
            initial_option=_CHECKED_OPTION,
            confirm=_CONFIRM,
            focus_on_load=boolean,
        )
    ),
    "static_select": _static_menu(initial_option=_OPTION),
    "multi_static_select": _static_menu(initial_options=items(_OPTION), **_MANY),
    "external_select": _menu(initial_option=_OPTION, min_query_length=integer()),
    "multi_external_select": _menu(initial_options=items(_OPTION), min_query_length=integer(), **_MANY),
    "datepicker": _menu(initial_date=written(DATE, "a date in the form YYYY-MM-DD")),
    "timepicker": _menu(initial_time=written(TIME, "a time in the form HH:mm"), timezone=_time_zone),
    "datetimepicker": _element(initial_date_time=integer(), confirm=_CONFIRM, focus_on_load=boolean),
    "plain_text_input": _text_input(multiline=boolean, min_length=integer(0, 3000), max_length=integer(1, 3000)),
    "email_text_input": _text_input(),
    "url_text_input": _text_input(),
    "number_input": _text_input(is_decimal_allowed=boolean, min_value=string(), max_value=string()),
    "rich_text_input": _element(
        placeholder=plain_text(150), initial_value=anything, dispatch_action_config=_DISPATCH, focus_on_load=boolean
    ),
}
for _source, _options in _SOURCES.items():
    _noun = _source.removesuffix("s")
    ELEMENTS[f"{_source}_select"] = _menu(**{f"initial_{_noun}": string()}, **_options)
    ELEMENTS[f"multi_{_source}_select"] = _menu(
        **{f"initial_{_source}": items(string())},
        **_MANY,
        **{name: check for name, check in _options.items() if name != "response_url_enabled"},
    )


def elements(kinds: Iterable[str]) -> Check:
    """Any element of the given kinds."""
    return by_type({kind: ELEMENTS[kind] for kind in kinds})


MENUS = tuple(kind for kind in ELEMENTS if kind.endswith("_select"))
PICKERS = ("datepicker", "timepicker", "checkboxes", "radio_buttons")
ACTIONS = ("button", "overflow", "datetimepicker", *PICKERS, *MENUS)
ACCESSORIES = ("button", "overflow", "image", *PICKERS, *MENUS)
INPUTS = (
    *("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"),
    *("datetimepicker", *PICKERS, *MENUS),
)
