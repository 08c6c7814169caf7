"""What the demo's server refuses: other sites, bodies and hosts that are none, files that nobody sent."""

from __future__ import annotations

import json

import aiohttp
import pytest
from visiting import JSON, PNG, Visitor

from bot.demo.page.declared import declared
from bot.demo.page.running import Options, _workspace
from bot.slack.manifest import manifest


async def test_images_are_shown(alone: Visitor) -> None:
    workspace = alone.workspace
    files, installation = workspace.host.files, workspace.host.installations.of(workspace.identity.team_id)
    assert installation is not None
    for content, status in ((PNG, 200), (b"<script>", 404)):
        file = files.begin(installation, "a.png", len(content), "")
        files.complete(installation, files.upload(file.ticket, content).id, "")
        async with alone.session.get(f"/demo/file/{file.id}") as response:
            assert response.status == status
            if status == 200:
                assert (await response.read(), response.content_type) == (PNG, "image/png")
    assert (await alone.session.get("/demo/file/F1")).status == 404


@pytest.mark.parametrize(
    ("act", "body", "error"),
    [
        ("say", {"channel": "C1", "text": "hi"}, "channel_not_found"),
        ("say", {"text": "hi"}, "invalid_request"),
        ("click", {"channel": "general", "ts": "1.2", "action_id": "a"}, "channel_not_found"),
        ("click", {"view_id": "V1", "action_id": "a", "values": 3}, "view_not_found"),
        ("fly", {}, "unknown_act"),
        ("advance", {"seconds": "much"}, "invalid_request"),
        ("advance", {"seconds": float("nan")}, "invalid_request"),
    ],
)
async def test_what_cannot_be_done_is_said(alone: Visitor, act: str, body: JSON, error: str) -> None:
    assert (await alone.act(act, "ada", **body))["error"] == error


async def test_only_this_page_may_ask(alone: Visitor) -> None:
    port = alone.workspace.base_url.rsplit(":", 1)[1]
    say = {"user": alone.id_of("ada"), "channel": alone.channel("general"), "text": "hi"}

    async def status(path: str, method: str = "GET", **headers: str) -> int:
        body = {"json": say} if method == "POST" else {}
        async with alone.session.request(method, path, headers=headers, **body) as response:
            return response.status

    assert await status("/demo/state", Host=f"localhost:{port}") == 200
    assert await status("/demo/state", Host="127.0.0.1") == 200, "Slack's Socket Mode client leaves the port out"
    for path in ("/", "/demo/state", "/demo/feed", "/api/api.test", "/static/index.html"):
        assert await status(path, Host=f"rebound.example:{port}") == 403
        assert await status(path, Host="127.0.0.1:1") == 403
        assert await status(path, Origin="https://evil.example") == 403
    assert await status("/demo/act/say", "POST", Origin="https://evil.example") == 403
    assert await status("/demo/act/say", "POST", Origin="null") == 403
    assert await status("/demo/act/say", "POST", Origin=f"http://127.0.0.1:{port}") == 200
    async with alone.session.post("/demo/act/say", data=json.dumps(say)) as response:
        assert response.status == 415, "a form of another page can send text, but no JSON"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await alone.session.ws_connect("/demo/feed", headers={"Origin": "https://evil.example"})


async def test_requests_that_another_site_causes_are_refused_though_they_name_no_origin(alone: Visitor) -> None:
    call = f"/api/chat.postMessage?token={alone.workspace.bot_token}&channel={alone.channel('general')}&text=forged"
    image = {"Sec-Fetch-Mode": "no-cors"}
    link = {"Sec-Fetch-Mode": "navigate"}
    for site in ("cross-site", "same-site"):
        for path in (call, "/demo/state", "/demo/file/F1", "/static/main.js"):
            for how in (image, link):
                async with alone.session.get(path, headers={**how, "Sec-Fetch-Site": site}) as response:
                    assert response.status == 403, path
        async with alone.session.get("/", headers={**link, "Sec-Fetch-Site": site}) as response:
            assert response.status == 200, "a link may lead to the page"
        async with alone.session.get("/", headers={**image, "Sec-Fetch-Site": site}) as response:
            assert response.status == 403
    assert "forged" not in str(await alone.get("messages", user=alone.id_of("ada"), channel=alone.channel("general")))


def test_nobody_can_guess_our_bots_tokens() -> None:
    told = [_workspace(Options(port=0), declared(manifest())) for _ in range(2)]
    for name in ("bot_token", "app_token", "signing_secret"):
        assert getattr(told[0], name) != getattr(told[1], name)


@pytest.mark.parametrize("host", ["127.0.0.1:abc", "["])
async def test_a_host_that_is_none_is_refused(alone: Visitor, host: str) -> None:
    async with alone.session.get("/demo/state", headers={"Host": host}) as response:
        assert response.status in (400, 403)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=none"])
async def test_a_body_that_cannot_be_read_is_refused(alone: Visitor, kind: str) -> None:
    body = "[" * 100_000 + "]" * 100_000
    async with alone.session.post("/demo/act/say", data=body, headers={"Content-Type": kind}) as response:
        assert response.status == 400


async def test_the_page_may_load_nothing_from_elsewhere(alone: Visitor) -> None:
    async with alone.session.get("/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        assert "default-src 'self'; img-src 'self' data:" in response.headers["Content-Security-Policy"]
    assert (await alone.session.get("/static/../routes.py")).status == 404
