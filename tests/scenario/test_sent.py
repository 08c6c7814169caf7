"""What looks at everything that was sent finds what it should find."""

from __future__ import annotations

from typing import Any

import pytest
from bots import settings_for
from sent import faults_in
from slack_sdk.errors import SlackApiError

from bot.demo import LocalWorkspace
from bot.engine import Engine
from bot.slack.asked import Asked
from bot.slack.client import web_client
from bot.slack.views import Audience, Message, answer_message

ASKED = Asked("who patches the operating system on EC2?")


def message_to(engine: Engine) -> Message:
    """A message that is right."""
    return answer_message(engine.ask(ASKED.text), Audience.CHANNEL, ASKED)


async def sent(workspace: LocalWorkspace, **content: Any) -> None:
    """Posts a message, or tries to."""
    client = web_client(settings_for(workspace), workspace.bot_token)
    channel = workspace.add_channel("general", members=[workspace.add_user("ada")])
    try:
        await client.chat_postMessage(channel=channel.id, **content)
    except SlackApiError:
        assert workspace.calls("chat.postMessage")[0].error


async def test_a_message_that_is_right_is_faultless(engine: Engine) -> None:
    async with LocalWorkspace() as workspace:
        await sent(workspace, **message_to(engine).content())
        assert faults_in(workspace, engine) == []


@pytest.mark.parametrize("missing", ["● you", "shared control", "Source: ", "Your side:"])
async def test_a_text_that_says_less_than_its_blocks_is_found(engine: Engine, missing: str) -> None:
    message = message_to(engine)
    assert missing in message.text
    async with LocalWorkspace() as workspace:
        await sent(workspace, text=message.text.replace(missing, ""), blocks=list(message.blocks))
        assert faults_in(workspace, engine)


@pytest.mark.parametrize("missing", ["● you", "shared control", "guest operating system are on your side"])
async def test_an_answer_without_owner_category_or_explanation_is_found(engine: Engine, missing: str) -> None:
    message = message_to(engine)
    text = message.text.replace(missing, "")
    assert text != message.text
    [buttons] = [block for block in message.blocks if block["type"] == "context_actions"]
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}, buttons]
    async with LocalWorkspace() as workspace:
        await sent(workspace, text=text, blocks=blocks)
        assert [fault for fault in faults_in(workspace, engine) if "is missing in the answer" in fault]


@pytest.mark.filterwarnings("ignore:The top-level:UserWarning")
async def test_blocks_that_slack_refuses_and_texts_that_are_missing_are_found(engine: Engine) -> None:
    for content in ({"text": "x", "blocks": [{"type": "section"}]}, {"blocks": [{"type": "divider"}]}):
        async with LocalWorkspace() as workspace:
            await sent(workspace, **content)
            assert faults_in(workspace, engine)
