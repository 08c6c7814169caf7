"""`whosejob demo` without its page: people act over HTTP, and see over the feed what comes of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.demo import LocalWorkspace
from bot.demo.model import Message
from bot.demo.page.declared import declared
from bot.demo.page.running import Demo, Options, _workspace, demo, run
from bot.errors import DemoError
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.slack.views.ballot import PICK_ROW
from bot.slack.views.subscribing import AT, QUIZ_DAYS, TIP_DAYS

JSON = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n picture"


class Visitor:
    """A browser with the page open, seen from the server: it asks, acts, and listens."""

    def __init__(self, running: Demo, session: aiohttp.ClientSession) -> None:
        self.running = running
        self.workspace: LocalWorkspace = running.workspace
        self.session = session
        self.heard: list[JSON] = []

    async def get(self, path: str, **query: str) -> JSON:
        """The JSON at a path."""
        async with self.session.get(f"/demo/{path}", params=query) as response:
            body: JSON = await response.json()
            return body

    async def act(self, act: str, user: str, **body: Any) -> JSON:
        """What comes of a person's act."""
        async with self.session.post(f"/demo/act/{act}", json={"user": self.id_of(user), **body}) as response:
            assert response.status == 200
            answer: JSON = await response.json()
            return answer

    async def listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Notes what the feed says."""
        async for message in socket:
            self.heard.append(message.json())

    def id_of(self, name: str) -> str:
        """A person's id, by name."""
        return next(user.id for user in self.workspace.state.users.values() if user.name == name)

    def channel(self, name: str) -> str:
        """A channel's id, by name."""
        return next(one.id for one in self.workspace.state.channels.values() if one.name == name and one.kind != "im")

    def dm(self, name: str) -> str:
        """The id of a person's direct message with the bot."""
        return self.workspace.state.direct_message(self.id_of(name)).id

    async def hear(self, kind: str, when: Callable[[JSON], Any] = bool) -> JSON:
        """The first news of a kind for which something is true, once it has come."""
        async with asyncio.timeout(10):
            while True:
                for news in self.heard:
                    if news["type"] == kind and when(news):
                        return news
                await asyncio.sleep(0.01)

    async def answer(self, root: str) -> JSON:
        """The bot's first message in a thread."""
        news = await self.hear("message", lambda n: n["message"].get("thread_ts") == root and "bot_id" in n["message"])
        message: JSON = news["message"]
        return message

    async def ask(self, question: str, user: str = "ada") -> JSON:
        """The bot's answer to a question in a channel."""
        said = await self.act("say", user, channel=self.channel("general"), text=f"@whosejob {question}")
        assert said["ok"]
        return await self.answer(said["ts"])

    async def privately(self, line: str, user: str = "ada") -> JSON:
        """The private answer to a slash command in a channel."""
        self.heard.clear()
        ran = await self.act("command", user, channel=self.channel("general"), text=line)
        assert ran == {"ok": True}
        news = await self.hear("ephemeral")
        message: JSON = news["message"]
        return message

    async def click(self, message: JSON, button: JSON, user: str = "ada", **more: Any) -> JSON:
        """What comes of clicking one of a message's elements."""
        where = {"channel": message["channel"], "ts": message["ts"]}
        named = {"action_id": button["action_id"], "value": button.get("value")}
        return await self.act("click", user, **where, **named, **more)


def elements(blocks: list[JSON]) -> list[JSON]:
    """Everything in blocks that can be clicked or filled in."""
    found: list[JSON] = []
    for block in blocks:
        found += [one for one in block.get("elements", []) if isinstance(one, dict) and "action_id" in one]
        found += [block[place] for place in ("accessory", "element") if "action_id" in block.get(place, {})]
    return found


def labelled(blocks: list[JSON], text: str) -> JSON:
    """The button that says something."""
    return next(one for one in elements(blocks) if text in str(one.get("text")))


