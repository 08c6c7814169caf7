"""The endpoint behind response URLs: late and further answers to a command or an action."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.demo.errors import CallRefused
from bot.demo.grants import ResponseUrl
from bot.demo.methods.chat import check_content
from bot.demo.methods.context import Context
from bot.demo.model import JSON, Message
from bot.demo.web_api import strike

if TYPE_CHECKING:
    from bot.demo.host import Host

NAME = "response_url"
"""Under this name its requests are recorded and faults planted."""
STATUS = {"no_such_url": 404, "expired_url": 404, "used_url": 404}


class ResponseUrls:
    """Answers ``/hooks/<key>``."""

    def __init__(self, host: Host) -> None:
        self._host = host

    async def handle(self, request: web.Request) -> web.Response:
        """Takes one answer."""
        with self._host.activity.busy(f"call of {NAME}"):
            return await self._answer(request)

    async def _answer(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        context = self._issuer(key)
        shared = self._host.faults
        fault = strike(shared, context, NAME, before=True) or strike(shared, context, NAME, before=False)
        body: JSON = {}
        answer: JSON = {"ok": True}
        performed, status = False, 200
        if fault is not None and fault.status >= 400:
            answer, status = {"ok": False, "error": fault.code or "planted_fault"}, fault.status
        elif fault is None or fault.kind in ("delay", "drop_reply"):
            try:
                body = await _read(request)
                _perform(context, key, body)
                performed = True
            except CallRefused as refusal:
                answer, status = refusal.to_slack(), STATUS.get(refusal.code, 400)
        self._host.web_api.record(NAME, body, answer, performed=performed, status=status, fault=fault, context=context)
        if fault is not None and fault.kind in ("drop_reply", "refuse") and request.transport is not None:
            request.transport.close()
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        headers = {"Retry-After": f"{fault.seconds:g}"} if fault and fault.kind == "rate_limit" else None
        return web.json_response(answer, status=status, headers=headers)

    def _issuer(self, key: str) -> Context | None:
        """The workspace that handed a response URL out."""
        contexts = self._host.contexts.values()
        return next((one for one in contexts if one.grants.knows_response_url(key)), self._host.alone)


def _perform(context: Context | None, key: str, body: JSON) -> None:
    if context is None:
        raise CallRefused("no_such_url")
    url = context.grants.spend_response_url(key)
    if _says(body, "delete_original"):
        _change_original(context, url, body, delete=True)
        return
    check_content(context, body.get("text"), body.get("blocks"), body.get("attachments"))
    if _says(body, "replace_original"):
        _change_original(context, url, body, delete=False)
        return
    message = reply_message(context, url.channel, url.user, body)
    context.send(context.events.posted(message))


def _change_original(context: Context, url: ResponseUrl, body: JSON, *, delete: bool) -> None:
    state = context.state
    known = url.original
    before = known and (state.ephemeral(known.ts) or state.message(known.channel, known.ts))
    if before is None:
        raise CallRefused("message_not_found")
    if delete:
        state.remove_message(before)
        context.send(context.events.deleted(before))
        return
    after = replace(
        before,
        text=body.get("text") or "",
        blocks=tuple(body.get("blocks") or ()),
        attachments=tuple(body.get("attachments") or ()),
        edited=state.new_ts(),
    )
    context.send(context.events.changed(before, state.replace_message(after)))


def _says(body: JSON, name: str) -> bool:
    # Slack's own examples send these as strings.
    return str(body.get(name)).lower() == "true"


def reply_message(context: Context, channel: str, user: str, body: JSON) -> Message:
    """Shows the answer to a command or an action: to its user alone unless ``response_type`` is ``in_channel``.

    Raises:
        CallRefused: it is for everybody, where the bot may not post; for everybody or not, its thread does not exist.
    """
    identity = context.state.identity
    everybody = body.get("response_type") == "in_channel"
    if everybody:
        if channel not in context.state.channels:
            raise CallRefused("channel_not_found")
        context.must_take_posts(context.state.channels[channel])
    return context.state.add_message(
        Message(
            channel=channel,
            ts=context.state.new_ts(),
            user=identity.bot_user_id,
            text=body.get("text") or "",
            blocks=tuple(body.get("blocks") or ()),
            attachments=tuple(body.get("attachments") or ()),
            thread_ts=context.root(channel, body.get("thread_ts")),
            bot_id=identity.bot_id,
            ephemeral_for=None if everybody else user,
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
