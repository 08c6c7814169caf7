"""Requests that are too large or not signed by Slack never reach Bolt."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterable
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.demo.signing import signed_headers
from bot.settings import Settings
from bot.slack.draining import Drain
from bot.slack.exchange import LARGEST_BODY
from bot.slack.shapes import ShapeError
from bot.slack.signature import refusal
from bot.web import Web, listening

SECRET = "secret"


class Bolt:
    """Stands where Bolt does, and keeps what reaches it."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, _: Any, receive: Any, send: Any) -> None:
        event = await receive()
        self.bodies.append(event["body"])
        if event["body"] == b"broken":
            raise ShapeError("no object")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def request(bolt: Bolt, body: bytes | Iterable[bytes] = b"", *args: Any, **kwargs: Any) -> int:
    """Sends one request; the status of its answer."""
    return int((await answer(bolt, body, *args, **kwargs))[0]["status"])


async def answer(
    bolt: Bolt,
    body: bytes | Iterable[bytes] = b"",
    headers: dict[str, str] | None = None,
    path: str = "/slack/events",
    method: str = "POST",
    ready: dict[str, Any] | None = None,
    more_headers: Iterable[tuple[bytes, bytes]] = (),
    **web: Any,
) -> list[dict[str, Any]]:
    """Sends one request; everything that came back."""
    chunks = iter([body] if isinstance(body, bytes) else body)
    sent: list[dict[str, Any]] = []
    pending = next(chunks, b"")

    async def receive() -> dict[str, Any]:
        nonlocal pending
        now, upcoming = pending, next(chunks, None)
        pending = upcoming or b""
        return {"type": "http.request", "body": now, "more_body": upcoming is not None}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    raw = [(name.lower().encode(), value.encode("utf-8")) for name, value in (headers or {}).items()]
    scope = {"type": "http", "method": method, "path": path, "headers": [*raw, *more_headers]}
    await Web(bolt, SECRET, ready or {}, **web)(scope, receive, send)
    return sent


async def test_a_signed_request_reaches_bolt_whole() -> None:
    bolt = Bolt()
    headers = signed_headers(SECRET, "abcdef")
    assert await request(bolt, [b"abc", b"def"], headers) == 200
    assert bolt.bodies == [b"abcdef"]


@pytest.mark.parametrize(
    "timestamp",
    ["", "soon", "-5", "1e9", "٣", "9" * 5000, "0x10"],
)
async def test_a_senseless_timestamp_is_refused(timestamp: str) -> None:
    bolt = Bolt()
    assert await request(bolt, b"x", signed_headers(SECRET, "x", timestamp)) == 401
    assert not bolt.bodies


@pytest.mark.parametrize("seconds", [-301, 400])
async def test_a_stale_timestamp_is_refused(seconds: int) -> None:
    bolt = Bolt()
    timestamp = str(int(time.time()) + seconds)
    assert await request(bolt, b"x", signed_headers(SECRET, "x", timestamp)) == 401
    assert not bolt.bodies


async def test_unsigned_and_wrongly_signed_requests_are_refused(caplog: pytest.LogCaptureFixture) -> None:
    bolt = Bolt()
    good = signed_headers(SECRET, "marzipan")
    for headers in (
        {},
        {"X-Slack-Request-Timestamp": good["X-Slack-Request-Timestamp"]},
        {"X-Slack-Signature": good["X-Slack-Signature"]},
        signed_headers("other", "marzipan"),
        signed_headers(SECRET, "something else"),
        {**good, "X-Slack-Signature": "v0=é"},
    ):
        assert await request(bolt, b"marzipan", headers) == 401
    assert not bolt.bodies
    assert "marzipan" not in caplog.text


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_signature_header_that_is_there_twice_says_nothing(name: str) -> None:
    bolt = Bolt()
    good = signed_headers(SECRET, "x")
    for again in (good[name], "v0=0"):
        assert await request(bolt, b"x", good, more_headers=[(name.lower().encode(), again.encode())]) == 401
        assert await request(bolt, b"x", good, more_headers=[(name.encode(), again.encode())]) == 401
    assert not bolt.bodies


@pytest.mark.parametrize(
    "signature", ["v0=" + "0" * 64, "v0=", "V0=", "v1=", "v0=" + "é" * 64, "v0=" + "0" * 1_000_000, " ", "\x00"]
)
async def test_a_wrong_signature_is_refused_whatever_it_looks_like(signature: str) -> None:
    bolt = Bolt()
    assert await request(bolt, b"x", {**signed_headers(SECRET, "x"), "X-Slack-Signature": signature}) == 401
    assert not bolt.bodies


async def test_a_right_signature_in_capitals_or_with_more_behind_it_is_refused() -> None:
    bolt = Bolt()
    good = signed_headers(SECRET, "x")
    right = good["X-Slack-Signature"]
    for wrong in (right.upper(), right + "0", right[:-1], f"{right},{right}", right.removeprefix("v0=")):
        assert await request(bolt, b"x", {**good, "X-Slack-Signature": wrong}) == 401
    assert not bolt.bodies


