"""Where an app may not write, who may do what, and what people see in the agent panel, as Slack has it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from serving import serving
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Channel, LocalWorkspace, Message, User
from bot.demo.events import DEFAULT_EVENTS

SHARE = {"type": "button", "action_id": "share", "text": {"type": "plain_text", "text": "Share"}}
ANSWER = [{"type": "actions", "elements": [SHARE]}]
PICK = {"type": "external_select", "action_id": "pick"}
PICKED = {"text": {"type": "plain_text", "text": "Amazon RDS"}, "value": "rds"}


@dataclass
class Place:
    """A workspace whose app answers a command privately, shares on a click, and suggests one option."""

    workspace: LocalWorkspace
    client: AsyncWebClient
    ada: User
    bob: User
    general: Channel
    payloads: list[dict[str, Any]]

    async def refused(self, method: str, **args: Any) -> str:
        with pytest.raises(SlackApiError) as caught:
            await self.client.api_call(method, json=args)
        return str(caught.value.response["error"])

    async def answer(self, url: str, **body: Any) -> tuple[int, str]:
        """Answers a response URL; the status and error that come back."""
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
            return response.status, str((await response.json()).get("error", ""))

    def url(self, channel: Channel, original: Message | None = None) -> str:
        key = self.workspace.grants.new_response_url(channel.id, self.ada.id, original)
        return f"{self.workspace.base_url}/hooks/{key}"


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with LocalWorkspace(events=DEFAULT_EVENTS | {"app_context_changed"}) as workspace:
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        app = AsyncApp(client=client, signing_secret=workspace.signing_secret, process_before_response=True)
        ada, bob = workspace.add_user("ada"), workspace.add_user("bob")
        place = Place(workspace, client, ada, bob, workspace.add_channel("general", members=[ada, bob]), [])

        @app.command("/whosejob")
        async def command(ack: Any) -> None:
            await ack(text="You do.", blocks=ANSWER)

        @app.action("share")
        async def share(ack: Any, body: dict[str, Any], respond: Any) -> None:
            place.payloads.append(body)
            await ack()
            await respond(text="You do.", response_type="in_channel", thread_ts=body["container"].get("thread_ts"))

        @app.action("pick")
        @app.shortcut("about")
        async def seen(ack: Any, body: dict[str, Any]) -> None:
            place.payloads.append(body)
            await ack()

        @app.options("pick")
        async def options(ack: Any) -> None:
            await ack(options=[PICKED])

        @app.event("message")
        @app.event("app_home_opened")
        @app.event("app_context_changed")
        async def event(event: dict[str, Any]) -> None:
            place.payloads.append(event)

        async with serving(AsyncSlackRequestHandler(app)) as url:
            workspace.deliver_to(f"{url}/slack/events")
            yield place


async def test_an_archived_channel_takes_no_posts_but_still_shows_private_answers(place: Place) -> None:
    shown = (await place.workspace.command(place.ada, place.general, "/whosejob")).message
    assert shown is not None
    posted = await place.client.chat_postMessage(channel=place.general.id, text="hi")
    place.workspace.archive(place.general)
    assert await place.refused("chat.postMessage", channel=place.general.id, text="x") == "is_archived"
    update = {"channel": place.general.id, "ts": posted["ts"], "text": "x"}
    assert await place.refused("chat.update", **update) == "is_archived"
    await place.workspace.click(place.ada, shown, action_id="share")
    assert place.workspace.calls("response_url")[-1].error == "is_archived"
    url = place.url(place.general, shown)
    assert await place.answer(url, text="x", response_type="in_channel") == (400, "is_archived")
    assert await place.answer(url, text="It cannot be shared.", replace_original=True) == (200, "")
    assert [one.text for one in place.workspace.ephemerals(place.general, place.ada)] == ["It cannot be shared."]
    with pytest.raises(ValueError, match="archived"):
        await place.workspace.command(place.ada, place.general, "/whosejob")


async def test_where_only_some_may_post_the_bot_may_not(place: Place) -> None:
    place.workspace.restrict(place.general, [place.ada])
    assert await place.refused("chat.postMessage", channel=place.general.id, text="x") == "restricted_action"
    assert await place.answer(place.url(place.general), text="x", response_type="in_channel") == (
        400,
        "restricted_action",
    )
    await place.workspace.say(place.general, place.ada, "news")
    with pytest.raises(ValueError, match="may not post"):
        await place.workspace.say(place.general, place.bob, "me too")


async def test_in_a_direct_message_of_two_people_only_response_urls_reach(place: Place) -> None:
    dm = place.workspace.add_dm(place.ada, place.bob)
    shown = (await place.workspace.command(place.ada, dm, "/whosejob")).message
    assert shown is not None
    assert place.workspace.deliveries("/whosejob")[0].envelope.payload["channel_name"] == "directmessage"
    await place.workspace.click(place.ada, shown, action_id="share")
    assert [message.text for message in place.workspace.messages(dm)] == ["You do."]
    assert await place.refused("chat.postMessage", channel=dm.id, text="x") == "channel_not_found"
    await place.workspace.say(dm, place.bob, "thanks")
    assert not place.workspace.deliveries("message")


async def test_what_happens_in_a_thread_says_so_and_can_be_shared_there(place: Place) -> None:
    root = await place.workspace.say(place.general, place.bob, "who patches RDS?")
    reply = await place.workspace.say(place.general, place.ada, "us?", thread_ts=root.ts)
    await place.workspace.message_shortcut(place.ada, reply.message, "about")
    assert place.payloads[-1]["message"]["thread_ts"] == root.ts
    private = {"channel": place.general.id, "user": place.ada.id, "text": "You do.", "blocks": ANSWER}
    await place.client.chat_postEphemeral(**private, thread_ts=reply.ts)
    [shown] = place.workspace.ephemerals(place.general, place.ada)
    await place.workspace.click(place.ada, shown, action_id="share")
    assert place.payloads[-1]["container"]["thread_ts"] == root.ts
    assert place.workspace.thread(place.general, root.ts)[-1].text == "You do."
    lost = await place.answer(place.url(place.general), text="x", thread_ts="1.0")
    assert lost == (400, "thread_not_found")
    assert await place.answer(place.url(place.general, shown), delete_original="true") == (200, "")
    assert place.workspace.ephemerals(place.general, place.ada) == []


async def test_ranks_are_told_and_the_deactivated_do_nothing(place: Place) -> None:
    eve = place.workspace.add_user("eve", is_primary_owner=True)
    told = (await place.client.users_info(user=eve.id))["user"]
    assert (told["is_admin"], told["is_owner"], told["is_primary_owner"]) == (True, True, True)
    assert not (await place.client.users_info(user=place.ada.id))["user"]["is_admin"]
    place.workspace.deactivate(place.ada)
    gone = (await place.client.users_info(user=place.ada.id))["user"]
    assert gone["deleted"]
    assert "is_admin" not in gone
    with pytest.raises(ValueError, match="deactivated"):
        await place.workspace.command(place.ada, place.general, "/whosejob")
    place.workspace.grant({"chat:write"})
    assert await place.refused("users.info", user=eve.id) == "missing_scope"


async def test_an_external_select_asks_from_three_characters_on_and_keeps_the_option(place: Place) -> None:
    view = {"type": "home", "blocks": [{"type": "actions", "elements": [PICK]}]}
    await place.client.views_publish(user_id=place.ada.id, view=view)
    home = place.workspace.home(place.ada)
    assert home is not None
    with pytest.raises(ValueError, match="3 characters"):
        await place.workspace.suggest(place.ada, home, action_id="pick", query="rd")
    assert (await place.workspace.suggest(place.ada, home, action_id="pick", query="rds")).ok
    await place.workspace.click(place.ada, home, action_id="pick", value="rds")
    assert place.payloads[-1]["actions"][0]["selected_option"] == PICKED
    with pytest.raises(LookupError, match="no option"):
        await place.workspace.click(place.ada, home, action_id="pick", value="s3")


async def test_the_agent_panel_has_prompts_on_top_and_says_what_people_look_at(place: Place) -> None:
    dm = place.workspace.dm(place.ada)
    prompts = [{"title": "Who?", "message": "who patches RDS?"}]
    said = await place.workspace.say(dm, place.ada, "hi")
    where = {"channel_id": dm.id, "prompts": prompts}
    await place.client.assistant_threads_setSuggestedPrompts(**where, thread_ts=said.ts)
    assert place.workspace.prompts(place.ada) == [], "Slack says ok and shows nothing"
    await place.client.api_call("assistant.threads.setSuggestedPrompts", json=where)
    assert place.workspace.prompts(place.ada) == prompts
    status = {"channel_id": dm.id, "status": "is looking it up …"}
    await place.client.assistant_threads_setStatus(**status, thread_ts=said.ts)
    assert place.workspace.status(dm, said.ts) == "is looking it up …"
    place.workspace.clock.advance(121)
    assert place.workspace.status(dm, said.ts) is None
    assert await place.refused("assistant.threads.setStatus", **status, thread_ts="1.0") == "invalid_thread_ts"
    await place.workspace.look_at(place.ada, place.general)
    entity = {
        "type": "slack#/types/channel_id",
        "value": place.general.id,
        "team_id": place.workspace.identity.team_id,
    }
    assert place.payloads[-1]["context"] == {"entities": [entity]}
    await place.workspace.open_home(place.ada, tab="messages")
    assert (place.payloads[-1]["tab"], place.payloads[-1]["context"]) == ("messages", {"entities": [entity]})
    await place.workspace.say(dm, place.ada, "and this?")
    assert place.payloads[-1]["app_context"] == {"entities": [entity]}
    assert "thread_ts" not in place.payloads[-1]


async def test_views_have_external_ids_of_their_own(place: Place) -> None:
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "Ask"}, "blocks": [], "external_id": "ask"}
    triggers = place.workspace.grants
    await place.client.views_open(trigger_id=triggers.new_trigger(place.ada.id), view=modal)
    again = triggers.new_trigger(place.bob.id)
    assert await place.refused("views.open", trigger_id=again, view=modal) == "duplicate_external_id"
    await place.client.views_update(external_id="ask", view=modal)
    late = triggers.new_trigger(place.ada.id)
    place.workspace.clock.advance(4)
    assert await place.refused("views.push", trigger_id=late, view={**modal, "external_id": ""}) == "expired_trigger_id"
    used = triggers.new_trigger(place.ada.id)
    await place.client.views_push(trigger_id=used, view={**modal, "external_id": ""})
    assert await place.refused("views.push", trigger_id=used, view={**modal, "external_id": ""}) in (
        "exchanged_trigger_id",
        "push_limit_reached",
    )


async def test_several_processes_take_turns_and_bursts_come_out_of_order(place: Place) -> None:
    seen: list[list[str]] = [[], []]

    def process(number: int) -> Any:
        signing_secret = place.workspace.signing_secret
        app = AsyncApp(client=place.client, signing_secret=signing_secret, process_before_response=True)

        @app.event("app_mention")
        async def mentioned(body: dict[str, Any]) -> None:
            seen[number].append(body["event_id"])

        return AsyncSlackRequestHandler(app)

    async with serving(process(0)) as one, serving(process(1)) as two:
        place.workspace.deliver_to([f"{one}/slack/events", f"{two}/slack/events"])
        with place.workspace.held() as events:
            for number in range(10):
                await place.workspace.say(place.general, place.ada, f"{place.workspace.mention} {number}")
        assert seen == [[], []]
        delivered = await place.workspace.scatter(events, times=4, seed=1)
    assert all(delivery.acknowledged for delivery in delivered)
    assert [len(one) for one in seen] == [20, 20]
    ids = [event.payload["event_id"] for event in events]
    assert sorted(seen[0] + seen[1]) == sorted(ids * 4)
    order = [delivery.event_id for delivery in delivered]
    assert order != ids * 4
