"""A workspace that is kept from one start of the demo to the next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from visiting import Visitor, visited

from bot.demo.model import Message
from bot.demo.page.running import Options, demo, run
from bot.errors import DemoError
from bot.settings import Settings


async def test_half_a_character_does_not_keep_a_workspace_from_being_kept(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    options = Options(port=0, keep=file, own_bot=False)
    async with visited(options, None) as guest:
        general = guest.channel("general")
        assert (await guest.act("say", "ada", channel=general, text="typed \ud83d!"))["ok"]
        state = guest.workspace.state
        state.add_message(Message(general, state.new_ts(), state.identity.bot_user_id, "sent \ud83d!"))
    assert {"typed ?!", "sent ?!"} <= {message["text"] for message in json.loads(file.read_text())["messages"]}
    assert file.stat().st_mode & 0o077 == 0, "what is kept is nobody else's to read"
    async with demo(options, Settings()):
        pass


@pytest.mark.parametrize(
    ("name", "value"), [("ids", 10**15), ("clock", -1.0), ("clock", 1e300), ("messages.0.ts", "soon")]
)
async def test_a_file_that_would_hang_or_break_the_demo_is_left_alone(tmp_path: Path, name: str, value: object) -> None:
    file = tmp_path / "kept.json"
    options = Options(port=0, keep=file, own_bot=False)
    async with demo(options, Settings()):
        pass
    content = json.loads(file.read_text())
    *path, last = name.split(".")
    inner = content[path[0]][int(path[1])] if path else content
    inner[last] = value
    file.write_text(json.dumps(content))
    with pytest.raises(DemoError, match="left as it is"):
        async with demo(options, Settings()):
            pass


async def test_a_kept_workspace_comes_back(cache: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    options = Options(port=0, keep=file)
    async with visited(options, cache) as guest:
        await guest.hear("message", lambda news: news["message"].get("reply_count") == 3)
        made = await guest.act("create_channel", "bob", name="ours")
        said = await guest.act("say", "bob", channel=made["channel"], text="still here?")
        at = int(guest.workspace.clock.now()) + 7_200
        call = {"channel": guest.channel("general"), "text": "later", "post_at": at}
        headers = {"Authorization": f"Bearer {guest.workspace.bot_token}"}
        async with guest.session.post("/api/chat.scheduleMessage", json=call, headers=headers) as response:
            assert (await response.json())["ok"]
        await guest.act("advance", "bob", seconds=3600)
    async with visited(options, cache) as guest:
        bob = guest.id_of("bob")
        shown = await guest.get("messages", user=bob, channel=guest.channel("ours"))
        assert [message["ts"] for message in shown["messages"]] == [said["ts"]]
        assert (await guest.get("state"))["offset"] == 3600
        assert len(guest.workspace.state.users) == 4, "nothing is seeded twice"
        assert "RDS" in (await guest.ask("who patches RDS?"))["text"], "events have new ids"
        await guest.act("advance", "bob", seconds=3700)
        await guest.hear("message", lambda news: news["message"]["text"] == "later")


@pytest.mark.parametrize("content", ["", "{}", "not JSON", '{"version": 2}'])
def test_a_file_that_is_no_kept_workspace_is_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "broken.json"
    file.write_text(content)
    with pytest.raises(DemoError, match="left as it is"):
        run(Options(port=0, keep=file, own_bot=False), Settings())
    assert file.read_text() == content
    assert list(tmp_path.iterdir()) == [file]


async def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    options = Options(port=0, keep=file, own_bot=False)
    async with demo(options, Settings()):
        pass
    content = json.loads(file.read_text())
    content["messages"][0]["user"] = "U_GONE"
    file.write_text(json.dumps(content))
    with pytest.raises(DemoError, match="U_GONE, who is nobody"):
        async with demo(options, Settings()):
            pass
    assert json.loads(file.read_text()) == content


async def test_a_port_that_is_taken_is_said(alone: Visitor) -> None:
    port = int(alone.workspace.base_url.rsplit(":", 1)[1])
    with pytest.raises(DemoError, match=f"port {port}"):
        async with demo(Options(port=port, own_bot=False), Settings()):
            pass
