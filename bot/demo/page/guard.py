"""Who may talk to the workspace's server: nobody whom another site sent, or who calls this machine by another name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NAMES = frozenset({"127.0.0.1", "localhost"})
FOREIGN = frozenset({"cross-site", "same-site"})
"""What browsers say of requests that another page made them send; another port here is "same-site"."""
POLICY = (
    "default-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers 403 to a request from another page, and to one whose host is not this machine's.

    A name that somebody else's DNS points to 127.0.0.1 would make their page one of this server's.
    """
    origin = request.headers.get("Origin")
    if not _is_this_machine(request):
        return web.json_response({"ok": False, "error": "foreign_host"}, status=403)
    if origin is not None and origin != f"http://{request.host}":
        return web.json_response({"ok": False, "error": "foreign_origin"}, status=403)
    # Another site's images and links come without an origin; of those, only a link to the page itself is let in.
    if request.headers.get("Sec-Fetch-Site") in FOREIGN and not _is_link_to_page(request):
        return web.json_response({"ok": False, "error": "foreign_site"}, status=403)
    return await handler(request)


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """Tells the browser what the page may do: load what this server has, and nothing else."""
    if not request.path.startswith(("/api/", "/hooks/")):
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)


def _is_this_machine(request: web.Request) -> bool:
    try:
        host = urlsplit(f"//{request.host}")
        # Slack's own Socket Mode client leaves the port out; browsers do so for port 80 only.
        return host.hostname in NAMES and host.port in (None, _port(request))
    except ValueError:
        return False


def _is_link_to_page(request: web.Request) -> bool:
    return request.method == "GET" and request.path == "/" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def _port(request: web.Request) -> int | None:
    """The port that a request came in on."""
    where = request.transport.get_extra_info("sockname") if request.transport else None
    return where[1] if where else None
