"""The endpoint that takes the content of files, at the addresses that ``files.getUploadURLExternal`` gives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web

from bot.demo.errors import CallRefused
from bot.demo.model import JSON
from bot.demo.web_api import strike

if TYPE_CHECKING:
    from bot.demo.host import Host
    from bot.demo.methods.context import Context

NAME = "upload"
"""Under this name its requests are recorded and faults planted."""
PATH = "/upload/v1/"


class Uploads:
    """Answers ``/upload/v1/<ticket>``."""

    def __init__(self, host: Host) -> None:
        self._host = host

    async def handle(self, request: web.Request) -> web.Response:
        """Takes the content of one file, bare or as the first part of a form."""
        with self._host.activity.busy(f"call of {NAME}"):
            return await self._answer(request)

    async def _answer(self, request: web.Request) -> web.Response:
        shared, context = self._host.faults, self._owner(request.match_info["ticket"])
        fault = strike(shared, context, NAME, before=True) or strike(shared, context, NAME, before=False)
        answer: JSON = {"ok": False, "error": "planted_fault"}
        status = fault.status if fault is not None and fault.status >= 400 else 200
        if fault is None or fault.kind in ("delay", "drop_reply"):
            status, answer = self._take(request.match_info["ticket"], await _content(request))
        performed = answer["ok"] is True
        self._host.web_api.record(NAME, {}, answer, performed=performed, status=status, fault=fault, context=context)
        if fault is not None and fault.kind in ("drop_reply", "refuse") and request.transport is not None:
            request.transport.close()
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        return web.Response(status=status, text=f"OK - {answer['size']}" if performed else str(answer["error"]))

    def _owner(self, ticket: str) -> Context | None:
        """A workspace that the file's installation reaches."""
        installation = self._host.files.owner(ticket)
        return self._host.contexts[min(installation.teams)] if installation else self._host.alone

    def _take(self, ticket: str, content: bytes) -> tuple[int, JSON]:
        try:
            file = self._host.files.upload(ticket, content)
        except CallRefused as refusal:
            return 400, refusal.to_slack()
        return 200, {"ok": True, "file_id": file.id, "size": file.length}


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    part = await (await request.multipart()).next()
    return bytes(await part.read()) if isinstance(part, BodyPartReader) else b""