@asynccontextmanager
async def visited(options: Options, cache: Path | None) -> AsyncIterator[Visitor]:
    """A running demo with a visitor, once its bot is connected."""
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(demo(options, Settings(cache=cache), lambda _: None))
        stop = asyncio.Event()
        until = asyncio.create_task(running.until(stop))
        stack.push_async_callback(lambda: until)
        stack.callback(stop.set)
        session = await stack.enter_async_context(aiohttp.ClientSession(running.workspace.base_url))
        visitor = Visitor(running, session)
        socket = await stack.enter_async_context(session.ws_connect("/demo/feed"))
        listening = asyncio.create_task(visitor.listen(socket))
        stack.callback(listening.cancel)
        if options.own_bot:
            await running.connected.wait()
        yield visitor


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the built knowledge."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
async def visitor(cache: Path) -> AsyncIterator[Visitor]:
    """A demo with the bot over Socket Mode, on any free port."""
    async with visited(Options(port=0), cache) as one:
        yield one


@pytest.fixture
async def alone() -> AsyncIterator[Visitor]:
    """A demo without a bot."""
    async with visited(Options(port=0, own_bot=False), None) as one:
        yield one


async def test_a_first_start_has_people_channels_and_an_answered_thread(visitor: Visitor) -> None:
    state = await visitor.get("state")
    assert {user["name"] for user in state["users"]} == {"whosejob", "ada", "bob", "eve"}
    assert len({user["tz"] for user in state["users"] if not user["is_bot"]}) == 3
    assert [user["name"] for user in state["users"] if user["is_admin"]] == ["ada"]
    assert {one["name"] for one in state["channels"]} == {"general", "security", "whosejob"}
    assert [one["command"] for one in state["commands"]] == ["/whosejob"]
    assert {one["type"] for one in state["shortcuts"]} == {"global", "message"}
    root = await visitor.hear("message", lambda news: news["message"].get("reply_count") == 3)
    thread = await visitor.get(
        "messages", user=visitor.id_of("bob"), channel=visitor.channel("general"), thread=root["message"]["ts"]
    )
    assert ["bot_id" in message for message in thread["messages"]] == [False, True, False, True]
    assert thread["messages"][1]["text"].startswith("*Patching the operating system")


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_questions_are_answered_over_either_transport(cache: Path, http: bool) -> None:
    async with visited(Options(port=0, http=http), cache) as visitor:
        assert "RDS" in (await visitor.ask("who patches RDS?"))["text"]


async def test_a_choice_is_picked(visitor: Visitor) -> None:
    choice = await visitor.ask("who encrypts it?")
    buttons = [one for one in elements(choice["blocks"]) if one["type"] == "button"]
    if not buttons:
        pytest.skip("the question has become one that is answered")
    visitor.heard.clear()
    assert await visitor.click(choice, buttons[0]) == {"ok": True}
    assert (await visitor.hear("message"))["message"]["blocks"] != choice["blocks"]


async def test_a_private_answer_is_seen_by_one_and_then_shared(visitor: Visitor) -> None:
    shown = await visitor.privately("/whosejob who patches RDS?")
    assert (shown["ephemeral_for"], shown["is_ephemeral"]) == (visitor.id_of("ada"), True)
    general = visitor.channel("general")
    hers, his = [await visitor.get("messages", user=visitor.id_of(name), channel=general) for name in ("ada", "bob")]
    assert shown["ts"] in [message["ts"] for message in hers["messages"]]
    assert shown["ts"] not in [message["ts"] for message in his["messages"]]
    visitor.heard.clear()
    assert await visitor.click(shown, labelled(shown["blocks"], "Share")) == {"ok": True}
    await visitor.hear("message", lambda news: news["message"]["channel"] == general and "bot_id" in news["message"])
    refused = await visitor.click(shown, labelled(shown["blocks"], "Share"), "bob")
    assert refused["error"] == "message_not_found"


