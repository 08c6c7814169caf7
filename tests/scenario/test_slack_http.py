"""Over real HTTP, only what Slack signed and what is small enough gets in."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from bots import Bot, StartBot

from bot.demo import signed_headers

MIB = 1024 * 1024


async def post(bot: Bot, data: object, headers: dict[str, str]) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{bot.url}/slack/events", data=data, headers=headers) as response,
    ):
        return response.status


async def test_the_url_is_verified_and_signs_of_life_are_given(start_bot: StartBot) -> None:
    bot = await start_bot("http")
    assert (await bot.workspace.verify_url()).ok
    async with aiohttp.ClientSession() as session:
        for path in ("healthz", "readyz"):
            async with session.get(f"{bot.url}/{path}") as response:
                assert response.status == 200
        await bot.store.close()


async def test_forged_requests_are_refused_and_not_logged(
    start_bot: StartBot, everything_logged: pytest.LogCaptureFixture
) -> None:
    bot = await start_bot("http")
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


async def test_a_body_over_one_mebibyte_is_refused_with_and_without_its_length(start_bot: StartBot) -> None:
    bot = await start_bot("http")
    body = "x" * (3 * MIB)
    headers = signed_headers(bot.workspace.signing_secret, body)
    assert await post(bot, io.BytesIO(body.encode()), headers) == 413

    async def chunked() -> AsyncIterator[bytes]:
        for _ in range(48):
            yield b"x" * 65536

    assert await post(bot, chunked(), headers) == 413


@pytest.mark.parametrize(
    "body", ["not json", "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), "[]", "null", ""]
)
async def test_a_signed_body_that_makes_no_sense_is_survived(start_bot: StartBot, body: str) -> None:
    bot = await start_bot("http")
    headers = {**signed_headers(bot.workspace.signing_secret, body), "Content-Type": "application/json"}
    assert await post(bot, body.encode(), headers) in (200, 400, 404, 500)
    assert len(await bot.mention("who patches the OS on EC2?")) == 1
