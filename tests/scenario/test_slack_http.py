"""Over real HTTP, only what Slack signed and what is small enough gets in."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from bots import Bot, StartBot, over_http

from bot.demo import signed_headers

CONTENT_TYPES = (
    "application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "x", "",
)  # fmt: skip
MIB = 1024 * 1024


async def post(bot: Bot, data: object, headers: dict[str, str]) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{bot.url}/slack/events", data=data, headers=headers) as response,
    ):
        return response.status


@over_http
async def test_the_url_is_verified_and_signs_of_life_are_given(start_bot: StartBot) -> None:
    bot = await start_bot()
    assert (await bot.workspace.verify_url()).ok
    async with aiohttp.ClientSession() as session:
        for path in ("healthz", "readyz"):
            async with session.get(f"{bot.url}/{path}") as response:
                assert response.status == 200
        await bot.store.close()


@over_http
async def test_forged_requests_are_refused_and_not_logged(
    start_bot: StartBot, everything_logged: pytest.LogCaptureFixture
) -> None:
    bot = await start_bot()
    secret = bot.workspace.signing_secret
    body = json.dumps({"type": "event_callback", "event": {"type": "app_mention", "text": "marzipan"}})
    for headers in (
        {},
        signed_headers("guessed", body),
        signed_headers(secret, body, "1500000000"),
        signed_headers(secret, body, "yesterday"),
        signed_headers(secret, body + " "),
    ):
        assert await post(bot, body, {**headers, "Content-Type": "application/json"}) == 401
    assert "marzipan" not in everything_logged.text
    assert not bot.workspace.calls("chat.postMessage")


@over_http
async def test_a_body_over_one_mebibyte_is_refused_with_and_without_its_length(start_bot: StartBot) -> None:
    bot = await start_bot()
    body = "x" * (3 * MIB)
    headers = signed_headers(bot.workspace.signing_secret, body)
    assert await post(bot, io.BytesIO(body.encode()), headers) == 413

    async def chunked() -> AsyncIterator[bytes]:
        for _ in range(48):
            yield b"x" * 65536

    assert await post(bot, chunked(), headers) == 413


@over_http
@pytest.mark.parametrize("body", ["not json", "\u00ff", "[]", "null", "", '{"type": "event_callback"}', "a=1"])
async def test_a_signed_body_that_makes_no_sense_is_a_bad_request(
    start_bot: StartBot, everything_logged: pytest.LogCaptureFixture, body: str
) -> None:
    bot = await start_bot()
    # latin-1, so that one of them is not UTF-8
    raw = body.encode("latin-1")
    signed = _signed(bot.workspace.signing_secret, raw)
    for content_type in CONTENT_TYPES:
        assert await post(bot, raw, {**signed, "Content-Type": content_type}) == 400
    assert "turned a request away: unreadable" in everything_logged.text
    assert "Traceback" not in everything_logged.text
    assert len(await bot.mention("who patches the OS on EC2?")) == 1


@over_http
async def test_a_signed_body_is_read_whatever_its_content_type_says(start_bot: StartBot) -> None:
    bot = await start_bot()
    body = json.dumps({"type": "url_verification", "challenge": "c"})
    signed = signed_headers(bot.workspace.signing_secret, body)
    for content_type in ("application/json", "APPLICATION/JSON; charset=utf-8", "text/plain", ""):
        assert await post(bot, body, {**signed, "Content-Type": content_type}) == 200


@over_http
@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1"])
@pytest.mark.parametrize("chunked", [False, True])
async def test_both_versions_of_http_are_spoken(start_bot: StartBot, version: str, chunked: bool) -> None:
    bot = await start_bot()
    body = json.dumps({"type": "url_verification", "challenge": "marzipan"}).encode()
    headers = _lines(_signed(bot.workspace.signing_secret, body))
    if chunked and version == "HTTP/1.1":
        sent = b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"
        headers += b"Transfer-Encoding: chunked\r\n"
    else:
        sent = body
        headers += b"Content-Length: %d\r\n" % len(body)
    head = f"POST /slack/events {version}\r\nHost: x\r\nConnection: close\r\n".encode()
    assert b"marzipan" in await raw(bot, head + headers + b"\r\n" + sent)


@over_http
async def test_no_request_however_odd_is_a_server_error(
    start_bot: StartBot, everything_logged: pytest.LogCaptureFixture
) -> None:
    bot = await start_bot()
    body = b'{"type": "url_verification", "challenge": "marzipan"}'
    good = _lines(_signed(bot.workspace.signing_secret, body))
    length = b"Content-Length: %d\r\n" % len(body)
    post = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    for wanted, request in (
        (b" 401 ", post + good + good + length + b"\r\n" + body),
        (b" 401 ", post + good.replace(b"v0=", b"v0=\xff\xfe") + length + b"\r\n" + body),
        (b" 401 ", post + good.replace(b"Timestamp: ", b"Timestamp: \xd9\xa3") + length + b"\r\n" + body),
        (b" 401 ", post + good.replace(b"v0=", b"v0=" + b"0" * 30_000) + length + b"\r\n" + body),
        (b" 400 ", post + good + b"Content-Length: -1\r\n\r\n"),
        (b" 400 ", post + good + b"Content-Length: marzipan\r\n\r\n"),
        (b" 400 ", post + good + length + b"Content-Length: 5\r\n\r\n" + body),
        (b" 401 ", post + b"Content-Length: 0\r\n\r\n"),
        (b" 405 ", post.replace(b"POST", b"GET") + good + b"\r\n"),
        (b" 405 ", post.replace(b"POST", b"HEAD") + good + b"\r\n"),
        (b" 405 ", post.replace(b"POST", b"BREW") + good + b"\r\n"),
        (b" 404 ", post.replace(b"/slack/events", b"/slack/events/") + good + length + b"\r\n" + body),
        (b" 404 ", post.replace(b"/slack/events", b"/%2e%2e/marzipan") + b"\r\n"),
        (b" 400 ", b"marzipan\r\n\r\n"),
        (b" 405 ", post.replace(b"POST", b"GET").replace(b"close", b"upgrade") + b"Upgrade: websocket\r\n"
         b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"),
    ):  # fmt: skip
        assert wanted in (await raw(bot, request)).partition(b"\r\n")[0], request[:200]
    assert "marzipan" not in everything_logged.text
    assert "Traceback" not in everything_logged.text
    assert len(await bot.mention("who patches the OS on EC2?")) == 1


@over_http
async def test_a_header_without_end_is_cut_off(start_bot: StartBot) -> None:
    bot = await start_bot()
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slack-Signature: "
    try:
        told = await raw(bot, head + b"0" * 1_000_000)
    except ConnectionError:
        told = b""  # the server need not hear it out
    assert told.startswith(b"HTTP/1.1 400 ") or not told
    assert (await bot.workspace.verify_url()).ok


@over_http
async def test_a_sender_that_leaves_within_the_body_is_no_error(
    start_bot: StartBot, everything_logged: pytest.LogCaptureFixture
) -> None:
    bot = await start_bot()
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nmarzipan"
    await raw(bot, head, leave=True)
    assert (await bot.workspace.verify_url()).ok
    assert "marzipan" not in everything_logged.text
    assert "Traceback" not in everything_logged.text


async def raw(bot: Bot, request: bytes, *, leave: bool = False) -> bytes:
    """Sends bytes as they are; what came back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(bot.url.rpartition(":")[2]))
    writer.write(request)
    await writer.drain()
    got = b"" if leave else await asyncio.wait_for(reader.read() if b"upgrade" not in request else reader.read(99), 5)
    writer.close()
    return got


def _signed(secret: str, body: bytes) -> dict[str, str]:
    """The headers of a body that need not be UTF-8."""
    timestamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _lines(headers: dict[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