async def test_home_opens_and_is_browsed(visitor: Visitor) -> None:
    assert (await visitor.act("open_home", "ada"))["channel"] == visitor.dm("ada")
    home = (await visitor.hear("home"))["home"]
    assert (await visitor.get("state"))["home"]["id"] == home["id"]
    button = next(one for one in elements(home["blocks"]) if one["type"] == "button" and not one.get("url"))
    visitor.heard.clear()
    done = await visitor.act(
        "click", "ada", view_id=home["id"], action_id=button["action_id"], value=button.get("value")
    )
    assert done == {"ok": True}
    other = await visitor.act("click", "bob", view_id=home["id"], action_id=button["action_id"])
    assert other["error"] == "view_not_found"


async def test_the_agent_panel_suggests_questions(visitor: Visitor) -> None:
    await visitor.act("open_panel", "eve")
    prompts = (await visitor.hear("prompts", lambda news: news["channel"] == visitor.dm("eve")))["prompts"]
    assert 1 <= len(prompts) <= 4
    said = await visitor.act("say", "eve", channel=visitor.dm("eve"), text=prompts[0]["message"])
    await visitor.hear(
        "message",
        lambda news: news["message"]["channel"] == visitor.dm("eve") and news["message"]["ts"] > said["ts"],
    )


async def opened(visitor: Visitor) -> JSON:
    """The modal of the global shortcut."""
    assert await visitor.act("shortcut", "ada", callback_id="ask") == {"ok": True}
    modal: JSON = (await visitor.hear("view", lambda news: news["modals"]))["modals"][-1]
    return modal


async def test_a_modal_suggests_complains_and_answers(visitor: Visitor) -> None:
    modal = await opened(visitor)
    select = next(one for one in elements(modal["blocks"]) if one["type"] == "external_select")
    offered = await visitor.act("suggest", "ada", view_id=modal["id"], action_id=select["action_id"], query="rds")
    options = offered.get("options") or [one for group in offered["option_groups"] for one in group["options"]]
    assert any("RDS" in one["text"]["text"] for one in options)

    wrong = await visitor.act("submit", "ada", view_id=modal["id"], values={})
    assert not wrong["ok"]
    assert wrong["errors"]
    assert set(wrong["errors"]) <= {block["block_id"] for block in modal["blocks"]}

    text = next(one for one in elements(modal["blocks"]) if one["type"] == "plain_text_input")
    values = {text["action_id"]: "who patches RDS?"}
    visitor.heard.clear()
    assert (await visitor.act("submit", "ada", view_id=modal["id"], values=values))["ok"]
    shown = await visitor.hear("view")
    assert "RDS" in json.dumps(shown["modals"])


async def test_a_modal_is_closed(visitor: Visitor) -> None:
    modal = await opened(visitor)
    assert await visitor.act("close", "ada", view_id=modal["id"]) == {"ok": True}
    await visitor.hear("view", lambda news: news["modals"] == [])
    assert (await visitor.act("submit", "ada", view_id=modal["id"], values={}))["error"] == "view_not_found"


async def test_a_shortcut_on_a_message(visitor: Visitor) -> None:
    general = visitor.channel("general")
    said = await visitor.act("say", "bob", channel=general, text="who patches RDS?")
    done = await visitor.act("message_shortcut", "ada", channel=general, ts=said["ts"], callback_id="whose-job")
    assert done == {"ok": True}
    assert "RDS" in (await visitor.hear("ephemeral"))["message"]["text"]
    unknown = await visitor.act("message_shortcut", "ada", channel=general, ts=said["ts"], callback_id="nothing")
    assert unknown["error"] == "unknown_shortcut"


async def test_two_people_have_their_own_quiz(visitor: Visitor) -> None:
    for name in ("ada", "bob"):
        question = await visitor.privately("/whosejob quiz", name)
        assert question["ephemeral_for"] == visitor.id_of(name)
        option = next(one for one in elements(question["blocks"]) if one["type"] == "button")
        visitor.heard.clear()
        assert await visitor.click(question, option, name) == {"ok": True}
        await visitor.hear("ephemeral", lambda news, name=name: news["user"] == visitor.id_of(name))


