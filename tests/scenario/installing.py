"""What a browser, an app and a test do while an app is installed in a local Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from bot.demo import LocalSlack, LocalWorkspace

BACK = "http://127.0.0.1:1/slack/oauth_redirect"
"""Where the app has people come back to; nobody follows it."""


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
