"""What an app looks through in the local workspace: channels, people, a channel's messages, a thread."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Channel, LocalWorkspace, User


@dataclass
class Place:
    """A workspace with a client, a person, and a channel with the bot in it."""

    workspace: LocalWorkspace
    client: AsyncWebClient
    ada: User
    general: Channel


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with LocalWorkspace() as workspace:
        ada = workspace.add_user("ada")
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        yield Place(workspace, client, ada, workspace.add_channel("general", members=[ada]))


async def test_history_comes_in_pages_newest_first(place: Place) -> None:
    texts = [str(number) for number in range(5)]
    said = [(await place.workspace.say(place.general, place.ada, text)).message for text in texts]
    await place.workspace.say(place.general, place.ada, "a reply", thread_ts=said[0].ts)
    found, cursor = [], ""
    while True:
        page = await place.client.conversations_history(channel=place.general.id, limit=2, cursor=cursor or None)
        found += [message["text"] for message in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"]
        assert page["has_more"] == bool(cursor)
        if not cursor:
            break
    assert found == texts[::-1]
    later = await place.client.conversations_history(channel=place.general.id, oldest=said[2].ts)
    assert [message["text"] for message in later["messages"]] == ["4", "3"]
    assert page["messages"][-1]["reply_count"] == 1


async def test_a_thread_is_read_from_any_of_its_messages(place: Place) -> None:
    root = (await place.workspace.say(place.general, place.ada, "root")).message
    reply = (await place.workspace.say(place.general, place.ada, "reply", thread_ts=root.ts)).message
    for ts in (root.ts, reply.ts):
        thread = await place.client.conversations_replies(channel=place.general.id, ts=ts)
        assert [message["text"] for message in thread["messages"]] == ["root", "reply"]
    link = await place.client.chat_getPermalink(channel=place.general.id, message_ts=reply.ts)
    assert link["permalink"].endswith(f"/p{reply.ts.replace('.', '')}?thread_ts={root.ts}&cid={place.general.id}")


async def test_channels_and_people_are_listed(place: Place) -> None:
    place.workspace.add_channel("elsewhere", with_bot=False)
    place.workspace.add_channel("secret", private=True, with_bot=False)
    listed = await place.client.conversations_list(types="public_channel,private_channel")
    assert [channel["name"] for channel in listed["channels"]] == ["general", "elsewhere"]
    assert {user["name"] for user in (await place.client.users_list())["members"]} == {"whosejob", "ada"}


async def test_reactions_come_and_go(place: Place) -> None:
    said = (await place.workspace.say(place.general, place.ada, "hi")).message
    where = {"channel": place.general.id, "timestamp": said.ts, "name": "tada"}
    await place.client.reactions_add(**where)
    await place.client.reactions_remove(**where)
    with pytest.raises(SlackApiError, match="no_reaction"):
        await place.client.reactions_remove(**where)


async def test_what_may_be_read_goes_by_scope_and_membership(place: Place) -> None:
    elsewhere = place.workspace.add_channel("elsewhere", with_bot=False)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await place.client.conversations_history(channel=elsewhere.id)
    place.workspace.grant({"chat:write", "im:history"})
    with pytest.raises(SlackApiError, match="missing_scope"):
        await place.client.conversations_history(channel=place.general.id)
    assert (await place.client.conversations_history(channel=place.workspace.dm(place.ada).id))["ok"]