async def test_a_scheduled_message_comes_when_the_clock_is_moved(visitor: Visitor) -> None:
    workspace, general = visitor.workspace, visitor.channel("general")
    at = int(workspace.clock.now()) + 86_400
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    call = {"channel": general, "text": "tomorrow's tip", "post_at": at}
    async with visitor.session.post("/api/chat.scheduleMessage", json=call, headers=headers) as response:
        assert (await response.json())["ok"]
    moved = await visitor.act("advance", "ada", seconds=90_000)
    assert moved["offset"] == 90_000
    shown = await visitor.hear("message", lambda news: news["message"]["text"] == "tomorrow's tip")
    assert int(float(shown["message"]["ts"])) == at
    assert (await visitor.hear("clock"))["now"] > at
    assert not (await visitor.act("advance", "ada", seconds=-1))["ok"]


async def test_the_inspector_tells_what_an_action_led_to(visitor: Visitor) -> None:
    before = max((entry["n"] for entry in (await visitor.get("inspect"))["entries"]), default=0)
    await visitor.ask("who patches EC2?", "bob")
    await visitor.workspace.settled()
    entries = (await visitor.get("inspect", since=str(before)))["entries"]
    mention = next(entry for entry in entries if entry["name"] == "app_mention" and "EC2" in json.dumps(entry))
    assert (mention["kind"], mention["action"], mention["status"]) == ("delivery", mention["n"], 200)
    assert mention["ms"] >= 0
    [posted] = [entry for entry in entries if entry["name"] == "chat.postMessage" and entry["action"] == mention["n"]]
    assert posted["answer"]["ok"]
    assert "EC2" in posted["request"]["text"]
    assert (await visitor.hear("inspect", lambda news: news["entry"]["n"] == posted["n"]))["entry"] == posted


async def test_images_are_shown(alone: Visitor) -> None:
    workspace = alone.workspace
    files, installation = workspace.host.files, workspace.host.installations.of(workspace.identity.team_id)
    assert installation is not None
    for content, status in ((PNG, 200), (b"<script>", 404)):
        file = files.begin(installation, "a.png", len(content), "")
        files.complete(installation, files.upload(file.ticket, content).id, "")
        async with alone.session.get(f"/demo/file/{file.id}") as response:
            assert response.status == status
            if status == 200:
                assert (await response.read(), response.content_type) == (PNG, "image/png")
    assert (await alone.session.get("/demo/file/F1")).status == 404


async def test_what_people_type_is_sent_as_slack_writes_it(alone: Visitor) -> None:
    general, ada = alone.channel("general"), alone.id_of("ada")
    typed = "@ada. <b> #general & https://example.com/a?b=1. a@bob.de @nobody"
    await alone.act("say", "bob", channel=general, text=typed)
    news = await alone.hear("message")
    assert news["message"]["text"] == (
        f"<@{ada}>. &lt;b&gt; <#{general}|general> &amp; <https://example.com/a?b=1>. a@bob.de @nobody"
    )


async def test_people_meet_and_react(alone: Visitor) -> None:
    made = await alone.act("create_channel", "ada", name="Plans", private=True)
    plans = made["channel"]
    assert alone.workspace.state.channels[plans].kind == "private"
    assert (await alone.act("say", "bob", channel=plans, text="hi"))["error"] == "channel_not_found"
    assert (await alone.act("join", "bob", channel=plans))["error"] == "channel_not_found"
    assert (await alone.act("invite", "ada", channel=plans, invited=alone.id_of("bob")))["ok"]
    said = await alone.act("say", "bob", channel=plans, text=f"hi {'@app'} @eve")
    assert said["not_in_channel"] == [alone.workspace.identity.bot_user_id, alone.id_of("eve")]
    for count in (1, 0):
        assert (await alone.act("react", "ada", channel=plans, ts=said["ts"], name="tada"))["ok"]
        [message] = (await alone.get("messages", user=alone.id_of("ada"), channel=plans))["messages"]
        assert sum(one["count"] for one in message.get("reactions", [])) == count
    assert (await alone.act("edit", "ada", channel=plans, ts=said["ts"], text="ho"))["error"] == "not_yours"
    assert (await alone.act("edit", "bob", channel=plans, ts=said["ts"], text="ho"))["ok"]
    assert (await alone.act("delete", "bob", channel=plans, ts=said["ts"]))["ok"]
    await alone.hear("deleted", lambda news: news["ts"] == said["ts"])
    together = await alone.act("dm", "ada", **{"with": alone.id_of("bob")})
    assert (await alone.act("say", "bob", channel=together["channel"], text="just us"))["ok"]
    assert together["channel"] not in json.dumps(await alone.get("state", user=alone.id_of("eve")))


