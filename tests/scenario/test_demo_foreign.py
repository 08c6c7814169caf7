"""An app that is not ours runs against `whosejob demo`, over both transports, as it would at Slack."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from demo_running import Running, environment, running_demo, told

APP = Path(__file__).with_name("foreign_app.py")
MANIFEST = APP.with_suffix(".yaml")
NAMES = ("SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture(scope="module", params=["socket", "http"])
def lunch(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demo to which the foreign app is connected, which knows no more of it than what the demo prints."""
    folder = tmp_path_factory.mktemp("foreign")
    port = free_port()
    over_http = ("--app", f"http://127.0.0.1:{port}/slack/events")
    how = over_http if request.param == "http" else ("--no-bot",)
    with ExitStack() as stack:
        demo = stack.enter_context(running_demo(folder, *how, "--manifest", str(MANIFEST)))
        known = {name: told(demo, name) for name in NAMES}
        command = [sys.executable, str(APP), "socket" if request.param == "socket" else str(port)]
        app = stack.enter_context(subprocess.Popen(command, env=environment(folder) | known, stderr=subprocess.PIPE))
        stack.callback(app.kill)
        demo.connected()
        yield demo
        assert demo.ended()[0] == 0


def last(demo: Running, user: str = "ada") -> dict[str, Any]:
    """The latest message of the channel."""
    return demo.messages("general", user)[-1]


def test_its_manifest_is_what_the_page_offers(lunch: Running) -> None:
    state = lunch.get("state")
    assert state["team"]["bot"]["name"] == "lunch"
    assert [one["command"] for one in state["commands"]] == ["/lunch"]
    assert [one["callback_id"] for one in state["shortcuts"]] == ["suggest"]
    refused = lunch.act("command", "ada", channel=lunch.channel("general"), text="/whosejob who patches RDS?")
    assert refused["error"] == "unknown_command"


def test_it_answers_a_command_for_all_and_two_people_join(lunch: Running) -> None:
    general = lunch.channel("general")
    assert lunch.act("command", "ada", channel=general, text="/lunch Pizzeria") == {"ok": True}
    lunch.until(lambda: "Pizzeria" in last(lunch, "bob")["text"], "no suggestion has come")
    shown = last(lunch, "bob")
    for user in ("ada", "bob"):
        value = last(lunch)["blocks"][0]["accessory"]["value"]
        where = {"channel": general, "ts": shown["ts"]}
        assert lunch.act("click", user, **where, action_id="join", value=value) == {"ok": True}
        mention = f"<@{lunch.person(user)}>"
        lunch.until(lambda mention=mention: mention in last(lunch)["text"], "the message was not updated")
    assert last(lunch)["text"].count("<@") == 2


def test_its_form_has_type_ahead_and_errors(lunch: Running) -> None:
    assert lunch.act("shortcut", "eve", callback_id="suggest") == {"ok": True}

    def modals() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = lunch.get("state", user=lunch.person("eve"))["modals"]
        return found

    lunch.until(modals, "no modal has opened")
    where = {"view_id": modals()[-1]["id"]}
    offered = lunch.act("suggest", "eve", **where, action_id="place", query="noodle")
    assert [one["value"] for one in offered["options"]] == ["Noodle Bar", "Noodle House"]
    late = lunch.act("submit", "eve", **where, values={"place": "Noodle Bar", "when": "16:00"})
    assert late["errors"] == {"when": "The kitchen is closed by then."}
    assert lunch.act("submit", "eve", **where, values={"place": "Noodle Bar", "when": "12:00"}) == {"ok": True}
    assert modals() == []
    lunch.until(lambda: "eve eats at Noodle Bar" in str(home(lunch, "eve")), "Home was not published")


def home(demo: Running, user: str) -> Any:
    """A person's Home."""
    return demo.get("state", user=demo.person(user))["home"]


def test_it_has_a_home(lunch: Running) -> None:
    lunch.act("open_home", "bob")
    lunch.until(lambda: "No lunch yet" in str(home(lunch, "bob")), "Home was not published")


def test_it_reacts_replies_and_may_do_no_more_than_its_scopes(lunch: Running) -> None:
    general = lunch.channel("general")
    lunch.act("invite", "ada", channel=general, invited=lunch.get("state")["team"]["bot"]["id"])
    said = lunch.act("say", "ada", channel=general, text="I am hungry")

    def thread() -> list[dict[str, Any]]:
        return lunch.messages("general", thread=said["ts"])

    lunch.until(lambda: len(thread()) == 3, "it has not replied")
    [root, tried, refused] = thread()
    assert [one["name"] for one in root["reactions"]] == ["fork_and_knife"]
    assert tried["text"] == "Try `/lunch`."
    assert refused["text"] == "I may not: missing_scope, channels:read"


def test_the_inspector_tells_what_passed(lunch: Running) -> None:
    general = lunch.channel("general")
    before = lunch.get("inspect")["entries"][-1]["n"] if lunch.get("inspect")["entries"] else 0
    lunch.act("command", "bob", channel=general, text="/lunch")
    lunch.until(lambda: len(lunch.get("inspect", since=str(before))["entries"]) >= 2, "no call was noted")
    entries = lunch.get("inspect", since=str(before))["entries"]
    assert [(one["kind"], one["name"]) for one in entries] == [("delivery", "/lunch"), ("call", "views.open")]
    assert len({one["action"] for one in entries}) == 1
