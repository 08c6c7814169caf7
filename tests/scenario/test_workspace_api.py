"""The local workspace's Web API answers an ordinary Slack client as Slack would."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Channel, LocalWorkspace, User


@dataclass
class Desk:
    """A client of a workspace with one user and three channels."""

    workspace: LocalWorkspace
    client: AsyncWebClient
    ada: User
    general: Channel
    elsewhere: Channel
    secret: Channel

    async def refusal(self, method: str, **args: Any) -> Any:
        """Slack's answer to a call that it must refuse."""
        with pytest.raises(SlackApiError) as caught:
            await self.client.api_call(method, json=args)
        return caught.value.response.data


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with LocalWorkspace() as workspace:
        ada = workspace.add_user("ada")
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        yield Desk(
            workspace,
            client,
            ada,
            workspace.add_channel("general", members=[ada]),
            workspace.add_channel("elsewhere", with_bot=False),
            workspace.add_channel("secret", private=True, with_bot=False),
        )


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-no", "invalid_auth")])
async def test_tokens_are_checked(desk: Desk, token: str | None, error: str) -> None:
    desk.client.token = token
    assert (await desk.refusal("auth.test"))["error"] == error


async def test_token_types_are_checked(desk: Desk) -> None:
    assert (await desk.refusal("apps.connections.open"))["error"] == "not_allowed_token_type"


async def test_auth_test_names_the_bot_and_its_scopes(desk: Desk) -> None:
    answer = await desk.client.auth_test()
    assert answer["bot_id"] == desk.workspace.identity.bot_id
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_json_forms_and_queries_are_read_alike(desk: Desk) -> None:
    url = f"{desk.workspace.api_url}users.info"
    headers = {"Authorization": f"Bearer {desk.workspace.bot_token}"}
    args = {"user": desk.ada.id}
    async with aiohttp.ClientSession(headers=headers) as session:
        for request in (
            session.get(url, params=args),
            session.post(url, data=args),
            session.post(url, json=args),
            session.post(url, data={**args, "token": desk.workspace.bot_token}, headers={"Authorization": ""}),
        ):
            async with request as response:
                assert (await response.json())["user"]["name"] == "ada"
        blocks = '[{"type": "divider"}]'
        form = {"channel": desk.general.id, "text": "x", "blocks": blocks}
        async with session.post(f"{desk.workspace.api_url}chat.postMessage", data=form) as response:
            assert (await response.json())["message"]["blocks"][0]["type"] == "divider"
        async with session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as response:
            assert (await response.json())["error"] == "invalid_json"


async def test_errors_of_channels_and_methods(desk: Desk) -> None:
    async def post(channel: str) -> str:
        return str((await desk.refusal("chat.postMessage", channel=channel, text="x"))["error"])

    assert await post("C404") == "channel_not_found"
    assert await post(desk.secret.id) == "channel_not_found"
    assert await post(desk.elsewhere.id) == "not_in_channel"
    await desk.client.conversations_join(channel=desk.elsewhere.id)
    assert (await desk.client.chat_postMessage(channel=desk.elsewhere.id, text="x"))["ok"]
    assert (await desk.refusal("chat.fly"))["error"] == "unknown_method"
    assert (await desk.refusal("chat.postMessage", channel=desk.general.id))["error"] == "no_text"
    too_long = await desk.refusal("chat.postMessage", channel=desk.general.id, text="x" * 40_001)
    assert too_long["error"] == "msg_too_long"


async def test_invalid_blocks_say_what_and_where(desk: Desk) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    answer = await desk.refusal("chat.postMessage", channel=desk.general.id, text="x", blocks=blocks)
    assert answer["error"] == "invalid_blocks"
    problem = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {problem}"]
    assert not desk.workspace.calls("chat.postMessage")[0].performed


async def test_blocks_without_text_are_warned_about(desk: Desk) -> None:
    await desk.client.api_call("chat.postMessage", json={"channel": desk.general.id, "blocks": [{"type": "divider"}]})
    assert desk.workspace.calls("chat.postMessage")[0].warnings == ("missing_text_in_message",)


async def test_messages_are_edited_and_deleted_by_their_author_only(desk: Desk) -> None:
    said = await desk.workspace.say(desk.general, desk.ada, "hi")
    own = await desk.client.chat_postMessage(channel=desk.general.id, text="hello", thread_ts=said.ts)
    where = {"channel": desk.general.id, "ts": said.ts}
    assert (await desk.refusal("chat.update", **where, text="x"))["error"] == "cant_update_message"
    assert (await desk.refusal("chat.delete", **where))["error"] == "cant_delete_message"
    missing = await desk.refusal("chat.update", channel=desk.general.id, ts="1.0", text="x")
    assert missing["error"] == "message_not_found"
    await desk.client.chat_delete(channel=desk.general.id, ts=own["ts"])
    assert desk.workspace.thread(desk.general, said.ts) == [said.message]