async def test_pages_of_messages_and_what_is_unread(alone: Visitor) -> None:
    general, eve = alone.channel("general"), alone.id_of("eve")
    for number in range(5):
        await alone.act("say", "ada", channel=general, text=str(number))

    async def unread() -> int:
        state = await alone.get("state", user=eve)
        found: int = next(one["unread"] for one in state["channels"] if one["id"] == general)
        return found

    assert await unread() == 5
    page = await alone.get("messages", user=eve, channel=general, limit="2")
    assert ([one["text"] for one in page["messages"]], page["more"]) == (["3", "4"], True)
    assert await unread() == 0
    older = await alone.get("messages", user=eve, channel=general, before=page["messages"][0]["ts"], limit="50")
    assert ([one["text"] for one in older["messages"]][-3:], older["more"]) == (["0", "1", "2"], False)


async def test_an_app_that_does_not_answer_is_told_of_as_slack_does(alone: Visitor) -> None:
    failed = await alone.act("command", "ada", channel=alone.channel("general"), text="/anything at all")
    assert failed["error"] == "dispatch_failed"
    assert failed["detail"] == "/anything failed because the app did not respond."


@pytest.mark.parametrize(
    ("act", "body", "error"),
    [
        ("say", {"channel": "C1", "text": "hi"}, "channel_not_found"),
        ("say", {"text": "hi"}, "invalid_request"),
        ("click", {"channel": "general", "ts": "1.2", "action_id": "a"}, "channel_not_found"),
        ("click", {"view_id": "V1", "action_id": "a", "values": 3}, "view_not_found"),
        ("fly", {}, "unknown_act"),
        ("advance", {"seconds": "much"}, "invalid_request"),
        ("advance", {"seconds": float("nan")}, "invalid_request"),
    ],
)
async def test_what_cannot_be_done_is_said(alone: Visitor, act: str, body: JSON, error: str) -> None:
    assert (await alone.act(act, "ada", **body))["error"] == error


async def test_only_this_page_may_ask(alone: Visitor) -> None:
    port = alone.workspace.base_url.rsplit(":", 1)[1]
    say = {"user": alone.id_of("ada"), "channel": alone.channel("general"), "text": "hi"}

    async def status(path: str, method: str = "GET", **headers: str) -> int:
        body = {"json": say} if method == "POST" else {}
        async with alone.session.request(method, path, headers=headers, **body) as response:
            return response.status

    assert await status("/demo/state", Host=f"localhost:{port}") == 200
    assert await status("/demo/state", Host="127.0.0.1") == 200, "Slack's Socket Mode client leaves the port out"
    for path in ("/", "/demo/state", "/demo/feed", "/api/api.test", "/static/index.html"):
        assert await status(path, Host=f"rebound.example:{port}") == 403
        assert await status(path, Host="127.0.0.1:1") == 403
        assert await status(path, Origin="https://evil.example") == 403
    assert await status("/demo/act/say", "POST", Origin="https://evil.example") == 403
    assert await status("/demo/act/say", "POST", Origin="null") == 403
    assert await status("/demo/act/say", "POST", Origin=f"http://127.0.0.1:{port}") == 200
    async with alone.session.post("/demo/act/say", data=json.dumps(say)) as response:
        assert response.status == 415, "a form of another page can send text, but no JSON"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await alone.session.ws_connect("/demo/feed", headers={"Origin": "https://evil.example"})


