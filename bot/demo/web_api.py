"""The Web API over HTTP: reads a call, checks token and scope, performs it, records it, and plays planted faults."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from aiohttp import web

from bot.demo.activity import Activity
from bot.demo.arguments import Args, read_arguments
from bot.demo.errors import CallRefused
from bot.demo.faults import Fault, Faults
from bot.demo.methods import METHODS
from bot.demo.methods.context import Context
from bot.demo.model import JSON, Call
from bot.demo.scopes import METHOD_SCOPES, READ_SCOPES


@dataclass(slots=True)
class Grant:
    """What the workspace lets the app do."""

    scopes: frozenset[str]
    revoked: str | None = None
    """Why its token no longer works: ``token_revoked`` or ``account_inactive``."""


class WebApi:
    """Answers ``/api/<method>``."""

    def __init__(self, context: Context, grant: Grant, faults: Faults, activity: Activity) -> None:
        self._context = context
        self._grant = grant
        self._faults = faults
        self._activity = activity
        self.calls: list[Call] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Answers one call."""
        method = request.match_info["method"]
        with self._activity.busy(f"call of {method}"):
            return await self._answer(request, method)

    async def _answer(self, request: web.Request, method: str) -> web.Response:
        fault = self._faults.strike(method, before=True)
        try:
            args = await read_arguments(request)
        except CallRefused as refusal:
            return self._reply(self.record(method, {}, refusal.to_slack()))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or args.pop("token", "")
        args.pop("token", None)
        if fault is not None:
            return self._struck(request, self.record(method, args, _fault_body(fault), fault=fault), fault)
        try:
            call = self.record(method, args, self._perform(method, str(token), Args(args)), performed=True)
        except CallRefused as refusal:
            call = self.record(method, args, refusal.to_slack())
        fault = self._faults.strike(method, before=False)
        if fault is not None:
            call = self.calls[-1] = replace(call, fault=fault.kind)
            if fault.kind == "drop_reply":
                return _hang_up(request)
            await asyncio.sleep(fault.seconds)
        return self._reply(call)

    def _perform(self, method: str, token: str, args: Args) -> JSON:
        if method not in METHODS:
            raise CallRefused("unknown_method", req_method=method)
        if method != "api.test":
            self._check_token(method, token)
        needed = METHOD_SCOPES[method]
        if method in ("conversations.info", "conversations.members"):
            channel = self._context.state.channels.get(args.maybe("channel") or "")
            needed = (READ_SCOPES[channel.kind],) if channel else needed
        if needed and method != "apps.connections.open" and not self._grant.scopes & set(needed):
            raise CallRefused("missing_scope", needed=needed[0], provided=",".join(sorted(self._grant.scopes)))
        return {"ok": True, **METHODS[method](self._context, args)}

    def _check_token(self, method: str, token: str) -> None:
        identity = self._context.state.identity
        if not token:
            raise CallRefused("not_authed")
        if token not in (identity.bot_token, identity.app_token):
            raise CallRefused("invalid_auth")
        if (token == identity.app_token) is not (method == "apps.connections.open"):
            raise CallRefused("not_allowed_token_type")
        if self._grant.revoked and token == identity.bot_token:
            raise CallRefused(self._grant.revoked)

    def record(
        self,
        method: str,
        args: JSON,
        answer: JSON,
        *,
        performed: bool = False,
        status: int = 200,
        fault: Fault | None = None,
    ) -> Call:
        """Notes a request of the app; the endpoint of the response URLs uses it too."""
        status = fault.status if fault else status
        now = self._context.state.clock.now()
        call = Call(method, args, now, status, answer, performed, fault.kind if fault else None)
        self.calls.append(call)
        return call

    def _struck(self, request: web.Request, call: Call, fault: Fault) -> web.Response:
        if fault.kind == "refuse":
            return _hang_up(request)
        if fault.kind == "server_error":
            return web.Response(
                status=fault.status, text="<html><body>Slack is having trouble</body></html>", content_type="text/html"
            )
        headers = {"Retry-After": f"{fault.seconds:g}"} if fault.kind == "rate_limit" else {}
        return self._reply(call, headers)

    def _reply(self, call: Call, headers: dict[str, str] | None = None) -> web.Response:
        scopes = {"x-oauth-scopes": ",".join(sorted(self._grant.scopes)), "x-slack-req-id": f"{len(self.calls):032d}"}
        return web.json_response(call.answer, status=call.status, headers={**scopes, **(headers or {})})


def _fault_body(fault: Fault) -> JSON:
    code = {"rate_limit": "ratelimited", "server_error": "internal_error", "refuse": "connection_closed"}
    return {"ok": False, "error": fault.code or code[fault.kind]}


def _hang_up(request: web.Request) -> web.Response:
    """Closes the connection so that the app reads the end of the stream where a status line was due."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()