async def test_reactions_and_ephemerals(desk: Desk) -> None:
    said = await desk.workspace.say(desk.general, desk.ada, "hi")
    reaction = {"channel": desk.general.id, "timestamp": said.ts, "name": "eyes"}
    await desk.client.reactions_add(**reaction)
    assert (await desk.refusal("reactions.add", **reaction))["error"] == "already_reacted"
    await desk.client.chat_postEphemeral(channel=desk.general.id, user=desk.ada.id, text="psst")
    assert [message.text for message in desk.workspace.ephemerals(desk.general, desk.ada)] == ["psst"]
    outsider = desk.workspace.add_user("bob")
    answer = await desk.refusal("chat.postEphemeral", channel=desk.general.id, user=outsider.id, text="psst")
    assert answer["error"] == "user_not_in_channel"


async def test_conversations(desk: Desk) -> None:
    opened = await desk.client.conversations_open(users=desk.ada.id)
    assert opened["channel"]["id"] == desk.workspace.dm(desk.ada).id
    assert (await desk.client.conversations_info(channel=desk.general.id))["channel"]["name"] == "general"
    assert desk.ada.id in (await desk.client.conversations_members(channel=desk.general.id))["members"]
    assert [one["id"] for one in (await desk.client.users_conversations())["channels"]] == [desk.general.id]


async def test_views_are_checked_and_stacked(desk: Desk) -> None:
    modal: dict[str, Any] = {"type": "modal", "title": {"type": "plain_text", "text": "Ask"}, "blocks": []}
    trigger = desk.workspace.grants.new_trigger
    answer = await desk.refusal("views.open", trigger_id=trigger(desk.ada.id), view={**modal, "title": None})
    assert answer["error"] == "invalid_arguments"
    assert (await desk.refusal("views.open", trigger_id="1.2", view=modal))["error"] == "invalid_trigger_id"
    late = trigger(desk.ada.id)
    desk.workspace.clock.advance(4)
    assert (await desk.refusal("views.open", trigger_id=late, view=modal))["error"] == "expired_trigger_id"
    first = (await desk.client.views_open(trigger_id=trigger(desk.ada.id), view=modal))["view"]
    for _ in range(2):
        await desk.client.views_push(trigger_id=trigger(desk.ada.id), view=modal)
    full = await desk.refusal("views.push", trigger_id=trigger(desk.ada.id), view=modal)
    assert full["error"] == "push_limit_reached"
    stale = await desk.refusal("views.update", view_id=first["id"], hash="old", view=modal)
    assert stale["error"] == "hash_conflict"
    assert (await desk.client.views_update(view_id=first["id"], hash=first["hash"], view=modal))["ok"]
    assert (await desk.refusal("views.publish", user_id=desk.ada.id, view=modal))["error"] == "invalid_arguments"


async def test_the_agent_panel(desk: Desk) -> None:
    dm = desk.workspace.dm(desk.ada)
    said = await desk.workspace.say(dm, desk.ada, "hi")
    thread = {"channel_id": dm.id, "thread_ts": said.ts}
    await desk.client.assistant_threads_setStatus(channel_id=dm.id, thread_ts=said.ts, status="is thinking …")
    assert desk.workspace.state.statuses[dm.id, said.ts]["status"] == "is thinking …"
    await desk.client.chat_postMessage(channel=dm.id, thread_ts=said.ts, text="done")
    assert not desk.workspace.state.statuses
    prompts = [{"title": "Who?", "message": "who patches RDS?"}]
    await desk.client.assistant_threads_setSuggestedPrompts(**thread, prompts=prompts)
    answer = await desk.refusal("assistant.threads.setSuggestedPrompts", channel_id=dm.id, prompts=prompts * 5)
    assert answer["response_metadata"]["messages"] == ["[ERROR] no more than 4 items allowed [json-pointer:/prompts]"]


async def test_planted_faults(desk: Desk) -> None:
    desk.workspace.faults.delay("api.test", 0.2)
    desk.workspace.faults.error("auth.test", "fatal_error")
    assert (await desk.refusal("auth.test"))["error"] == "fatal_error"
    assert (await desk.client.auth_test())["ok"]
    started = desk.workspace.clock.now()
    await desk.client.api_test()
    assert desk.workspace.clock.now() - started >= 0.2
    desk.workspace.faults.refuse("users.info", times=None)
    desk.client.retry_handlers.clear()
    with pytest.raises(aiohttp.ClientError):
        await desk.client.users_info(user=desk.ada.id)
    assert not desk.workspace.calls("users.info")[0].performed


async def test_a_response_url_expires(desk: Desk) -> None:
    key = desk.workspace.grants.new_response_url(desk.general.id, desk.ada.id)
    url = f"{desk.workspace.base_url}/hooks/{key}"
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"text": "all", "response_type": "in_channel"}) as response:
            assert response.status == 200
        desk.workspace.clock.advance(1801)
        async with session.post(url, json={"text": "late"}) as response:
            assert (response.status, (await response.json())["error"]) == (404, "expired_url")
    assert [message.text for message in desk.workspace.messages(desk.general)] == ["all"]