async def test_requests_that_another_site_causes_are_refused_though_they_name_no_origin(alone: Visitor) -> None:
    call = f"/api/chat.postMessage?token={alone.workspace.bot_token}&channel={alone.channel('general')}&text=forged"
    image = {"Sec-Fetch-Mode": "no-cors"}
    link = {"Sec-Fetch-Mode": "navigate"}
    for site in ("cross-site", "same-site"):
        for path in (call, "/demo/state", "/demo/file/F1", "/static/main.js"):
            for how in (image, link):
                async with alone.session.get(path, headers={**how, "Sec-Fetch-Site": site}) as response:
                    assert response.status == 403, path
        async with alone.session.get("/", headers={**link, "Sec-Fetch-Site": site}) as response:
            assert response.status == 200, "a link may lead to the page"
        async with alone.session.get("/", headers={**image, "Sec-Fetch-Site": site}) as response:
            assert response.status == 403
    assert "forged" not in str(await alone.get("messages", user=alone.id_of("ada"), channel=alone.channel("general")))


def test_nobody_can_guess_our_bots_tokens() -> None:
    told = [_workspace(Options(port=0), declared(manifest())) for _ in range(2)]
    for name in ("bot_token", "app_token", "signing_secret"):
        assert getattr(told[0], name) != getattr(told[1], name)


@pytest.mark.parametrize("host", ["127.0.0.1:abc", "["])
async def test_a_host_that_is_none_is_refused(alone: Visitor, host: str) -> None:
    async with alone.session.get("/demo/state", headers={"Host": host}) as response:
        assert response.status in (400, 403)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=none"])
async def test_a_body_that_cannot_be_read_is_refused(alone: Visitor, kind: str) -> None:
    body = "[" * 100_000 + "]" * 100_000
    async with alone.session.post("/demo/act/say", data=body, headers={"Content-Type": kind}) as response:
        assert response.status == 400


