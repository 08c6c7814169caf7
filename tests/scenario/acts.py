"""One request of every kind that Slack sends, as a local workspace sends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bots import EVENTS, SCOPES, settings_for
from serving import serving
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Channel, Identity, LocalWorkspace, Message, User
from bot.demo.filling import find_element
from bot.demo.model import Envelope
from bot.demo.payloads import interaction
from bot.engine import Engine
from bot.slack.app import build_app
from bot.slack.asgi import slack_asgi
from bot.slack.desk import Desk
from bot.slack.polls import answer_of
from bot.slack.views.ask import QUESTION, SERVICE, TOPIC
from bot.slack.views.ballot import ballot_message
from bot.slack.views.leaderboard import BOARD_JOIN, BOARD_LEAVE, BOARD_SHOW
from bot.slack.views.practice import PRACTICE_BEGIN, REMIND, REMIND_NO_MORE
from bot.slack.views.settings import ANSWERS
from bot.slack.views.subscribing import DIRECT, END, FIRST, HERE, PAUSE, PREVIEW, RESUME, TIP_DAYS, WHERE, ZONE
from bot.store import open_store
from bot.study.ballot import Ballot
from bot.subscription import Post, Subscription
from bot.web import Web

WORDS = "who patches RDS? marzipan"
MANY = "compare EC2, RDS, Lambda, S3, DynamoDB, EKS"
"""An answer of several pages."""


async def every_kind(engine: Engine) -> tuple[list[Envelope], Identity, int]:
    """Real envelopes of everything that people can do, the workspace's identity, and its port, which is free again."""
    async with LocalWorkspace(events=EVENTS, scopes=SCOPES) as workspace:
        store = await open_store()
        desk = Desk(engine, store)
        try:
            settings = settings_for(workspace)
            application = Web(slack_asgi(build_app(desk, settings)), workspace.signing_secret, {})
            async with serving(application) as url:
                workspace.deliver_to(f"{url}/slack/events")
                await vote(workspace, engine)
                await act(workspace)
        finally:
            await desk.close()
            await store.close()
        envelopes = [delivery.envelope for delivery in workspace.deliveries()]
        return envelopes + unheard(workspace), workspace.identity, int(workspace.base_url.rpartition(":")[2])


async def act(workspace: LocalWorkspace) -> None:
    """People do everything once."""
    ada = workspace.add_user("marzipan")
    general = workspace.add_channel("marzipan", members=[ada])
    dm = workspace.dm(ada)
    said = await workspace.say(general, ada, f"{workspace.mention} {WORDS}")
    await workspace.say(dm, ada, WORDS)
    edited = await workspace.say(dm, ada, "and in EC2? marzipan", thread_ts=None)
    await workspace.edit(edited.message, "and in S3? marzipan")
    await workspace.say(general, ada, f"{workspace.mention} and encryption?", thread_ts=said.ts)
    for text in (
        WORDS,
        "who encrypts it?",
        "",
        "help",
        "tip",
        "quiz",
        "quiz marzipan",
        "practice",
        "leaderboard",
        "forget me",
        "matrix rds",
        MANY,
        "marzipan submarine",
    ):
        ack = await workspace.command(ada, general, "/whosejob", text)
        if ack.message:
            for action_id in _buttons(ack.message.blocks):
                await workspace.click(ada, ack.message, action_id=action_id)
    await workspace.say(general, ada, f"{workspace.mention} who encrypts it?")
    await workspace.settled()
    for message in [one for one in workspace.messages(general) if one.bot_id]:
        for action_id in _buttons(message.blocks):
            await workspace.click(ada, message, action_id=action_id, value=_wrong(message, action_id))
            await workspace.settled()  # a modal that opens late would lie above the next
            modal = workspace.modal(ada)
            if modal:
                await workspace.submit(ada, modal, {"feedback-reason": "owner"})
    await workspace.message_shortcut(ada, said.message, "whose-job")
    await _ask(workspace, ada)
    await _change_settings(workspace, workspace.add_user("grace", is_admin=True), general)
    await _set_up_tips(workspace, ada, general)
    await workspace.open_home(ada)
    await workspace.open_home(ada, "messages")
    await at_home(workspace, ada)
    await workspace.happen(
        {"type": "reaction_added", "user": ada.id, "item": {"type": "message", "channel": general.id}}
    )
    await workspace.verify_url()
    await workspace.uninstall()
    await workspace.settled()


async def vote(workspace: LocalWorkspace, engine: Engine) -> None:
    """Someone clicks all that a channel's quiz questions and their answers offer."""
    ada = workspace.add_user("marzipan")
    channel = workspace.add_channel("marzipan", members=[ada])
    client = AsyncWebClient(workspace.bot_token, base_url=workspace.api_url)
    subscription = Subscription(workspace=workspace.identity.team_id, place=channel.id, person=ada.id)
    for several in (False, True):
        scenarios = engine.lessons.scenarios.values()
        scenario = next(one for one in scenarios if (len(one.right) > 1) is several)
        quiz = Post(kind="quiz", day=date(2026, 11, 30), moment=1796029201, lesson=scenario.id)
        answer = answer_of(engine.lessons, Ballot(subscription.workspace, quiz.day, scenario.id), subscription)
        for message in (ballot_message(scenario, quiz, subscription), answer):
            await client.chat_postMessage(channel=channel.id, **message.content())
            [*_, posted] = workspace.messages(channel)
            for action_id in _buttons(posted.blocks):
                await workspace.click(ada, posted, action_id=action_id)


