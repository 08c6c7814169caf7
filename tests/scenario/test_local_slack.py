"""Several workspaces behind one Web API: OAuth, org-wide installs, token rotation, and events of each to one app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from serving import serving
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import CallRefused, LocalSlack, LocalWorkspace

BACK = "http://127.0.0.1:1/slack/oauth_redirect"


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as slack:
        slack.redirect_urls = (BACK,)
        yield slack


def client_of(slack: LocalSlack, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.api_url)


def authorize_url(slack: LocalSlack, **changes: str) -> str:
    query = {"client_id": slack.client_id, "scope": "chat:write,commands", "state": "s1", "redirect_uri": BACK}
    return f"{slack.authorize_url}?{urlencode(query | changes)}"


def code_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["code"][0]


async def refusal(call: Any) -> str:
    """Slack's name of the error with which a call ends."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def exchange(slack: LocalSlack, code: str, **changes: str) -> Any:
    args = {"client_id": slack.client_id, "client_secret": slack.client_secret, "redirect_uri": BACK, **changes}
    return (await client_of(slack).oauth_v2_access(code=code, **args)).data


async def refresh(slack: LocalSlack, token: str) -> Any:
    keys = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    return (await client_of(slack).oauth_v2_access(**keys, grant_type="refresh_token", refresh_token=token)).data


async def install(slack: LocalSlack, where: LocalWorkspace | str, workspace: LocalWorkspace) -> Any:
    """Someone installs the app; Slack's answer to ``oauth.v2.access``."""
    ada = workspace.add_user("ada")
    return await exchange(slack, code_in(slack.approve(authorize_url(slack), ada, where)))


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


async def test_calls_go_to_the_workspace_of_their_token(slack: LocalSlack) -> None:
    acme, other = slack.add_workspace("acme", installed=True), slack.add_workspace("other", installed=True)
    general, elsewhere = acme.add_channel("general"), other.add_channel("general")
    client = client_of(slack, acme.bot_token)
    await client.chat_postMessage(channel=general.id, text="hi")
    assert await refusal(client.chat_postMessage(channel=elsewhere.id, text="hi")) == "channel_not_found"
    assert [call.error for call in acme.calls("chat.postMessage")] == [None, "channel_not_found"]
    assert other.calls() == []
    acme.faults.error("auth.test", "fatal_error")
    assert (await client_of(slack, other.bot_token).auth_test())["ok"]
    assert await refusal(client.auth_test()) == "fatal_error"


async def test_faults_strike_oauth_too(slack: LocalSlack) -> None:
    acme = slack.add_workspace("acme")
    slack.faults.rate_limit("oauth.v2.access")
    assert await refusal(install(slack, acme, acme)) == "ratelimited"
    assert slack.calls("oauth.v2.access")[0].status == 429


async def test_an_org_wide_token_reaches_the_workspaces_of_its_enterprise(slack: LocalSlack) -> None:
    one, two = (slack.add_workspace(name, enterprise_id="E1") for name in ("one", "two"))
    stranger = slack.add_workspace("stranger")
    answer = await install(slack, "E1", one)
    assert (answer["team"], answer["enterprise"]["id"], answer["is_enterprise_install"]) == (None, "E1", True)
    assert (one.installed, two.installed, stranger.installed) == (True, True, False)
    client = client_of(slack, answer["access_token"])
    auth = await client.auth_test()
    assert (auth["team_id"], auth["enterprise_id"], auth["is_enterprise_install"]) == ("E1", "E1", True)
    for workspace in (one, two):
        channel = workspace.add_channel("general")
        await client.chat_postMessage(channel=channel.id, text="hi")
        assert [message.text for message in workspace.messages(channel)] == ["hi"]
    slack.install("E1", {"channels:read"})
    listed = await client.users_conversations(team_id=two.identity.team_id)
    assert [channel["id"] for channel in listed["channels"]] == list(two.state.channels)
    assert await refusal(client.users_conversations()) == "missing_argument"
    assert await refusal(client.users_conversations(team_id="T404")) == "team_access_not_granted"


def app_on(slack: LocalSlack, seen: list[Any]) -> AsyncApp:
    """A Bolt app that answers with the token of the installation that a request belongs to."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        every = slack.workspaces.values()
        workspace = slack.workspaces.get(team_id or "") or next(
            one for one in every if one.identity.enterprise_id == enterprise_id
        )
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=workspace.bot_token,
            bot_id=workspace.identity.bot_id,
            bot_user_id=workspace.identity.bot_user_id,
        )

    signing_secret = slack.host.identity.signing_secret
    app = AsyncApp(
        client=client_of(slack), signing_secret=signing_secret, authorize=authorize, process_before_response=True
    )

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], say: Any, context: Any) -> None:
        seen.append((context.enterprise_id, context.team_id, context.is_enterprise_install))
        await say("hello", thread_ts=event["ts"])

    @app.command("/whosejob")
    async def command(ack: Any, context: Any) -> None:
        seen.append((context.enterprise_id, context.team_id, context.is_enterprise_install))
        await ack("private")

    @app.event("app_uninstalled")
    @app.event("tokens_revoked")
    async def gone(event: dict[str, Any], context: Any) -> None:
        seen.append((event["type"], context.enterprise_id, context.team_id))

    return app


async def test_each_workspace_reaches_the_app_under_its_own_name(slack: LocalSlack) -> None:
    seen: list[Any] = []
    alone = slack.add_workspace("alone", installed=True)
    in_org = slack.add_workspace("org", enterprise_id="E1")
    slack.install("E1")
    async with serving(AsyncSlackRequestHandler(app_on(slack, seen))) as url:
        slack.deliver_to(f"{url}/slack/events")
        for workspace in (alone, in_org):
            ada = workspace.add_user("ada")
            general = workspace.add_channel("general", members=[ada])
            said = await workspace.say(general, ada, f"{workspace.mention} hi")
            assert (await workspace.command(ada, general, "/whosejob")).ok
            await slack.settled()
            assert workspace.thread(general, said.ts)[-1].text == "hello"
        team = alone.identity.team_id
        org_team = in_org.identity.team_id
        assert seen[:2] == [(None, team, False)] * 2
        assert seen[2:] == [("E1", None, True), ("E1", org_team, True)], "an org-wide event names its team outside"
        assert len(alone.deliveries("app_mention")) == 1
        seen.clear()
        await alone.uninstall()
        await slack.uninstall("E1")
        assert seen == [
            ("tokens_revoked", None, team),
            ("app_uninstalled", None, team),
            ("tokens_revoked", "E1", None),
            ("app_uninstalled", "E1", None),
        ]
        assert (alone.installed, in_org.installed) == (False, False)
        with pytest.raises(ValueError, match="not installed"):
            await in_org.command(ada, general, "/whosejob")


async def test_an_app_gives_up_its_token_and_leaves(slack: LocalSlack) -> None:
    acme, other = slack.add_workspace("acme", installed=True), slack.add_workspace("other", installed=True)
    token = acme.bot_token
    await client_of(slack, token).auth_revoke()
    assert await refusal(client_of(slack, token).auth_test()) == "token_revoked"
    keys = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    client = client_of(slack, other.bot_token)
    assert await refusal(client.apps_uninstall(**keys | {"client_secret": "no"})) == "bad_client_secret"
    await client.apps_uninstall(**keys)
    assert await refusal(client.auth_test()) == "account_inactive"
    assert not other.installed
    slack.install(other)
    assert (await client_of(slack, other.bot_token).auth_test())["ok"]