async def test_half_a_character_does_not_keep_a_workspace_from_being_kept(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    options = Options(port=0, keep=file, own_bot=False)
    async with visited(options, None) as visitor:
        general = visitor.channel("general")
        assert (await visitor.act("say", "ada", channel=general, text="typed \ud83d!"))["ok"]
        state = visitor.workspace.state
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


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_a_bot_that_starts_slowly_answers_all_that_came_before(cache: Path, http: bool) -> None:
    async with (
        demo(Options(port=0, http=http), Settings(cache=cache), lambda _: None) as running,
        aiohttp.ClientSession(running.workspace.base_url) as session,
    ):
        visitor, workspace = Visitor(running, session), running.workspace
        general = visitor.channel("general")
        command = asyncio.create_task(visitor.act("command", "bob", channel=general, text="/whosejob tips"))
        said = await visitor.act("say", "ada", channel=general, text="@whosejob who patches EC2?")
        await asyncio.sleep(workspace.host.limits.ack_seconds + 0.2)
        assert not command.done()
        stop = asyncio.Event()
        until = asyncio.create_task(running.until(stop))
        assert await command == {"ok": True}
        await workspace.until(lambda: bool(workspace.state.modals[visitor.id_of("bob")]))
        await workspace.until(lambda: bool(workspace.state.replies(general, said["ts"])))
        stop.set()
        await until


async def test_the_page_may_load_nothing_from_elsewhere(alone: Visitor) -> None:
    async with alone.session.get("/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        assert "default-src 'self'; img-src 'self' data:" in response.headers["Content-Security-Policy"]
    assert (await alone.session.get("/static/../routes.py")).status == 404


async def test_the_feed_of_a_person_holds_what_they_see(alone: Visitor) -> None:
    async with alone.session.ws_connect("/demo/feed", params={"user": alone.id_of("eve")}) as feed:
        made = await alone.act("create_channel", "ada", name="secret", private=True)
        await alone.act("say", "ada", channel=made["channel"], text="not for eve")
        await alone.act("say", "ada", channel=alone.channel("general"), text="for all")
        kinds = []
        while (news := await feed.receive_json(timeout=5))["type"] != "message":
            kinds.append(news["type"])
        assert news["message"]["text"] == "for all"


async def test_a_kept_workspace_comes_back(cache: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    options = Options(port=0, keep=file)
    async with visited(options, cache) as visitor:
        await visitor.hear("message", lambda news: news["message"].get("reply_count") == 3)
        made = await visitor.act("create_channel", "bob", name="ours")
        said = await visitor.act("say", "bob", channel=made["channel"], text="still here?")
        at = int(visitor.workspace.clock.now()) + 7_200
        call = {"channel": visitor.channel("general"), "text": "later", "post_at": at}
        headers = {"Authorization": f"Bearer {visitor.workspace.bot_token}"}
        async with visitor.session.post("/api/chat.scheduleMessage", json=call, headers=headers) as response:
            assert (await response.json())["ok"]
        await visitor.act("advance", "bob", seconds=3600)
    async with visited(options, cache) as visitor:
        bob = visitor.id_of("bob")
        shown = await visitor.get("messages", user=bob, channel=visitor.channel("ours"))
        assert [message["ts"] for message in shown["messages"]] == [said["ts"]]
        assert (await visitor.get("state"))["offset"] == 3600
        assert len(visitor.workspace.state.users) == 4, "nothing is seeded twice"
        assert "RDS" in (await visitor.ask("who patches RDS?"))["text"], "events have new ids"
        await visitor.act("advance", "bob", seconds=3700)
        await visitor.hear("message", lambda news: news["message"]["text"] == "later")


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


async def test_tomorrows_tip_is_seen_today_and_two_people_vote(visitor: Visitor) -> None:
    general = visitor.channel("general")
    assert await visitor.act("command", "ada", channel=general, text="/whosejob tips") == {"ok": True}
    form = (await visitor.hear("view", lambda news: news["modals"]))["modals"][-1]
    days = [str(day) for day in range(7)]
    values = {AT: "09:00", TIP_DAYS: days, QUIZ_DAYS: days}
    assert await visitor.act("submit", "ada", view_id=form["id"], values=values) == {"ok": True}
    await visitor.workspace.until(lambda: len(visitor.workspace.pending()) > 2)
    berlin = datetime.fromtimestamp(visitor.workspace.clock.now(), ZoneInfo("Europe/Berlin"))
    nine = datetime.combine(berlin.date() + timedelta(days=1), time(9), berlin.tzinfo).timestamp()
    visitor.heard.clear()
    await visitor.act("advance", "ada", seconds=nine + 60 - visitor.workspace.clock.now())
    heard = await visitor.hear("message", lambda news: PICK_ROW in json.dumps(news))
    question: JSON = heard["message"]
    tip = await visitor.hear("message", lambda news: "Tip of the day" in json.dumps(news))
    assert tip["message"]["channel"] == question["channel"] == general
    [row] = [block for block in question["blocks"] if block["block_id"] == PICK_ROW]
    boxes = [one for one in row["elements"] if one["type"] == "checkboxes"]
    checked = {box["action_id"]: [box["options"][0]["value"]] for box in boxes}
    for name in ("ada", "bob"):
        assert await visitor.click(question, row["elements"][-1], name, values=checked) == {"ok": True}
    await visitor.hear("message", lambda news: "2 people have voted" in json.dumps(news))


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_who_is_quicker_than_the_bot_is_answered_all_the_same(cache: Path, http: bool) -> None:
    async with demo(Options(port=0, http=http), Settings(cache=cache), lambda _: None) as running:
        stop = asyncio.Event()
        until = asyncio.create_task(running.until(stop))
        workspace, seeds = running.workspace, running.seeds
        assert seeds is not None
        await asyncio.sleep(0.01)
        ack = await workspace.command(seeds.bob, seeds.general, "/whosejob", "who patches RDS?")
        stop.set()
        await until
        assert ack.message is not None
        assert "RDS" in ack.message.text