async def test_a_body_that_is_too_large_is_refused_with_and_without_its_length() -> None:
    bolt = Bolt()
    large = b"x" * (LARGEST_BODY + 1)
    signed = signed_headers(SECRET, large.decode())
    assert await request(bolt, large, {**signed, "Content-Length": str(len(large))}) == 413
    assert await request(bolt, large, signed) == 413
    assert await request(bolt, [b"x" * 65536] * 40, signed) == 413
    assert await request(bolt, b"x", {"Content-Length": "99999999999"}) == 413
    just = b"x" * LARGEST_BODY
    assert await request(bolt, just, signed_headers(SECRET, just.decode())) == 200
    assert bolt.bodies == [just]


async def test_an_endless_body_is_not_read_to_its_end() -> None:
    read = 0

    def endless() -> Iterable[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"x" * 65536

    assert await request(Bolt(), endless()) == 413
    assert read < 300


async def test_a_signed_body_that_bolt_cannot_read_is_a_bad_request(caplog: pytest.LogCaptureFixture) -> None:
    assert await request(Bolt(), b"broken", signed_headers(SECRET, "broken")) == 400
    assert "unreadable: no object" in caplog.text


async def test_routes() -> None:
    bolt = Bolt()
    assert await request(bolt, path="/healthz", method="GET") == 200
    assert await request(bolt, path="/healthz", method="HEAD") == 200
    assert await request(bolt, path="/slack/events", method="GET") == 405
    assert await request(bolt, path="/healthz", method="POST") == 405
    assert await request(bolt, path="/other", method="GET") == 404


async def test_every_other_method_is_told_which_ones_there_are() -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"):
        sent = await answer(Bolt(), method=method)
        assert sent[0]["status"] == 405
        assert (b"allow", b"POST") in sent[0]["headers"]


async def test_a_process_that_is_ending_takes_nothing_and_says_so() -> None:
    bolt, drain = Bolt(), Drain()
    assert await request(bolt, path="/readyz", method="GET", drain=drain) == 200
    await drain.finish()
    sent = await answer(bolt, b"x", signed_headers(SECRET, "x"), drain=drain)
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"1") in sent[0]["headers"]
    assert await request(bolt, path="/readyz", method="GET", drain=drain) == 503
    assert await request(bolt, path="/healthz", method="GET", drain=drain) == 200
    assert not bolt.bodies


async def test_metrics_are_prometheus_text_and_shown_to_who_may_see_them() -> None:
    sent = await answer(Bolt(), path="/metrics", method="GET")
    assert sent[0]["status"] == 200
    assert dict(sent[0]["headers"])[b"content-type"].startswith(b"text/plain; version=")
    names = {family.name for family in text_string_to_metric_families(sent[1]["body"].decode())}
    assert {"whosejob_answers", "whosejob_request_seconds", "whosejob_slack_calls"} <= names
    for given, status in (({}, 401), ({"Authorization": "Bearer other"}, 401), ({"Authorization": "Bearer key"}, 200)):
        assert await request(Bolt(), b"", given, "/metrics", "GET", metrics_token="key") == status


async def test_what_is_turned_away_is_counted_by_reason() -> None:
    async def counted(reason: str) -> float:
        found = metrics.REGISTRY.get_sample_value("whosejob_rejected_requests_total", {"reason": reason})
        return found or 0.0

    for reason, body, headers in (
        ("unsigned", b"x", {}),
        ("stale", b"x", signed_headers(SECRET, "x", "1")),
        ("wrong signature", b"x", signed_headers("other", "x")),
        ("unreadable", b"broken", signed_headers(SECRET, "broken")),
        ("body too large", b"x", {"Content-Length": "99999999999"}),
    ):
        before = await counted(reason)
        await request(Bolt(), body, headers)
        assert await counted(reason) == before + 1


async def test_further_pages_stand_beside_the_others() -> None:
    async def page(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 302, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    assert await request(Bolt(), path="/slack/install", method="GET", pages={"/slack/install": (("GET",), page)}) == 302
    assert await request(Bolt(), path="/slack/install", method="GET") == 404


async def test_an_installation_in_hand_is_finished_before_the_end_and_none_begun_after() -> None:
    drain, coming, going = Drain(), asyncio.Event(), asyncio.Event()

    async def page(_: Any, __: Any, send: Any) -> None:
        coming.set()
        await going.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    pages = {"/slack/oauth_redirect": (("GET",), page)}

    async def ask() -> int:
        return await request(Bolt(), path="/slack/oauth_redirect", method="GET", pages=pages, drain=drain)

    installing = asyncio.create_task(ask())
    await coming.wait()
    finishing = asyncio.create_task(drain.finish())
    await asyncio.wait({finishing}, timeout=0.05)
    assert not finishing.done()
    assert await ask() == 503
    going.set()
    assert await finishing == 0
    assert await installing == 200


async def test_readiness_needs_every_check() -> None:
    async def well() -> None:
        return None

    async def ill() -> None:
        raise OSError("down")

    assert await request(Bolt(), path="/readyz", method="GET", ready={"store": well}) == 200
    assert await request(Bolt(), path="/readyz", method="GET", ready={"store": well, "knowledge": ill}) == 503


def test_the_signature_of_slacks_own_documentation() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert refusal("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", signature, body, 1531420618) is None


def test_answers_do_not_wait_for_one_another() -> None:
    with listening(Settings(port=0)) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
