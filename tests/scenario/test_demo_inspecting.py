"""What the inspector makes of calls: whose doing they are, and how long after, whatever the workspace's clock says."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import LocalWorkspace
from bot.demo.page.inspecting import LONG_AFTER, Inspector

Entry = dict[str, Any]


def calls(inspector: Inspector) -> list[Entry]:
    return [entry for entry in inspector.since(0) if entry["kind"] == "call"]


async def test_calls_are_told_by_real_time_and_background_work_is_nobodys_action() -> None:
    now = 100.0
    async with LocalWorkspace() as workspace:
        inspector = Inspector(workspace, lambda _: None, lambda: now)
        ada = workspace.add_user("ada")
        general = workspace.add_channel("general", members=[ada])
        client = AsyncWebClient(workspace.bot_token, base_url=workspace.api_url)
        said = await workspace.say(general, ada, f"{workspace.mention} who patches RDS?")
        action = inspector.since(0)[0]["n"]

        now += 0.25
        workspace.clock.advance(86_400)
        await client.chat_postMessage(channel=general.id, text="AWS does", thread_ts=said.ts)
        assert [(one["action"], one["ms"]) for one in calls(inspector)] == [(action, 250.0)]

        now += LONG_AFTER
        await client.chat_scheduledMessages_list()
        now += 1.0
        await client.chat_scheduledMessages_list()
        _, listed, again = calls(inspector)
        assert listed["action"] == again["action"] == listed["n"]
        assert (listed["ms"], again["ms"]) == (0.0, 1000.0)

        await client.chat_postMessage(channel=general.id, text="and this", thread_ts=said.ts)
        assert calls(inspector)[-1]["action"] == action, "it names what was said, however long after"
