"""A request's workspace is named the same way, whatever part of an enterprise's installation Bolt goes by."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.caller import caller_of, settle_workspace
from bot.workspace_key import ids_of, same_place

ORG: dict[str, Any] = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
OURS: dict[str, Any] = {"enterprise_id": "E1", "team_id": "T1", "is_enterprise_install": False}
EVENT: dict[str, Any] = {"type": "event_callback", "event": {"type": "app_mention", "user": "U1"}}
CLICK: dict[str, Any] = {"type": "block_actions", "user": {"id": "U1", "team_id": "T1"}, "enterprise": {"id": "E1"}}


def settled(body: dict[str, Any]) -> AsyncBoltContext:
    """The context of a request as listeners get it."""
    context = AsyncBoltRequest(body=body, mode="socket_mode").context
    context["client"] = AsyncWebClient(team_id=context.team_id)
    settle_workspace(context, body)
    return context


@pytest.mark.parametrize(
    ("body", "workspace"),
    [
        ({**EVENT, "team_id": "T1"}, "T1"),
        ({**EVENT, "team_id": "T1", "enterprise_id": "E1", "authorizations": [OURS]}, "E1/T1"),
        ({**EVENT, "team_id": "T1", "enterprise_id": "E1", "authorizations": [ORG]}, "E1/T1"),
        # In a channel shared with another company, and written by them.
        ({**EVENT, "team_id": "T9", "enterprise_id": "E9", "authorizations": [OURS]}, "E1/T1"),
        ({**EVENT, "team_id": "T9", "enterprise_id": "E9", "context_team_id": "T1", "authorizations": [ORG]}, "E1/T1"),
        ({**EVENT, "team_id": "T9", "enterprise_id": "E9", "authorizations": [ORG]}, "E1/"),
        ({**EVENT, "enterprise_id": "E1"}, "E1/"),
        ({"command": "/whosejob", "team_id": "T1", "enterprise_id": "E1", "user_id": "U1"}, "E1/T1"),
        ({**CLICK, "team": {"id": "T1", "enterprise_id": "E1"}}, "E1/T1"),
        ({**CLICK, "team": None}, "E1/T1"),
        ({**CLICK, "team": None, "view": {"team_id": "T1", "app_installed_team_id": "E1"}}, "E1/T1"),
        ({**CLICK, "team": {"id": "E1"}, "view": {"app_installed_team_id": "E1"}}, "E1/T1"),
        ({**CLICK, "user": {"id": "U1"}, "team": {"id": "E1"}, "view": {"app_installed_team_id": "E1"}}, "E1/"),
        ({**CLICK, "team": {"id": "T1"}, "view": {"app_installed_team_id": "T2"}}, "E1/T2"),
        # Another company's workspace is no team of ours.
        ({**CLICK, "team": {"id": "T9", "enterprise_id": "E9"}, "view": {"app_installed_team_id": "E1"}}, "E1/"),
    ],
)
def test_the_workspace_of_a_request(body: dict[str, Any], workspace: str) -> None:
    context = settled(body)
    assert caller_of(context).workspace == workspace
    # Calls go to the same one: with an enterprise's token they may have to name it.
    assert context.client is not None
    assert context.client.default_params.get("team_id") == (workspace.rpartition("/")[2] or None)


SHARED: dict[str, Any] = {**EVENT, "team_id": "T1", "authorizations": [{**OURS, "enterprise_id": None}]}
THEIRS: dict[str, Any] = {"type": "app_mention", "user": "U9", "user_team": "T9", "team": "T9"}
VIEW: dict[str, Any] = {"type": "view_submission", "user": {"id": "U9", "team_id": "T9"}}


@pytest.mark.parametrize(
    ("body", "stranger"),
    [
        (SHARED, False),
        ({**SHARED, "is_ext_shared_channel": True, "event": {**THEIRS, "user_team": None, "team": "T1"}}, False),
        ({**SHARED, "is_ext_shared_channel": True, "event": THEIRS}, True),
        ({**SHARED, "is_ext_shared_channel": True, "event": {**THEIRS, "user_team": "E9"}}, True),
        ({**SHARED, "is_ext_shared_channel": True, "event": {**THEIRS, "user_team": None}}, True),
        ({"type": "block_actions", "user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}}, False),
        ({"type": "block_actions", "user": {"id": "U9", "team_id": "T9"}, "team": {"id": "T1"}}, True),
        ({**CLICK, "user": {"id": "U2", "team_id": "T2"}, "team": {"id": "T1", "enterprise_id": "E1"}}, False),
        ({**VIEW, "team": {"id": "T9"}, "view": {"app_installed_team_id": "T1"}}, True),
        ({**VIEW, "team": {"id": "T1", "enterprise_id": "E1"}, "view": {"app_installed_team_id": "E1"}}, False),
        ({"command": "/whosejob", "team_id": "T1", "user_id": "U1"}, False),
    ],
)
def test_people_of_another_company_are_told_from_our_own(body: dict[str, Any], stranger: bool) -> None:
    assert caller_of(settled(body)).stranger is stranger


def test_names_come_apart_again_and_an_enterprise_holds_its_workspaces() -> None:
    assert [ids_of(name) for name in ("T1", "E1/T1", "E1/")] == [(None, "T1"), ("E1", "T1"), ("E1", None)]
    assert same_place("E1/T1", "E1/")
    assert same_place("T1", "T1")
    assert not same_place("E12/T1", "E1/")
    assert not same_place("T12", "T1")
