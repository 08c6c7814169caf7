"""A small Bolt app that does one of everything, and notes what it has seen."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Channel, LocalWorkspace, User

BUTTON = {"type": "button", "action_id": "share", "text": {"type": "plain_text", "text": "Share"}, "value": "rds"}
BLOCKS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*AWS patches RDS*"}},
    {"type": "actions", "elements": [BUTTON]},
]
ASK = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [
        {
            "type": "input",
            "block_id": "question",
            "label": {"type": "plain_text", "text": "Question"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "optional": True,
            "label": {"type": "plain_text", "text": "Service"},
            "element": {"type": "external_select", "action_id": "service", "min_query_length": 1},
        },
    ],
}


@dataclass
class Scene:
    """A workspace with a person, a channel and a sample app that is connected to it."""

    workspace: LocalWorkspace
    app: AsyncApp
    ada: User
    general: Channel
    seen: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def listen(scene: Scene) -> None:
    """Registers the sample app's listeners."""
    app = scene.app

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], body: dict[str, Any], say: Any) -> None:
        scene.seen.append(body["event_id"])
        if "slowly" in event["text"] and len(scene.seen) == 1:
            await asyncio.sleep(0.4)
        try:
            await say(text="AWS patches RDS", blocks=BLOCKS, thread_ts=event["ts"])
        except (SlackApiError, aiohttp.ClientError) as error:
            scene.problems.append(type(error).__name__)

    @app.event("message")
    async def direct(event: dict[str, Any], say: Any) -> None:
        scene.seen.append(event["ts"])
        await say("You do.")

    @app.command("/whosejob")
    async def command(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
        match body["text"]:
            case "slowly":
                await asyncio.sleep(0.4)
                await ack("too late")
            case "ask":
                await ack()
                await client.views_open(trigger_id=body["trigger_id"], view=ASK)
                try:
                    await client.views_open(trigger_id=body["trigger_id"], view=ASK)
                except SlackApiError as error:
                    scene.problems.append(error.response["error"])
            case "respond":
                await ack()
                replies = [await respond(f"reply {number}") for number in range(6)]
                scene.problems.append(replies[-1].body)
            case "broken":
                await ack(blocks=[{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], text="x")
            case text:
                await ack(text=f"You asked: {text}", blocks=BLOCKS)

    @app.action("share")
    async def share(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
        await ack()
        if body["container"]["is_ephemeral"]:
            await respond(text="Shared", replace_original=True)
        else:
            where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
            await client.chat_update(**where, text="Shared", blocks=[])

    @app.options("service")
    async def services(ack: Any, payload: dict[str, Any]) -> None:
        await ack(options=[{"text": {"type": "plain_text", "text": payload["value"].upper()}, "value": "rds"}])

    @app.view("ask")
    async def asked(ack: Any, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        text = view["state"]["values"]["question"]["text"]["value"]
        if text == "?":
            await ack(response_action="errors", errors={"question": "Say more"})
        else:
            await ack()
            await client.chat_postMessage(channel=body["user"]["id"], text=f"On {text}")

    @app.event("app_home_opened")
    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": BLOCKS})

    @app.shortcut("ask_anywhere")
    async def shortcut(ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=ASK)

    @app.shortcut("about_message")
    async def about(ack: Any, shortcut: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond(f"About: {shortcut['message']['text']}")

    @app.event("app_uninstalled")
    async def uninstalled() -> None:
        scene.seen.append("app_uninstalled")

    @app.event("tokens_revoked")
    async def revoked() -> None:
        scene.seen.append("tokens_revoked")
