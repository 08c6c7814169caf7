"""Several workspaces behind one Web API: each one's calls and events, org-wide installs, and leaving."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from installing import BACK, client_of, install, refusal
from serving import serving, socket_mode
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.demo import LocalSlack


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as slack:
        slack.redirect_urls = (BACK,)
        yield slack


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


@asynccontextmanager
async def connected(slack: LocalSlack, app: AsyncApp, transport: str) -> AsyncIterator[None]:
    """The app, reached over one transport."""
    if transport == "socket":
        async with socket_mode(app, slack):
            yield
    else:
        async with serving(AsyncSlackRequestHandler(app)) as url:
            slack.deliver_to(f"{url}/slack/events")
            yield


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_each_workspace_reaches_the_app_under_its_own_name(slack: LocalSlack, transport: str) -> None:
    seen: list[Any] = []
    alone = slack.add_workspace("alone", installed=True)
    member = slack.add_workspace("member", enterprise_id="E2", installed=True)
    in_org = slack.add_workspace("org", enterprise_id="E1")
    slack.install("E1")
    async with connected(slack, app_on(slack, seen), transport):
        for workspace in (alone, member, in_org):
            ada = workspace.add_user("ada")
            general = workspace.add_channel("general", members=[ada])
            said = await workspace.say(general, ada, f"{workspace.mention} hi")
            assert (await workspace.command(ada, general, "/whosejob")).ok
            await slack.settled()
            assert workspace.thread(general, said.ts)[-1].text == "hello"
        team, org_team = alone.identity.team_id, in_org.identity.team_id
        assert seen[:2] == [(None, team, False)] * 2
        assert seen[2:4] == [("E2", member.identity.team_id, False)] * 2
        assert seen[4:] == [("E1", None, True), ("E1", org_team, True)], "an org-wide event names its team outside"
        assert in_org.deliveries("app_mention")[0].envelope.payload["team_id"] == org_team
        assert len(alone.deliveries("app_mention")) == 1
        seen.clear()
        await alone.uninstall()
        await slack.uninstall("E1")
        assert seen == [
            ("tokens_revoked", None, team),
            ("app_uninstalled", None, team),
            *[(event, "E1", None) for event in ("tokens_revoked", "app_uninstalled")],
        ]
        assert [one.installed for one in (alone, member, in_org)] == [False, True, False]
        with pytest.raises(ValueError, match="not installed"):
            await in_org.command(ada, general, "/whosejob")


async def test_a_workspace_with_an_installation_of_its_own_falls_back_to_the_org_wide_one(slack: LocalSlack) -> None:
    one = slack.add_workspace("one", enterprise_id="E1", installed=True)
    own = one.bot_token
    slack.install("E1")
    assert (one.bot_token, one.identity.is_enterprise_install) == (own, False)
    await one.uninstall()
    assert one.installed
    assert (one.bot_token != own, one.identity.is_enterprise_install) == (True, True)


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
