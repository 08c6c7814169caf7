"""The Web API over HTTP: reads a call, checks token and scope, performs it, records it, and plays planted faults."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiohttp import web

from bot.demo.arguments import Args, read_arguments
from bot.demo.errors import CallRefused
from bot.demo.faults import Fault, Faults
from bot.demo.methods import METHODS
from bot.demo.methods.context import Context
from bot.demo.methods.conversations import api_test
from bot.demo.model import JSON, Call
from bot.demo.routing import route
from bot.demo.scopes import KIND_SCOPES, METHOD_SCOPES

if TYPE_CHECKING:
    from bot.demo.host import Host

OAUTH = "oauth.v2.access"
CONNECT = "apps.connections.open"
TOKENLESS = (OAUTH, "api.test")
FINISHING = ("functions.completeSuccess", "functions.completeError")


@dataclass(frozen=True, slots=True)
class Routed:
    """A call, and the workspace that it is for, or why it is refused before it reaches one."""

    method: str
    args: Args
    context: Context | None = None
    refusal: CallRefused | None = None


class WebApi:
    """Answers ``/api/<method>``."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.calls: list[Call] = []
        self.watchers: list[Callable[[Call], None]] = []
        """Told of every call, once it is answered."""

    async def handle(self, request: web.Request) -> web.Response:
        """Answers one call."""
        method = request.match_info["method"]
        with self._host.activity.busy(f"call of {method}"):
            return await self._answer(request, method)

    async def _answer(self, request: web.Request, method: str) -> web.Response:
        try:
            values, refusal = await read_arguments(request), None
        except CallRefused as caught:
            values, refusal = {}, caught
        token = _credentials(request, values)
        self._host.timetable.run_due()
        routed = self._routed(method, token, values, refusal)
        if fault := self._strike(routed, before=True):
            return self._struck(request, self._noted(routed, _fault_body(fault), fault=fault), fault)
        try:
            call = self._noted(routed, self._perform(routed), performed=True)
        except CallRefused as caught:
            call = self._noted(routed, caught.to_slack())
        if fault := self._strike(routed, before=False):
            call = self.calls[-1] = replace(call, fault=fault.kind)
            if fault.kind == "drop_reply":
                return _hang_up(request)
            await asyncio.sleep(fault.seconds)
        return self._reply(call)

    def _routed(self, method: str, token: str, values: JSON, unreadable: CallRefused | None) -> Routed:
        """Finds the workspace that a call is for."""
        alone, args = self._host.alone, Args(values)
        try:
            if unreadable is not None:
                raise unreadable
            if method not in METHOD_SCOPES:
                raise CallRefused("unknown_method", req_method=method)
            if method in TOKENLESS:
                return Routed(method, args, alone)
            if (token == self._host.identity.app_token) is not (method == CONNECT):
                self._must_be_token(token)
                raise CallRefused("not_allowed_token_type")
            if method == CONNECT:
                return Routed(method, args, alone)
            access = self._host.installations.access(token)
            if access.over and method not in FINISHING:
                raise CallRefused("token_expired")
            args = Args(values, access)
            return Routed(method, args, route(self._host.contexts, access, method, args))
        except CallRefused as refusal:
            return Routed(method, args, alone, refusal)

    def _must_be_token(self, token: str) -> None:
        if token != self._host.identity.app_token:
            self._host.installations.access(token)

    def _perform(self, routed: Routed) -> JSON:
        if routed.refusal is not None:
            raise routed.refusal
        if routed.method == CONNECT:
            return {"ok": True, "url": self._host.socket_url()}
        if routed.method == OAUTH:
            installation, body = self._host.oauth.access(routed.args)
            self._host.arrived(installation)
            return {"ok": True, **body}
        if routed.context is None or routed.method in TOKENLESS:
            return {"ok": True, **api_test(routed.args)}
        self._check_scope(routed, routed.context)
        return {"ok": True, **METHODS[routed.method](routed.context, routed.args)}

    def _check_scope(self, routed: Routed, context: Context) -> None:
        needed = METHOD_SCOPES[routed.method]
        if by_kind := KIND_SCOPES.get(routed.method):
            channel = context.state.channels.get(routed.args.maybe("channel") or "")
            needed = (by_kind[channel.kind],) if channel else needed
        granted = routed.args.access.installation.scopes if routed.args.access else frozenset[str]()
        if needed and not granted & set(needed):
            raise CallRefused("missing_scope", needed=needed[0], provided=",".join(sorted(granted)))

    def record(
        self,
        method: str,
        args: JSON,
        answer: JSON,
        *,
        performed: bool = False,
        status: int = 200,
        fault: Fault | None = None,
        context: Context | None = None,
    ) -> Call:
        """Notes a request of the app; the endpoint of the response URLs uses it too."""
        status = fault.status if fault else status
        now = self._host.clock.now()
        team = context.state.identity.team_id if context else ""
        call = Call(method, args, now, status, answer, performed, fault.kind if fault else None, team)
        self.calls.append(call)
        for watcher in self.watchers:
            watcher(call)
        return call

    def _noted(self, routed: Routed, answer: JSON, *, performed: bool = False, fault: Fault | None = None) -> Call:
        return self.record(
            routed.method, routed.args.values, answer, performed=performed, fault=fault, context=routed.context
        )

    def _strike(self, routed: Routed, *, before: bool) -> Fault | None:
        return strike(self._host.faults, routed.context, routed.method, before=before)

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
        granted = ",".join(sorted(self._host.installations.scopes(call.team_id)))
        scopes = {"x-oauth-scopes": granted, "x-slack-req-id": f"{len(self.calls):032d}"}
        return web.json_response(call.answer, status=call.status, headers={**scopes, **(headers or {})})


def strike(shared: Faults, context: Context | None, method: str, *, before: bool) -> Fault | None:
    """The next fault planted for a workspace or, failing that, for all of them."""
    own = context.faults.strike(method, before=before) if context else None
    if own is not None or (context and context.faults is shared):
        return own
    return shared.strike(method, before=before)


def _credentials(request: web.Request, values: JSON) -> str:
    """A call's token; a client id and secret sent by Basic authentication join the arguments."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    inside = str(values.pop("token", "") or "")
    if kind == "Basic":
        try:
            client_id, _, client_secret = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return inside
        values |= {"client_id": client_id, "client_secret": client_secret}
        return inside
    return value.strip() or inside


def _fault_body(fault: Fault) -> JSON:
    code = {"rate_limit": "ratelimited", "server_error": "internal_error", "refuse": "connection_closed"}
    return {"ok": False, "error": fault.code or code[fault.kind]}


def _hang_up(request: web.Request) -> web.Response:
    """Closes the connection so that the app reads the end of the stream where a status line was due."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()
