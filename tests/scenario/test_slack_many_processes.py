"""Both commands serve many workspaces, as processes of their own with what they find in the environment."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import aiohttp
from bots import EVENTS, SCOPES
from processes import running

from bot.demo import LocalWorkspace
from bot.demo.oauth import Where
from bot.store import new_key


async def test_what_serve_installs_socket_answers_too(tmp_path: Path) -> None:
    async with LocalWorkspace(events=EVENTS, scopes=SCOPES) as workspace:
        oauth, identity = workspace.host.oauth, workspace.identity
        ada = workspace.add_user("ada")
        general = workspace.add_channel("general", members=[ada])
        more = {
            "SLACK_BOT_TOKEN": "",
            "SLACK_CLIENT_ID": identity.client_id,
            "SLACK_CLIENT_SECRET": identity.client_secret,
            "WHOSEJOB_SECRET_KEYS": new_key(),
        }
        async with running("serve", workspace, tmp_path, **more) as serve:
            oauth.redirect_urls = (f"{serve.url}/slack/oauth_redirect",)
            ack = await workspace.command(ada, general, "/whosejob", "who patches RDS?")
            assert ack.message is not None
            assert "not installed" in ack.message.text
            async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
                async with browser.get(f"{serve.url}/slack/install") as page:
                    cookie = page.headers["Set-Cookie"].partition(";")[0]
                    [link] = re.findall(r'class="button" href="([^"]+)"', await page.text())
                back = oauth.approve(oauth.read(unescape(link)), Where(identity, frozenset({identity.team_id})), ada.id)
                async with browser.get(back, headers={"Cookie": cookie}) as page:
                    assert page.status == 200
            ack = await workspace.command(ada, general, "/whosejob", "who patches RDS?")
            assert ack.message is not None
            assert "AWS" in ack.message.text
            serve.terminate()
            assert await serve.ended() == 0
        assert "installed in" in "".join(serve.logged)
        for secret in (workspace.bot_token, identity.client_secret, cookie.partition("=")[2], "code="):
            assert secret not in "".join(serve.logged)
        workspace.host.http.urls = ()
        async with running("socket", workspace, tmp_path, **more) as socket:
            ack = await workspace.command(ada, general, "/whosejob", "who patches RDS?")
            assert ack.message is not None
            assert "AWS" in ack.message.text
            socket.terminate()
            assert await socket.ended() == 0
