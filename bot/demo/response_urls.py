"""The endpoint behind response URLs: late and further answers to a command or an action."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.demo.activity import Activity
from bot.demo.errors import CallRefused
from bot.demo.faults import Faults
from bot.demo.grants import ResponseUrl
from bot.demo.methods.chat import check_content
from bot.demo.methods.context import Context
from bot.demo.model import JSON, Message
from bot.demo.web_api import WebApi

NAME = "response_url"
"""Under this name its requests are recorded and faults planted."""
STATUS = {"no_such_url": 404, "expired_url": 404, "used_url": 404}


class ResponseUrls:
    """Answers ``/hooks/<key>``."""

    def __init__(self, context: Context, web_api: WebApi, faults: Faults, activity: Activity) -> None:
        self._context = context
        self._web_api = web_api
        self._faults = faults
        self._activity = activity

    async def handle(self, request: web.Request) -> web.Response:
        """Takes one answer."""
        with self._activity.busy(f"call of {NAME}"):
            return await self._answer(request)

    async def _answer(self, request: web.Request) -> web.Response:
        fault = self._faults.strike(NAME, before=True) or self._faults.strike(NAME, before=False)
        body: JSON = {}
        answer: JSON = {"ok": True}
        performed, status = False, 200
        if fault is not None and fault.status >= 400:
            answer, status = {"ok": False, "error": fault.code or "planted_fault"}, fault.status
        elif fault is None or fault.kind in ("delay", "drop_reply"):
            try:
                body = await _read(request)
                self._perform(request.match_info["key"], body)
                performed = True
            except CallRefused as refusal:
                answer, status = refusal.to_slack(), STATUS.get(refusal.code, 400)
        self._web_api.record(NAME, body, answer, performed=performed, status=status, fault=fault)
        if fault is not None and fault.kind in ("drop_reply", "refuse") and request.transport is not None:
            request.transport.close()
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        headers = {"Retry-After": f"{fault.seconds:g}"} if fault and fault.kind == "rate_limit" else None
        return web.json_response(answer, status=status, headers=headers)

    def _perform(self, key: str, body: JSON) -> None:
        url = self._context.grants.spend_response_url(key)
        if body.get("delete_original"):
            self._original(url, body, delete=True)
            return
        text, blocks, attachments = body.get("text"), body.get("blocks"), body.get("attachments")
        check_content(text, blocks, attachments, self._context.limits)
        if body.get("replace_original"):
            self._original(url, body, delete=False)
            return
        message = reply_message(self._context, url.channel, url.user, body)
        self._context.send(self._context.events.posted(message))

    def _original(self, url: ResponseUrl, body: JSON, *, delete: bool) -> None:
        state = self._context.state
        known = url.original
        before = known and (state.ephemeral(known.ts) or state.message(known.channel, known.ts))
        if before is None:
            raise CallRefused("message_not_found")
        if delete:
            state.remove_message(before)
            self._context.send(self._context.events.deleted(before))
            return
        after = replace(
            before,
            text=body.get("text") or "",
            blocks=tuple(body.get("blocks") or ()),
            attachments=tuple(body.get("attachments") or ()),
            edited=state.new_ts(),
        )
        self._context.send(self._context.events.changed(before, state.replace_message(after)))


def reply_message(context: Context, channel: str, user: str, body: JSON) -> Message:
    """Shows the answer to a command or an action: to its user alone unless ``response_type`` is ``in_channel``."""
    identity = context.state.identity
    return context.state.add_message(
        Message(
            channel=channel,
            ts=context.state.new_ts(),
            user=identity.bot_user_id,
            text=body.get("text") or "",
            blocks=tuple(body.get("blocks") or ()),
            attachments=tuple(body.get("attachments") or ()),
            thread_ts=body.get("thread_ts"),
            bot_id=identity.bot_id,
            ephemeral_for=None if body.get("response_type") == "in_channel" else user,
        )
    )


async def _read(request: web.Request) -> JSON:
    if request.content_type == "application/x-www-form-urlencoded":
        text = str((await request.post()).get("payload", "{}"))
    else:
        text = await request.text()
    try:
        body: Any = json.loads(text)
    except ValueError as error:
        raise CallRefused("invalid_payload") from error
    if not isinstance(body, dict):
        raise CallRefused("invalid_payload")
    return body
