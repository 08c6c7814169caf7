"""Bodies become data, or are refused without a word of them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.reading import DEEPEST, read
from bot.slack.shapes import ShapeError, taking_apart

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
EVENT = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_mention", "channel": "C1", "ts": "1.1"}}
CLICK: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1"},
    "actions": [{"action_id": "a", "value": "v"}],
    "container": {"type": "message", "channel_id": "C1", "message_ts": "1.1"},
    "response_url": "https://hooks.slack.com/actions/T1/1/x",
    "trigger_id": "1.2.x",
}


def nested(levels: int) -> dict[str, Any]:
    """An event with so many levels, its own two among them."""
    value: Any = 0
    for number in range(levels - 2):
        value = [value] if number % 2 else {"x": value}
    return {**EVENT, "event": {**EVENT["event"], "blocks": value}}  # type: ignore[dict-item]


def refusal(body: bytes, content_type: str = JSON) -> str:
    with pytest.raises(ShapeError) as caught:
        read(body, content_type)
    return str(caught.value)


def test_events_are_json_and_commands_and_clicks_are_forms() -> None:
    assert read(json.dumps(EVENT).encode(), "application/json; charset=utf-8") == EVENT
    assert read(json.dumps(EVENT).encode(), "") == EVENT
    command = "command=%2Fwhosejob&text=payload%3D1&user_id=U1&channel_id=C1"
    assert read(command.encode(), FORM)["text"] == "payload=1"
    assert read(urlencode({"payload": json.dumps(CLICK)}).encode(), FORM) == CLICK


@pytest.mark.parametrize("levels", [DEEPEST - 1, DEEPEST])
def test_what_is_nested_as_deeply_as_allowed_is_read(levels: int) -> None:
    assert read(json.dumps(nested(levels)).encode(), JSON)


@pytest.mark.parametrize("levels", [DEEPEST + 1, 500, 100_000])
def test_what_is_nested_more_deeply_is_refused(levels: int) -> None:
    body = b'{"a":' * levels + b"1" + b"}" * levels
    assert refusal(body) == "nested too deeply"
    assert refusal(b"payload=" + b'{"a":' * levels + b"1" + b"}" * levels, FORM) == "nested too deeply"
    assert refusal(b'{"a":' + b"[" * levels + b"]" * levels + b"}") == "nested too deeply"


def test_many_brackets_that_do_not_nest_are_read() -> None:
    wide = {**EVENT, "authorizations": [{"team_id": "T1"}] * 500}
    assert read(json.dumps(wide).encode(), JSON) == wide


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"marzipan", b"\xff", b'{"a": marzipan}', b'{"a": ' + b"9" * 5000 + b"}", b"{}", b"a=1"],
)
def test_what_is_no_request_is_refused_without_quoting_it(body: bytes) -> None:
    for content_type in (JSON, FORM, "text/plain", "multipart/form-data"):
        assert "marzipan" not in refusal(body, content_type)


def test_a_form_of_endless_fields_is_refused() -> None:
    assert refusal(b"&".join(b"a=1" for _ in range(100_000)), FORM) == "too many fields"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"event": "marzipan"}, "Expected `object`, got `str` - at `$.event`"),
        ({"event": {"channel": "C1"}}, "no event.type"),
        ({"event": {"type": ["marzipan"]}}, "Expected `str | null`, got `array` - at `$.event.type`"),
        ({"event": {"type": "app_mention", "channel": {"id": None}, "ts": "1"}}, "no channel"),
        ({"event_id": "marzipan submarine"}, r"Expected `str` matching regex '\\A[!-~]*\\Z' - at `$.event_id`"),
        ({"event_id": "x" * 256}, "Expected `str` of length <= 255 - at `$.event_id`"),
        (
            {"event": {"type": "message", "text": {"marzipan": 1}}},
            "Expected `str | null`, got `object` - at `$.event.text`",
        ),
        ({"authorizations": {"marzipan": 1}}, "Expected `array | null`, got `object` - at `$.authorizations`"),
        ({**CLICK, "actions": []}, "no actions"),
        ({**CLICK, "actions": [{}]}, "no action_id"),
        ({**CLICK, "user": {"name": "marzipan"}}, "no user"),
        ({**CLICK, "container": {"type": "message", "channel_id": "C1"}}, "no container.message_ts"),
        ({**CLICK, "container": {"type": "view"}}, "no view.id"),
        ({**CLICK, "response_url": None}, "no response_url"),
        ({**CLICK, "message": None}, "Expected `object`, got `null` - at `$.message`"),
        ({"type": "view_submission", "user": "U1", "view": {"callback_id": "c", "type": "modal"}}, "no view.state"),
        ({"type": "url_verification"}, "no challenge"),
    ],
)
def test_a_request_of_another_shape_is_refused_by_the_name_of_the_field(fields: dict[str, Any], told: str) -> None:
    assert refusal(json.dumps({**EVENT, **fields}).encode()) == told


def test_what_nobody_listens_to_is_let_through() -> None:
    for body in (
        {"type": "marzipan"},
        {**EVENT, "event": {"type": "team_join", "user": {"id": "U1"}}},
        {"ssl_check": "1"},
    ):
        assert read(json.dumps(body).encode(), JSON) == body


def test_a_response_url_that_is_none_is_refused() -> None:
    for url in ("marzipan", "file:///etc/passwd", "https://", "https://a b/", "https://[marzipan/", "//hooks/x"):
        told = refusal(json.dumps({**CLICK, "response_url": url}).encode())
        assert told.endswith("at `$.response_url`")
        assert "marzipan" not in told


def test_what_a_listener_does_not_find_is_the_requests_fault() -> None:
    view: dict[str, Any] = {"state": {"values": ["marzipan"]}}
    for look in (
        lambda: view["marzipan"],
        lambda: view["state"]["values"]["marzipan"],
        lambda: view["state"]["values"][5],
        lambda: view["state"].marzipan,
        lambda: int("marzipan"),
    ):
        with pytest.raises(ShapeError, match=r"^the modal \(\w+Error\)$"), taking_apart("the modal"):
            look()


@given(st.dictionaries(st.text(max_size=9).map("x-".__add__), st.text(max_size=30), max_size=9))
def test_a_form_is_read_as_the_standard_library_reads_it(more: dict[str, str]) -> None:
    fields = {**more, "": "", "user_id": "U1", "channel_id": "C1", "command": "/whosejob", "text": "a+b & c=d % ?"}
    body = urlencode(fields, errors="replace") + "&&x&y=%zz&z=a=b"
    assert read(body.encode(), FORM) == dict(parse_qsl(body, keep_blank_values=True))
