"""The local workspace holds messages and posts them by its own clock, as Slack does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Channel, Clock, LocalSlack, LocalWorkspace, User

HOUR = 3600
DAY = 24 * HOUR
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "A tip."}}]


@dataclass
class Desk:
    """A client of a workspace with one user and one channel."""

    workspace: LocalWorkspace
    client: AsyncWebClient
    ada: User
    general: Channel

    def now(self) -> int:
        return int(self.workspace.clock.now())

    async def schedule(self, after: int, channel: Channel | None = None, **args: Any) -> str:
        """Schedules a message; its id."""
        place = (channel or self.general).id
        args.setdefault("text", f"in {after} s")
        answer = await self.client.chat_scheduleMessage(channel=place, post_at=self.now() + after, **args)
        return str(answer["scheduled_message_id"])

    async def refused(self, method: str, **args: Any) -> str:
        with pytest.raises(SlackApiError) as caught:
            await self.client.api_call(method, json=args)
        return str(caught.value.response["error"])

    async def listed(self, **args: Any) -> list[str]:
        return [one["text"] for one in (await self.client.chat_scheduledMessages_list(**args))["scheduled_messages"]]

    def texts(self, channel: Channel | None = None) -> list[str]:
        return [message.text for message in self.workspace.messages(channel or self.general)]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with LocalWorkspace() as workspace:
        ada = workspace.add_user("ada")
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        yield Desk(workspace, client, ada, workspace.add_channel("general", members=[ada]))


async def test_a_message_is_held_and_posted_when_its_time_has_come(desk: Desk) -> None:
    at = desk.now() + DAY
    answer = await desk.client.chat_scheduleMessage(channel=desk.general.id, post_at=at, text="A tip.", blocks=BLOCKS)
    assert answer["scheduled_message_id"].startswith("Q")
    assert (answer["channel"], answer["post_at"]) == (desk.general.id, at)
    assert (answer["message"]["type"], "ts" in answer["message"]) == ("delayed_message", False)
    desk.workspace.clock.advance(DAY - 10)
    assert desk.texts() == []
    desk.workspace.clock.advance(11)
    [message] = desk.workspace.messages(desk.general)
    assert (message.ts, message.text) == (f"{at}.000000", "A tip.")
    assert (message.bot_id, message.user) == (desk.workspace.identity.bot_id, desk.workspace.identity.bot_user_id)
    assert message.blocks[0]["text"] == BLOCKS[0]["text"]
    [posted] = desk.workspace.posted
    assert posted == (desk.general.id, message.ts, "A tip.", answer["scheduled_message_id"])
    assert await desk.listed() == []
    edited = await desk.client.chat_update(channel=desk.general.id, ts=message.ts, text="Mended.", blocks=BLOCKS)
    assert (edited["ts"], desk.texts()) == (message.ts, ["Mended."])


async def test_messages_are_posted_in_the_order_of_their_times(desk: Desk) -> None:
    for after in (3 * HOUR, HOUR, 2 * HOUR, HOUR):
        await desk.schedule(after)
    said = await desk.workspace.say(desk.general, desk.ada, "hi")
    desk.workspace.clock.advance(DAY)
    after = await desk.workspace.say(desk.general, desk.ada, "bye")
    shown = desk.workspace.messages(desk.general)
    assert desk.texts() == ["hi", "in 3600 s", "in 3600 s", "in 7200 s", "in 10800 s", "bye"]
    stamps = [message.ts for message in shown]
    assert stamps == sorted(set(stamps))
    assert (stamps[0], stamps[-1]) == (said.ts, after.ts)
    assert [posted.text for posted in desk.workspace.posted] == desk.texts()[1:-1]


async def test_real_time_passes_too(desk: Desk) -> None:
    await desk.schedule(HOUR)
    await desk.schedule(2)
    await desk.workspace.until(lambda: bool(desk.workspace.posted))
    assert desk.texts() == ["in 2 s"]


async def test_what_is_pending_is_listed_by_pages(desk: Desk) -> None:
    other = desk.workspace.add_channel("other")
    start = desk.now()
    for number in range(1, 6):
        await desk.schedule(number * HOUR, other if number == 3 else None, text=f"{number}")
    answer = await desk.client.chat_scheduledMessages_list(limit=2)
    [first, _] = answer["scheduled_messages"]
    assert set(first) == {"id", "channel_id", "post_at", "date_created", "text"}
    assert (first["channel_id"], first["post_at"] - start) in {(desk.general.id, HOUR), (desk.general.id, HOUR + 1)}
    pages = [[one["text"] for one in answer["scheduled_messages"]]]
    while cursor := answer["response_metadata"]["next_cursor"]:
        answer = await desk.client.chat_scheduledMessages_list(limit=2, cursor=cursor)
        pages.append([one["text"] for one in answer["scheduled_messages"]])
    assert pages == [["1", "2"], ["3", "4"], ["5"]]
    assert await desk.listed(channel=other.id) == ["3"]
    assert await desk.listed(oldest=str(start + 2 * HOUR), latest=str(start + 4 * HOUR + 60)) == ["2", "3", "4"]
    assert await desk.refused("chat.scheduledMessages.list", channel="C0") == "invalid_channel"
    assert await desk.refused("chat.scheduledMessages.list", limit=1001) == "invalid_arguments"
    assert await desk.refused("chat.scheduledMessages.list", cursor="x") == "invalid_cursor"
    assert await desk.refused("chat.scheduledMessages.list", oldest=2, latest=1) == "invalid_arguments"


async def test_a_message_can_be_taken_back_until_a_minute_before(desk: Desk) -> None:
    late, soon = await desk.schedule(HOUR), await desk.schedule(50)
    where = {"channel": desk.general.id}
    refusal = "invalid_scheduled_message_id"
    assert await desk.refused("chat.deleteScheduledMessage", **where, scheduled_message_id=soon) == refusal
    assert await desk.refused("chat.deleteScheduledMessage", channel="C0", scheduled_message_id=late) == (
        "channel_not_found"
    )
    elsewhere = desk.workspace.add_channel("elsewhere").id
    assert await desk.refused("chat.deleteScheduledMessage", channel=elsewhere, scheduled_message_id=late) == refusal
    await desk.client.chat_deleteScheduledMessage(**where, scheduled_message_id=late)
    assert await desk.refused("chat.deleteScheduledMessage", **where, scheduled_message_id=late) == refusal
    desk.workspace.clock.advance(2 * HOUR)
    assert desk.texts() == ["in 50 s"]
    assert await desk.refused("chat.deleteScheduledMessage", **where, scheduled_message_id=soon) == refusal


async def test_a_call_is_refused_as_slack_refuses_it(desk: Desk) -> None:
    async def refused(channel: str = desk.general.id, after: int = HOUR, **args: Any) -> str:
        args.setdefault("text", "x")
        return await desk.refused("chat.scheduleMessage", channel=channel, post_at=desk.now() + after, **args)

    assert await refused(after=-1) == "time_in_past"
    assert await refused(after=121 * DAY) == "time_too_far"
    assert await desk.refused("chat.scheduleMessage", channel=desk.general.id, post_at="soon", text="x") == (
        "invalid_time"
    )
    assert await desk.refused("chat.scheduleMessage", channel=desk.general.id, text="x") == "invalid_arguments"
    assert await refused(text="") == "no_text"
    assert await refused(text="x" * 40_001) == "msg_too_long"
    assert await refused(blocks=[{"type": "sectoin"}]) == "invalid_blocks"
    assert await refused(blocks="[") == "invalid_blocks_format"
    assert await refused("C0") == "channel_not_found"
    assert await refused(desk.ada.id) == "channel_not_found"
    assert await refused(desk.workspace.add_channel("public", with_bot=False).id) == "not_in_channel"
    secret = desk.workspace.add_channel("secret", private=True, with_bot=False)
    assert await refused(secret.id) == "channel_not_found"
    desk.workspace.restrict(desk.general, [desk.ada])
    assert await refused() == "restricted_action"
    desk.workspace.archive(desk.general)
    assert await refused() == "is_archived"
    desk.workspace.grant({"commands"})
    assert await refused() == "missing_scope"
    assert len(desk.workspace.pending()) == 0


async def test_at_most_thirty_within_five_minutes_of_a_channel(desk: Desk) -> None:
    start = desk.now() + HOUR
    place = {"channel": desk.general.id, "text": "x"}
    for number in range(30):
        await desk.client.chat_scheduleMessage(**place, post_at=start + number)
    for moment in (start + 100, start - 200, start + 299):
        assert await desk.refused("chat.scheduleMessage", **place, post_at=moment) == "restricted_too_many"
    await desk.client.chat_scheduleMessage(**place, post_at=start + 300)
    await desk.client.chat_scheduleMessage(**place, post_at=start - 271)
    other = desk.workspace.add_channel("other")
    await desk.client.chat_scheduleMessage(channel=other.id, text="x", post_at=start)


async def test_what_cannot_be_posted_when_its_time_comes_is_dropped(desk: Desk) -> None:
    names = ("archived", "back", "emptied", "secret", "deleted", "left", "restricted", "renamed")
    places = {name: desk.workspace.add_channel(name, [desk.ada], private=name == "secret") for name in names}
    for place in places.values():
        await desk.schedule(HOUR, place)
    await desk.schedule(HOUR, text="with metadata", metadata={"event_type": "x", "event_payload": {}})
    for name in ("archived", "back", "emptied", "secret"):
        desk.workspace.archive(places[name])
    for name in ("back", "emptied", "secret"):
        desk.workspace.unarchive(places[name], by=desk.ada)
    desk.workspace.invite_bot(places["back"])
    desk.workspace.delete_channel(places["deleted"])
    desk.workspace.remove_bot(places["left"])
    desk.workspace.restrict(places["restricted"])
    desk.workspace.rename(places["renamed"], "another")
    desk.workspace.clock.advance(DAY)
    kept = ("back", "secret", "renamed")
    assert {posted.channel for posted in desk.workspace.posted} == {places[name].id for name in kept}
    assert {(one.channel, one.error) for one in desk.workspace.dropped} == {
        (places["archived"].id, "is_archived"),
        (places["emptied"].id, "not_in_channel"),
        (places["deleted"].id, "channel_not_found"),
        (places["left"].id, "not_in_channel"),
        (places["restricted"].id, "restricted_action"),
        (desk.general.id, "metadata"),
    }
    assert not any(desk.texts(place) for name, place in places.items() if name not in kept)
    assert desk.workspace.pending() == []


async def test_what_an_ended_installation_scheduled_goes_with_it() -> None:
    async with LocalSlack() as slack:
        ended, other = (slack.add_workspace(name, installed=True) for name in ("ended", "other"))
        places = [workspace.add_channel("general") for workspace in (ended, other)]
        for workspace, place in zip((ended, other), places, strict=True):
            client = AsyncWebClient(token=workspace.bot_token, base_url=slack.api_url)
            at = int(slack.clock.now()) + HOUR
            await client.chat_scheduleMessage(channel=place.id, post_at=at, text="x")
            found = (await client.chat_scheduledMessages_list())["scheduled_messages"]
            assert [one["channel_id"] for one in found] == [place.id]
        await ended.uninstall()
        slack.install(ended)
        client = AsyncWebClient(token=ended.bot_token, base_url=slack.api_url)
        assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []
        slack.clock.advance(DAY)
        assert [len(workspace.posted) for workspace in (ended, other)] == [0, 1]


async def test_an_org_wide_token_names_the_workspace() -> None:
    async with LocalSlack() as slack:
        one, other = (slack.add_workspace(name, enterprise_id="E1") for name in ("one", "other"))
        token = slack.install("E1").token
        client = AsyncWebClient(token=token, base_url=slack.api_url)
        place = other.add_channel("general")
        at = int(slack.clock.now()) + HOUR
        held = (await client.chat_scheduleMessage(channel=place.id, post_at=at, text="x"))["scheduled_message_id"]
        with pytest.raises(SlackApiError, match="team_id"):
            await client.chat_scheduledMessages_list()
        found = [
            [
                message["id"]
                for message in (await client.chat_scheduledMessages_list(team_id=team))["scheduled_messages"]
            ]
            for team in (one.identity.team_id, other.identity.team_id)
        ]
        assert found == [[], [held]]
        slack.clock.advance(2 * HOUR)
        assert [posted.id for posted in other.posted] == [held]


async def test_another_process_reads_the_clock(tmp_path: Path) -> None:
    clock = Clock()
    clock.file = tmp_path / "clock"
    clock.advance(10 * DAY)
    script = (
        f"from pathlib import Path; from bot.demo import Clock; print(Clock.reading(Path({str(clock.file)!r})).now())"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    before = clock.now()
    out, _ = await process.communicate()
    assert before - 60 <= float(out) <= clock.now()
    clock.advance_to(clock.now() + DAY)
    assert abs(Clock.reading(clock.file)() - clock.now()) < 60


async def test_planted_faults_strike(desk: Desk) -> None:
    place = {"channel": desk.general.id, "text": "x", "post_at": desk.now() + HOUR}
    desk.client.retry_handlers.clear()
    desk.workspace.faults.drop_reply("chat.scheduleMessage")
    with pytest.raises(aiohttp.ClientError):
        await desk.client.chat_scheduleMessage(**place)
    assert len(desk.workspace.pending()) == 1, "it was performed, and only its reply was lost"
    desk.workspace.faults.rate_limit("chat.scheduledMessages.list", retry_after=30)
    with pytest.raises(SlackApiError) as caught:
        await desk.listed()
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "30")
    [held] = desk.workspace.pending()
    desk.workspace.faults.error("chat.deleteScheduledMessage", "internal_error")
    named = {"channel": desk.general.id, "scheduled_message_id": held.id}
    assert await desk.refused("chat.deleteScheduledMessage", **named) == "internal_error"
    assert desk.workspace.pending() == [held]


async def test_faults_strike_at_random_and_the_same_calls_each_time(desk: Desk) -> None:
    async def fates(seed: int) -> list[str | None]:
        desk.workspace.faults.clear()
        desk.workspace.faults.chance("auth.test", "server_error", 0.3, seed)
        desk.workspace.faults.chance("*", "drop_reply", 0.2, seed + 1)
        desk.client.retry_handlers.clear()
        begun = len(desk.workspace.calls())
        for _ in range(60):
            try:
                await desk.client.auth_test()
            except (SlackApiError, aiohttp.ClientError):
                continue
        return [call.fault for call in desk.workspace.calls()[begun:]]

    first = await fates(1)
    assert set(first) == {None, "server_error", "drop_reply"}
    assert await fates(1) == first
    assert await fates(2) != first
    desk.workspace.faults.clear()
    assert (await desk.client.auth_test())["ok"]
