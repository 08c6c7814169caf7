"""Told to end, the bot takes nothing more and finishes what it has in hand."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest
from processes import COMMANDS, Command, running

from bot.demo import Limits, LocalWorkspace, signed_headers


@pytest.mark.parametrize("command", COMMANDS)
async def test_an_answer_on_its_way_arrives_once(command: Command, tmp_path: Path) -> None:
    async with LocalWorkspace() as workspace:
        ada = workspace.add_user("ada")
        general = workspace.add_channel("general", members=[ada])
        async with running(command, workspace, tmp_path) as bot:
            workspace.faults.delay("chat.postMessage", 2)
            asking = asyncio.create_task(workspace.say(general, ada, f"{workspace.mention} who patches RDS?"))
            await _called(workspace, "chat.postMessage")
            bot.terminate()
            await bot.logs("finishing 1 requests")
            if command == "serve":
                assert await _status(f"{bot.url}/readyz") == 503
                headers = signed_headers(workspace.signing_secret, "x")
                assert await _status(f"{bot.url}/slack/events", headers, b"x") == 503
            said = await asking
            assert await bot.ended() == 0
        assert [len(delivery.attempts) for delivery in said.deliveries] == [1]
        assert said.deliveries[0].acknowledged
        assert len(workspace.thread(general, said.ts)) == 2
        assert not [line for line in bot.logged if "Traceback" in line or "cut" in line]


async def test_what_takes_longer_than_ten_seconds_is_cut(tmp_path: Path) -> None:
    async with asyncio.TaskGroup() as both:
        for command in COMMANDS:
            both.create_task(_is_cut(command, tmp_path / command))


async def _is_cut(command: Command, state: Path) -> None:
    limits = Limits(ack_seconds=30, retry_delays=())
    async with LocalWorkspace(limits=limits) as workspace:
        ada = workspace.add_user("ada")
        general = workspace.add_channel("general", members=[ada])
        async with running(command, workspace, state) as bot:
            # The second try's wait, since one call is given up after ten seconds by itself.
            workspace.faults.rate_limit("chat.postMessage", retry_after=20)
            asking = asyncio.create_task(workspace.say(general, ada, f"{workspace.mention} who patches RDS?"))
            await _called(workspace, "chat.postMessage")
            bot.terminate()
            assert await bot.ended() == 0
            said = await asking
        assert not said.deliveries[0].acknowledged
        assert any("cut 1 requests" in line for line in bot.logged)
        assert not any("Traceback" in line for line in bot.logged)


async def _called(workspace: LocalWorkspace, method: str) -> None:
    async with asyncio.timeout(10):
        while not workspace.calls(method):  # noqa: ASYNC110 (the workspace tells of calls only when asked)
            await asyncio.sleep(0.02)


async def _status(url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.request("POST" if body else "GET", url, headers=headers, data=body) as response,
    ):
        return response.status
