"""A browser page that holds nothing but the demo's modules, served from their files, to draw blocks in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from browsing import ARGUMENTS, NO_PLAYWRIGHT, program

if TYPE_CHECKING:
    from playwright.async_api import Page

STATIC = Path(__file__).parents[2] / "bot" / "demo" / "page" / "static"
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a347d6b0000000049454e44ae426082"
)
STYLES = "".join(f'<link rel="stylesheet" href="/static/{name}">' for name in ("style.css", "blocks.css"))
SHELL = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Blocks</title>{STYLES}
<link rel="icon" href="data:,"><main id="root"></main></html>"""

SET_UP = """async ([users, channels]) => {
  const [{ renderBlocks }, message, modal, home, { mrkdwn }] = await Promise.all(
    ["blocks", "message", "modal", "home", "mrkdwn"].map((name) => import(`/static/${name}.js`)));
  window.acts = [];
  window.answers = {};
  const context = {
    users, channels, me: users[0].id, now: () => 1795780800, values: new Map(), files: (id) => `/demo/file/${id}`,
    act: async (name, body) => {
      acts.push({ name, ...body });
      const answer = answers[name] ?? { ok: true };
      return typeof answer === "function" ? answer(body) : answer;
    },
  };
  const root = document.getElementById("root");
  const stack = modal.modals(document.body, context);
  const tab = home.homeTab(context);
  Object.assign(window, {
    context, root, stack, tab,
    draw: (blocks) => root.replaceChildren(renderBlocks(blocks, context)),
    drawMessage: (one) => root.replaceChildren(message.messageContent(one, context)),
    drawText: (text, options) => {
      const box = document.createElement("div");
      box.append(...mrkdwn(text, context, options));
      return box;
    },
  });
}"""
USERS = [
    {"id": "U1", "name": "ada", "tz": "Europe/Berlin", "is_admin": True, "is_bot": False},
    {"id": "U2", "name": "bob", "tz": "America/New_York", "is_admin": False, "is_bot": False},
    {"id": "U9", "name": "whosejob", "tz": "UTC", "is_admin": False, "is_bot": True},
]
CHANNELS = [
    {"id": "C1", "name": "general", "kind": "public", "members": ["U1", "U2"], "archived": False},
    {"id": "C2", "name": "security", "kind": "private", "members": ["U1"], "archived": False},
    {"id": "D1", "name": "bob", "kind": "im", "members": ["U1", "U2"], "archived": False},
]


@dataclass
class Drawing:
    """The page, and what went wrong in it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    """What its console complained of."""
    asked_for: list[str] = field(default_factory=list)
    """Addresses that it asked for."""

    async def draw(self, blocks: Any) -> None:
        """Shows blocks, in place of what was there."""
        await self.page.evaluate("(blocks) => draw(blocks)", blocks)

    async def message(self, message: dict[str, Any]) -> None:
        """Shows a message."""
        await self.page.evaluate("(one) => drawMessage(one)", message)

    async def modals(self, *views: dict[str, Any]) -> None:
        """Shows a stack of modals."""
        await self.page.evaluate("(views) => stack.show(views)", list(views))

    async def home(self, view: dict[str, Any]) -> None:
        """Shows a Home tab."""
        await self.page.evaluate("(view) => { root.replaceChildren(tab.node); tab.show(view); }", view)

    async def html(self, text: str, **options: Any) -> str:
        """What mrkdwn becomes, as HTML without classes."""
        code = "([text, options]) => drawText(text, options).innerHTML"
        return str(await self.page.evaluate(code, [text, options]))

    async def answers(self, name: str, answer: Any) -> None:
        """Says what acts of a name are answered with."""
        await self.page.evaluate("([name, answer]) => { answers[name] = answer; }", [name, answer])

    async def acts(self) -> list[dict[str, Any]]:
        """What was done since this was last asked."""
        return json.loads(await self.page.evaluate("() => JSON.stringify(acts.splice(0))"))

    async def text(self) -> str:
        """What is shown."""
        return str(await self.page.evaluate("() => document.body.textContent"))


@asynccontextmanager
async def drawing(users: Any = USERS, channels: Any = CHANNELS, **options: Any) -> AsyncIterator[Drawing]:
    """Opens the page; skips the test where there is no browser.

    Args:
        users: whom the page knows.
        channels: which channels it knows.
        options: of the browser's context, such as ``color_scheme``.
    """
    playwright = pytest.importorskip("playwright.async_api", reason=NO_PLAYWRIGHT)
    where = program()
    async with _served() as address, playwright.async_playwright() as started:
        browser = await started.chromium.launch(executable_path=where, args=ARGUMENTS)
        page = await browser.new_page(locale="en-US", **options)
        shown = Drawing(page)
        page.on("console", lambda said: shown.errors.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: shown.errors.append(str(error)))
        page.on("request", lambda request: shown.asked_for.append(request.url))
        await page.goto(address)
        await page.evaluate(SET_UP, [users, channels])
        yield shown
        await browser.close()
    assert not shown.errors
    assert all(url.startswith((address, "data:", "about:")) for url in shown.asked_for)


@asynccontextmanager
async def _served() -> AsyncIterator[str]:
    """The address at which the modules are, with the policy that the demo has."""

    async def shell(_: web.Request) -> web.Response:
        return web.Response(text=SHELL, content_type="text/html")

    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=PICTURE, content_type="image/png")

    async def protect(_: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = POLICY

    server = web.Application()
    server.on_response_prepare.append(protect)
    server.router.add_get("/", shell)
    server.router.add_get("/demo/file/{id}", picture)
    server.router.add_static("/static", STATIC)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()
