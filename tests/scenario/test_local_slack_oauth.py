"""An app is installed by OAuth, its tokens rotate, and what is not right is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from installing import BACK, authorize_url, client_of, code_in, exchange, install, refresh, refusal
from serving import serving
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from bot.demo import CallRefused, LocalSlack


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as slack:
        slack.redirect_urls = (BACK,)
        yield slack


async def test_oauth_installs_the_app_in_one_workspace(slack: LocalSlack) -> None:
    acme, other = slack.add_workspace("acme"), slack.add_workspace("other")
    ada = acme.add_user("ada")
    back = slack.approve(authorize_url(slack), ada, acme)
    assert back.startswith(f"{BACK}?")
    assert parse_qs(urlsplit(back).query)["state"] == ["s1"]
    answer = await exchange(slack, code_in(back))
    assert answer == {
        "ok": True,
        "app_id": slack.host.identity.app_id,
        "authed_user": {"id": ada.id},
        "scope": "chat:write,commands",
        "token_type": "bot",
        "access_token": acme.bot_token,
        "bot_user_id": acme.identity.bot_user_id,
        "team": {"id": acme.identity.team_id, "name": "acme"},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    assert (acme.installed, other.installed) == (True, False)
    assert (await client_of(slack, answer["access_token"]).auth_test())["team_id"] == acme.identity.team_id


async def test_the_consent_page_refuses_what_slack_refuses(slack: LocalSlack) -> None:
    acme = slack.add_workspace("acme")
    ada = acme.add_user("ada")
    wrong = {
        "invalid_client_id": {"client_id": "1.2"},
        "bad_redirect_uri": {"redirect_uri": "https://evil.example/"},
        "invalid_scope": {"scope": "chat:write,everything"},
        "no_scopes": {"scope": ""},
    }
    async with aiohttp.ClientSession() as session:
        for error, change in wrong.items():
            with pytest.raises(CallRefused, match=error):
                slack.approve(authorize_url(slack, **change), ada, acme)
            async with session.get(authorize_url(slack, **change)) as response:
                assert (response.status, error in await response.text()) == (400, True)
        async with session.get(authorize_url(slack)) as response:
            assert (response.status, "chat:write" in await response.text()) == (200, True)
    assert parse_qs(urlsplit(slack.deny(authorize_url(slack))).query)["error"] == ["access_denied"]
    assert not acme.installed


async def test_a_code_works_once_for_ten_minutes_with_its_own_redirect(slack: LocalSlack) -> None:
    acme = slack.add_workspace("acme")
    ada = acme.add_user("ada")

    def new_code() -> str:
        return code_in(slack.approve(authorize_url(slack), ada, acme))

    assert await refusal(exchange(slack, new_code(), client_secret="no")) == "bad_client_secret"
    assert await refusal(exchange(slack, new_code(), client_id="1.2")) == "invalid_client_id"
    assert await refusal(exchange(slack, new_code(), redirect_uri=f"{BACK}/x")) == "bad_redirect_uri"
    code = new_code()
    assert (await exchange(slack, code))["ok"]
    assert await refusal(exchange(slack, code)) == "invalid_code"
    late = new_code()
    slack.clock.advance(601)
    assert await refusal(exchange(slack, late)) == "invalid_code"


async def test_rotating_tokens_expire_and_refresh_tokens_work_once() -> None:
    async with LocalSlack(token_rotation=True) as slack:
        slack.redirect_urls = (BACK,)
        acme = slack.add_workspace("acme")
        first = await install(slack, acme, acme)
        assert (first["expires_in"], first["access_token"][:10]) == (43200, "xoxe.xoxb-")
        slack.clock.advance(43201)
        assert await refusal(client_of(slack, first["access_token"]).auth_test()) == "token_expired"
        second = await refresh(slack, first["refresh_token"])
        assert (await client_of(slack, second["access_token"]).auth_test())["ok"]
        assert await refusal(refresh(slack, first["refresh_token"])) == "invalid_refresh_token"
        await acme.uninstall()
        assert await refusal(refresh(slack, second["refresh_token"])) == "invalid_refresh_token"


async def test_faults_strike_oauth_too(slack: LocalSlack) -> None:
    acme = slack.add_workspace("acme")
    slack.faults.rate_limit("oauth.v2.access")
    assert await refusal(install(slack, acme, acme)) == "ratelimited"
    assert slack.calls("oauth.v2.access")[0].status == 429


async def test_bolt_installs_itself_by_its_own_oauth(slack: LocalSlack, tmp_path: Path) -> None:
    acme = slack.add_workspace("acme")
    ada = acme.add_user("ada")
    general = acme.add_channel("general", members=[ada])
    settings = AsyncOAuthSettings(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        scopes=["app_mentions:read", "chat:write"],
        authorization_url=slack.authorize_url,
        installation_store=FileInstallationStore(base_dir=str(tmp_path / "installations")),
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(tmp_path / "states")),
        install_page_rendering_enabled=False,
    )
    signing_secret = slack.host.identity.signing_secret
    client = client_of(slack)
    app = AsyncApp(client=client, signing_secret=signing_secret, oauth_settings=settings)

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], say: Any) -> None:
        await say("hello", thread_ts=event["ts"])

    async with serving(AsyncSlackRequestHandler(app)) as url, aiohttp.ClientSession() as browser:
        slack.deliver_to(f"{url}/slack/events")
        slack.redirect_urls = (f"{url}/slack/oauth_redirect",)
        async with browser.get(f"{url}/slack/install", allow_redirects=False) as response:
            consent = response.headers["Location"]
            state = {"Cookie": response.headers["Set-Cookie"].partition(";")[0]}
        async with browser.get(slack.approve(consent, ada, acme), headers=state) as response:
            assert response.status == 200, await response.text()
        said = await acme.say(general, ada, f"{acme.mention} hi")
        await slack.settled()
    assert [message.text for message in acme.thread(general, said.ts)[1:]] == ["hello"]
    assert slack.calls("oauth.v2.access")[0].performed
