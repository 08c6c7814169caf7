"""A real Bolt app talks to the local workspace over both transports, with nothing of Bolt patched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from sample_app import Scene, listen
from serving import serving, socket_mode
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Limits, LocalWorkspace, signed_headers

Start = Callable[..., Awaitable[Scene]]
over_http = pytest.mark.parametrize("start", ["http"], indirect=True)
over_socket = pytest.mark.parametrize("start", ["socket"], indirect=True)


@pytest.fixture(params=["http", "socket"])
async def start(request: pytest.FixtureRequest) -> AsyncIterator[Start]:
    """Starts a scene over one transport; everything in it ends with the test."""
    async with AsyncExitStack() as stack:

        async def begin(bolt: dict[str, Any] | None = None, **options: Any) -> Scene:
            workspace = await stack.enter_async_context(LocalWorkspace(**options))
            ada = workspace.add_user("ada")
            client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
            client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
            app = AsyncApp(
                client=client, signing_secret=workspace.signing_secret, process_before_response=True, **(bolt or {})
            )
            scene = Scene(workspace, app, ada, workspace.add_channel("general", members=[ada]))
            listen(scene)
            if request.param == "http":
                url = await stack.enter_async_context(serving(AsyncSlackRequestHandler(app)))
                workspace.deliver_to(f"{url}/slack/events")
            else:
                await stack.enter_async_context(socket_mode(app, workspace))
            return scene

        yield begin


async def mention(scene: Scene, text: str = "who patches RDS?") -> list[str]:
    """Ada mentions the bot; the texts in the thread that follows."""
    said = await scene.workspace.say(scene.general, scene.ada, f"{scene.workspace.mention} {text}")
    await scene.workspace.settled()
    return [message.text for message in scene.workspace.thread(scene.general, said.ts)[1:]]


async def test_a_mention_is_answered_in_its_thread(start: Start) -> None:
    scene = await start()
    assert await mention(scene) == ["AWS patches RDS"]
    [call] = scene.workspace.calls("chat.postMessage")
    assert call.performed
    assert not call.warnings
    [delivery] = scene.workspace.deliveries("app_mention")
    assert delivery.acknowledged
    assert delivery.envelope.payload["authorizations"][0]["user_id"] == scene.workspace.identity.bot_user_id
    assert not scene.workspace.deliveries("message"), "nobody subscribed to message.channels"


async def test_message_channels_is_delivered_when_subscribed(start: Start) -> None:
    scene = await start(events={"app_mention", "message.channels"})
    said = await scene.workspace.say(scene.general, scene.ada, "lunch?")
    await scene.workspace.settled()
    [delivery, echo] = scene.workspace.deliveries("message")
    assert said.deliveries == (delivery,)
    assert delivery.envelope.payload["event"]["channel_type"] == "channel"
    assert echo.envelope.payload["event"]["bot_id"] == scene.workspace.identity.bot_id


async def test_a_command_is_answered_in_its_acknowledgement(start: Start) -> None:
    scene = await start()
    ack = await scene.workspace.command(scene.ada, scene.general, "/whosejob", "who patches RDS?")
    assert ack.ok
    assert ack.status == 200
    assert ack.body["text"] == "You asked: who patches RDS?"
    assert ack.message == scene.workspace.ephemerals(scene.general, scene.ada)[0]
    assert scene.workspace.messages(scene.general) == []


async def test_a_command_acknowledged_late_has_failed(start: Start) -> None:
    scene = await start(limits=Limits(ack_seconds=0.2))
    ack = await scene.workspace.command(scene.ada, scene.general, "/whosejob", "slowly")
    assert ack.error == "operation_timeout"
    assert len(ack.delivery.attempts) == 1, "commands are not sent again"
    await asyncio.sleep(0.4)


async def test_a_command_with_invalid_blocks_shows_an_error(start: Start) -> None:
    scene = await start()
    ack = await scene.workspace.command(scene.ada, scene.general, "/whosejob", "broken")
    assert ack.error == "invalid_command_response"
    assert ack.problems == ("must be less than 151 characters [json-pointer:/blocks/0/text/text]",)
    assert ack.message is None


async def test_a_button_updates_its_message(start: Start) -> None:
    scene = await start()
    await mention(scene)
    posted = scene.workspace.messages(scene.general)[-1]
    ack = await scene.workspace.click(scene.ada, posted, action_id="share")
    await scene.workspace.settled()
    updated = scene.workspace.messages(scene.general)[-1]
    assert ack.ok
    assert (updated.ts, updated.text, updated.blocks) == (posted.ts, "Shared", ())
    assert updated.edited
    with pytest.raises(LookupError, match="share"):
        await scene.workspace.click(scene.ada, posted, action_id="no_such_button")


async def test_a_button_of_an_ephemeral_message_replaces_it_through_its_response_url(start: Start) -> None:
    scene = await start()
    shown = (await scene.workspace.command(scene.ada, scene.general, "/whosejob", "x")).message
    assert shown is not None
    await scene.workspace.click(scene.ada, shown, action_id="share")
    await scene.workspace.settled()
    assert [message.text for message in scene.workspace.ephemerals(scene.general, scene.ada)] == ["Shared"]


async def test_a_direct_message_is_answered_once_and_the_echo_ignored(start: Start) -> None:
    scene = await start()
    dm = scene.workspace.dm(scene.ada)
    await scene.workspace.say(dm, scene.ada, "who patches EC2?")
    await scene.workspace.settled()
    assert [message.text for message in scene.workspace.messages(dm)] == ["who patches EC2?", "You do."]
    user, echo = (delivery.envelope.payload["event"] for delivery in scene.workspace.deliveries("message"))
    assert (user["channel_type"], user["user"]) == ("im", scene.ada.id)
    assert echo["bot_id"] == scene.workspace.identity.bot_id


async def test_a_bot_that_answers_itself_never_settles(start: Start) -> None:
    scene = await start(bolt={"ignoring_self_events_enabled": False})
    dm = scene.workspace.dm(scene.ada)
    await scene.workspace.say(dm, scene.ada, "hello")
    with pytest.raises(TimeoutError, match="not settled"):
        await scene.workspace.settled(timeout=0.5)
    assert len(scene.workspace.calls("chat.postMessage")) > 3


async def test_an_event_is_redelivered_under_its_id(start: Start) -> None:
    scene = await start()
    said = await scene.workspace.say(scene.general, scene.ada, f"{scene.workspace.mention} who?")
    await scene.workspace.redeliver(said.deliveries[0], times=3, at_once=True)
    await scene.workspace.settled()
    assert scene.seen == [said.deliveries[0].event_id] * 4
    assert len(scene.workspace.calls("chat.postMessage")) == 4, "Bolt does not de-duplicate; the app has to"


async def test_an_event_acknowledged_late_is_sent_again(start: Start) -> None:
    scene = await start(limits=Limits(ack_seconds=0.2))
    said = await scene.workspace.say(scene.general, scene.ada, f"{scene.workspace.mention} slowly")
    first, second = said.deliveries[0].attempts
    assert first.failure in ("http_timeout", "timeout")
    assert (second.number, second.retry_reason, second.failure) == (1, first.failure, None)
    assert said.acknowledged
    await asyncio.sleep(0.4)
    await scene.workspace.settled()
    assert len(scene.seen) == 2


async def test_a_rate_limited_call_is_tried_again_by_the_sdk(start: Start) -> None:
    scene = await start()
    scene.workspace.faults.rate_limit("chat.postMessage", retry_after=1)
    assert await mention(scene) == ["AWS patches RDS"]
    limited, performed = scene.workspace.calls("chat.postMessage")
    assert (limited.status, limited.error, limited.performed) == (429, "ratelimited", False)
    assert performed.performed
    assert performed.at - limited.at >= 0.9


async def test_a_dropped_reply_leaves_the_message_and_makes_the_sdk_post_twice(start: Start) -> None:
    scene = await start()
    scene.workspace.faults.drop_reply("chat.postMessage")
    assert await mention(scene) == ["AWS patches RDS"] * 2
    dropped, again = scene.workspace.calls("chat.postMessage")
    assert (dropped.fault, dropped.performed, again.fault) == ("drop_reply", True, None)


async def test_a_server_error_performs_nothing(start: Start) -> None:
    scene = await start()
    scene.workspace.faults.server_error("chat.postMessage")
    assert await mention(scene) == []
    assert scene.problems == ["SlackApiError"]


async def test_a_trigger_opens_one_modal(start: Start) -> None:
    scene = await start()
    await scene.workspace.command(scene.ada, scene.general, "/whosejob", "ask")
    assert scene.problems == ["exchanged_trigger_id"]
    assert scene.workspace.modal(scene.ada) is not None


async def test_a_modal_is_filled_in_and_submitted(start: Start) -> None:
    scene = await start()
    assert (await scene.workspace.shortcut(scene.ada, "ask_anywhere")).ok
    modal = scene.workspace.modal(scene.ada)
    assert modal is not None
    suggested = await scene.workspace.suggest(scene.ada, modal, action_id="service", query="rds")
    assert suggested.ok
    assert suggested.body["options"][0]["text"]["text"] == "RDS"
    with pytest.raises(ValueError, match="not optional"):
        await scene.workspace.submit(scene.ada, modal)
    refused = await scene.workspace.submit(scene.ada, modal, {"text": "?"})
    assert refused.body["errors"] == {"question": "Say more"}
    assert scene.workspace.modal(scene.ada) == modal
    assert (await scene.workspace.submit(scene.ada, modal, {"text": "RDS", "service": "rds"})).ok
    await scene.workspace.settled()
    assert scene.workspace.modal(scene.ada) is None
    assert [message.text for message in scene.workspace.messages(scene.workspace.dm(scene.ada))] == ["On RDS"]


async def test_the_home_tab_is_published_and_clickable(start: Start) -> None:
    scene = await start()
    assert (await scene.workspace.open_home(scene.ada)).acknowledged
    home = scene.workspace.home(scene.ada)
    assert home is not None
    assert home.content["blocks"][1]["elements"][0]["action_id"] == "share"
    await scene.workspace.open_home(scene.ada)
    assert scene.workspace.deliveries("app_home_opened")[1].envelope.payload["event"]["view"]["id"] == home.id


async def test_a_response_url_works_five_times(start: Start) -> None:
    scene = await start()
    await scene.workspace.command(scene.ada, scene.general, "/whosejob", "respond")
    shown = [message.text for message in scene.workspace.ephemerals(scene.general, scene.ada)]
    assert shown == [f"reply {number}" for number in range(5)]
    assert scene.workspace.calls("response_url")[-1].error == "used_url"
    assert "used_url" in scene.problems[0]


async def test_a_message_shortcut_hands_over_the_message(start: Start) -> None:
    scene = await start()
    said = await scene.workspace.say(scene.general, scene.ada, "who pays?")
    assert (await scene.workspace.message_shortcut(scene.ada, said.message, "about_message")).ok
    [shown] = scene.workspace.ephemerals(scene.general, scene.ada)
    assert shown.text == "About: who pays?"


async def test_a_missing_scope_is_refused(start: Start) -> None:
    scene = await start()
    scene.workspace.grant({"app_mentions:read"})
    assert await mention(scene) == []
    [call] = scene.workspace.calls("chat.postMessage")
    assert (call.error, call.answer["needed"]) == ("missing_scope", "chat:write")


async def test_uninstalling_tells_the_app(start: Start) -> None:
    scene = await start()
    await mention(scene)
    await scene.workspace.uninstall()
    assert scene.seen[1:] == ["tokens_revoked", "app_uninstalled"]


async def test_several_people_at_once(start: Start) -> None:
    scene = await start()
    asked = [(scene.ada, f"{scene.workspace.mention} {number}") for number in range(20)]
    said = await scene.workspace.together(scene.general, asked)
    await scene.workspace.settled()
    assert all(one.acknowledged for one in said)
    assert all(len(scene.workspace.thread(scene.general, one.ts)) == 2 for one in said)


@over_socket
async def test_the_app_reconnects_over_socket_mode(start: Start) -> None:
    scene = await start()
    await scene.workspace.ask_to_reconnect()
    assert await mention(scene) == ["AWS patches RDS"]
    assert len(scene.workspace.calls("apps.connections.open")) == 2


@over_socket
async def test_an_event_cut_off_unacknowledged_comes_again_over_the_next_connection(start: Start) -> None:
    scene = await start()
    saying = asyncio.create_task(scene.workspace.say(scene.general, scene.ada, f"{scene.workspace.mention} slowly"))
    while not scene.seen:  # noqa: ASYNC110 (the app, not the workspace, says when)
        await asyncio.sleep(0.01)
    await scene.workspace.cut_connections()
    first, second = (await saying).deliveries[0].attempts
    assert (first.failure, second.retry_reason, second.failure) == ("connection_failed", "connection_failed", None)
    await scene.workspace.settled(quiet=0.5)
    assert len(scene.seen) == 2


@over_http
async def test_the_url_is_verified(start: Start) -> None:
    scene = await start()
    assert (await scene.workspace.verify_url()).ok


@over_http
@pytest.mark.parametrize(
    ("secret", "timestamp"), [("wrong", None), ("local-signing-secret", "1000000000")], ids=["signature", "stale"]
)
async def test_bolt_refuses_what_is_not_signed_by_the_workspace(start: Start, secret: str, timestamp: str) -> None:
    scene = await start()
    async with serving(AsyncSlackRequestHandler(scene.app)) as url, aiohttp.ClientSession() as session:
        headers = signed_headers(secret, "{}", timestamp) | {"Content-Type": "application/json"}
        async with session.post(f"{url}/slack/events", data="{}", headers=headers) as response:
            assert response.status == 401


@over_http
async def test_an_app_that_does_not_listen_gets_four_tries(start: Start) -> None:
    scene = await start()
    scene.workspace.deliver_to("http://127.0.0.1:1/slack/events")
    said = await scene.workspace.say(scene.general, scene.ada, scene.workspace.mention)
    attempts = said.deliveries[0].attempts
    assert [attempt.failure for attempt in attempts] == ["connection_failed"] * 4
    assert [attempt.retry_reason for attempt in attempts] == [None] + ["connection_failed"] * 3