async def _ask(workspace: LocalWorkspace, user: User) -> None:
    """Someone types, picks and clicks in the modal of the global shortcut."""
    for values in ({}, {QUESTION: "who encrypts it? marzipan"}, {SERVICE: "rds", TOPIC: "backup_recovery"}):
        await workspace.shortcut(user, "ask")
        view = workspace.modal(user)
        if view:
            for typed in ("marzipan", "rds"):
                await workspace.suggest(user, view, action_id=SERVICE, query=typed)
            await workspace.suggest(user, view, action_id=TOPIC, query="")
            await workspace.submit(user, view, values)
            await _click_all(workspace, user)


async def _click_all(workspace: LocalWorkspace, user: User) -> None:
    """Someone clicks all that a modal offers, whatever has come of it meanwhile."""
    view = workspace.modal(user)
    for action_id in _buttons(view.content["blocks"]) if view else ():
        await workspace.click(user, view, action_id=action_id)


async def _set_up_tips(workspace: LocalWorkspace, user: User, channel: Channel) -> None:
    """Someone sets up tips, looks at the preview, pauses, lists and stops them."""
    dm = workspace.dm(user)
    for place, where in ((channel, DIRECT), (channel, HERE), (dm, "")):
        await workspace.command(user, place, "/whosejob", "tips")
        view = workspace.modal(user)
        if view and where:
            await workspace.click(user, view, action_id=WHERE, value=where, values={FIRST: "2026-02-30"})
        view = workspace.modal(user)
        if view:
            await workspace.suggest(user, view, action_id=ZONE, query="marzipan")
            await workspace.suggest(user, view, action_id=ZONE, query="utc+1")
            await workspace.submit(user, view, {TIP_DAYS: []})
            await workspace.submit(user, view)
    await workspace.command(user, channel, "/whosejob", "tips list")
    for action_id in (PREVIEW, PAUSE, RESUME, END):
        await workspace.command(user, channel, "/whosejob", "tips")
        view = workspace.modal(user)
        if view and action_id in _buttons(view.content["blocks"]):
            await workspace.click(user, view, action_id=action_id)
    await workspace.say(dm, user, "stop")


async def _change_settings(workspace: LocalWorkspace, admin: User, channel: Channel) -> None:
    """An admin changes the settings and changes them back."""
    workspace.state.set_members(channel.id, workspace.state.channels[channel.id].members | {admin.id})
    for answers in ("public", "private"):
        await workspace.command(admin, channel, "/whosejob", "settings")
        view = workspace.modal(admin)
        if view:
            await workspace.submit(admin, view, {ANSWERS: answers})


async def at_home(workspace: LocalWorkspace, ada: User) -> None:
    """Someone does everything once that App Home and the modals over it offer."""
    home = workspace.home(ada)
    assert home is not None
    await workspace.click(ada, home, action_id="home-ask", value=WORDS)
    for action_id, value in (("browse-group", "containers"), ("ask-service", "rds"), ("home-settings", None)):
        await workspace.click(ada, home, action_id=action_id, value=value)
    await workspace.click(ada, home, action_id="browse-group", value="containers")
    services = workspace.modal(ada)
    assert services is not None
    await workspace.click(ada, services, action_id="browse-service-1")
    picture = workspace.modal(ada)
    assert picture is not None
    _, topics = find_element(picture.content["blocks"], "browse-topic")
    await workspace.click(ada, picture, action_id="browse-topic", value=topics["options"][0]["value"])
    home = workspace.home(ada)
    assert home is not None
    await workspace.click(ada, home, action_id=PRACTICE_BEGIN)
    for _ in range(2):
        await _click_all(workspace, ada)
    practice = workspace.modal(ada)
    assert practice is not None
    await workspace.close_view(ada, practice)
    for action_id in (REMIND, BOARD_JOIN, BOARD_SHOW):
        await workspace.click(ada, home, action_id=action_id)
    home = workspace.home(ada)
    assert home is not None
    for action_id in (REMIND_NO_MORE, BOARD_LEAVE, "home-again-1", "home-forget"):
        await workspace.click(ada, home, action_id=action_id)


def unheard(workspace: LocalWorkspace) -> list[Envelope]:
    """Kinds that come only where the app has asked for them."""
    [ada, *_] = [user for user in workspace.state.users.values() if not user.is_bot]
    identity = workspace.identity
    view: dict[str, Any] = {
        "id": "V1", "team_id": identity.team_id, "type": "modal", "callback_id": "feedback-reason", "hash": "1",
        "private_metadata": '["C1:1.1","marzipan"]', "state": {"values": {}}, "blocks": [],
    }  # fmt: skip
    function = {
        "type": "function_executed",
        "function": {"id": "Fn1", "callback_id": "look_up", "input_parameters": [], "output_parameters": []},
        "inputs": {"question": WORDS, "service": "rds"},
        "function_execution_id": "Fx1",
        "bot_access_token": "xwfp-marzipan",
        "event_ts": "1.1",
    }
    return [
        interaction("view_submission", ada, identity, view=view, trigger_id="1.2.marzipan", response_urls=[]),
        interaction("view_closed", ada, identity, view=view, is_cleared=False),
        interaction(
            "block_suggestion", ada, identity, action_id="service", block_id="b", value="marzipan", view=view,
            container={"type": "view", "view_id": "V1"},
        ),
        workspace._context.events.callback(function),
        Envelope("slash_commands", {"ssl_check": "1", "token": "marzipan"}),
    ]  # fmt: skip


def _buttons(blocks: Iterable[dict[str, Any]]) -> list[str]:
    return [
        element["action_id"]
        for block in blocks
        if block["type"] in ("actions", "context_actions")
        for element in block["elements"]
    ]


def _wrong(message: Message, action_id: str) -> str | None:
    """The value of the button that opens the modal, of native feedback buttons."""
    for block in message.blocks:
        for element in block.get("elements", []) if block["type"] == "context_actions" else []:
            if element["action_id"] == action_id:
                return str(element["negative_button"]["value"])
    return None
