"""A reply leaves as one packet, whole and in order."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.slack.packets import Gathering


class Wire(asyncio.Transport):
    """Keeps what is sent, packet by packet."""

    def __init__(self) -> None:
        super().__init__({"peername": "p"})
        self.packets: list[bytes] = []
        self.did: list[str] = []

    def write(self, data: Any) -> None:
        self.packets.append(bytes(data))

    def __getattribute__(self, name: str) -> Any:
        if name in ("close", "abort", "pause_reading", "resume_reading", "is_closing"):
            return lambda: self.did.append(name)
        return super().__getattribute__(name)


async def test_what_is_written_at_once_is_one_packet() -> None:
    wire = Wire()
    gathering = Gathering(wire)
    for part in (b"head", bytearray(b"body"), b""):
        gathering.write(part)
    assert not wire.packets
    await asyncio.sleep(0)
    gathering.write(b"next")
    await asyncio.sleep(0)
    assert wire.packets == [b"headbody", b"next"]


@pytest.mark.parametrize(("end", "sent"), [("close", [b"reply"]), ("abort", [])])
async def test_nothing_is_left_behind_at_the_end(end: str, sent: list[bytes]) -> None:
    wire = Wire()
    gathering = Gathering(wire)
    gathering.write(b"reply")
    getattr(gathering, end)()
    await asyncio.sleep(0)
    assert wire.packets == sent
    assert wire.did == [end]


async def test_everything_else_is_the_connections_own() -> None:
    wire = Wire()
    gathering = Gathering(wire)
    gathering.pause_reading()
    gathering.resume_reading()
    gathering.is_closing()
    assert wire.did == ["pause_reading", "resume_reading", "is_closing"]
    assert gathering.get_extra_info("peername") == "p"
