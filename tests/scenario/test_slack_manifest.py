"""The manifest asks for what the code uses, and for nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from bots import EVENTS, FUNCTIONS, SCOPES, StartBot
from running import complete, in_message, settled

from bot.demo.scopes import EVENT_SCOPES, METHOD_SCOPES
from bot.engine import Engine
from bot.slack.listeners.commands import COMMAND
from bot.slack.listeners.shortcuts import THIS
from bot.slack.listeners.steps import LOOK_UP
from bot.slack.manifest import manifest, manifest_yaml
from bot.slack.views.ask import ASK
from bot.store.tables import METADATA


async def test_the_scopes_are_those_that_the_calls_and_events_need(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    [offer] = await bot.mention("who encrypts it?")
    await bot.workspace.click(bot.ada, offer, action_id="choice-1")
    await bot.direct("who patches EC2?")
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", "who patches EC2?")
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", "settings")
    elsewhere = bot.workspace.add_channel("elsewhere", members=[bot.ada], with_bot=False)
    for place in (elsewhere, bot.workspace.dm(bot.ada)):
        await bot.workspace.command(bot.ada, place, "/whosejob", "tips")
        form = bot.workspace.modal(bot.ada)
        assert form is not None
        await bot.workspace.submit(bot.ada, form)
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", "quiz")
    await complete(bot, engine, in_message(bot))
    for tab in ("home", "messages"):
        await bot.workspace.open_home(bot.ada, tab=tab)
    await settled(bot)
    await bot.workspace.run_step(LOOK_UP, {"question": "who patches EC2?"})
    await bot.workspace.settled()
    methods = {call.method for call in bot.workspace.calls()} - {"response_url", "upload", "apps.connections.open"}
    needed = {scope for method in methods for scope in METHOD_SCOPES[method]}
    needed |= {EVENT_SCOPES[event] for event in EVENTS if event in EVENT_SCOPES} | {"commands"}
    assert needed == set(SCOPES)
    assert [call.error for call in bot.workspace.calls() if call.error] == ["not_in_channel"], "before it joined"


def test_the_readme_gives_a_reason_for_each_scope_and_no_other() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("### What it may do")[2].partition("###")[0]
    assert sorted(re.findall(r"^\| `(\S+)` \| \S", table, re.MULTILINE)) == sorted(SCOPES)
    security = (Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8")
    assert all(f"`{scope}`" in security for scope in SCOPES)


def test_security_says_of_each_table_what_is_kept_in_it() -> None:
    security = (Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8")
    assert [name for name in METADATA.tables if f"`{name}`" not in security] == []


async def test_each_shortcut_does_something(start_bot: StartBot) -> None:
    bot = await start_bot()
    said = await bot.workspace.say(bot.general, bot.ada, "who patches EC2?")
    kinds = {shortcut["callback_id"]: shortcut["type"] for shortcut in manifest()["features"]["shortcuts"]}
    assert kinds == {THIS: "message", ASK: "global"}
    assert (await bot.workspace.message_shortcut(bot.ada, said.message, THIS)).ok
    assert (await bot.workspace.shortcut(bot.ada, ASK)).ok
    await bot.workspace.settled()
    assert bot.workspace.modal(bot.ada) is not None
    assert len(bot.workspace.ephemerals(bot.general, bot.ada)) == 1


def test_names_of_shortcuts_fit_slacks_menus() -> None:
    for shortcut in manifest()["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_without_an_address_it_is_for_socket_mode() -> None:
    read = yaml.safe_load(manifest_yaml())
    assert read == manifest()
    assert read["settings"]["socket_mode_enabled"] is True
    assert "_url" not in str(read)
    assert [command["command"] for command in read["features"]["slash_commands"]] == [COMMAND]
    assert 0 < len(read["features"]["agent_view"]["agent_description"]) <= 300
    assert read["features"]["app_home"]["home_tab_enabled"] is True
    assert read["features"]["app_home"]["messages_tab_read_only_enabled"] is False, "or nobody could write to the bot"


def test_slack_offers_the_step_in_workflows() -> None:
    assert list(FUNCTIONS) == [LOOK_UP]
    settings = manifest()["settings"]
    assert "function_executed" in settings["event_subscriptions"]["bot_events"]
    assert (settings["org_deploy_enabled"], settings["function_runtime"]) == (True, "remote")
    for kind in ("input_parameters", "output_parameters"):
        for name, parameter in FUNCTIONS[LOOK_UP][kind].items():
            assert parameter.keys() == {"type", "title", "name", "description", "is_required"}
            assert parameter["name"] == name


def test_with_an_address_every_request_goes_there() -> None:
    for url in ("https://bot.example.com", "bot.example.com/", "https://bot.example.com/slack/events"):
        read = yaml.safe_load(manifest_yaml(url))
        requests = "https://bot.example.com/slack/events"
        assert read["settings"]["socket_mode_enabled"] is False
        assert read["settings"]["event_subscriptions"]["request_url"] == requests
        assert read["settings"]["interactivity"]["request_url"] == requests
        assert read["settings"]["interactivity"]["message_menu_options_url"] == requests, "or selects stay empty"
        assert read["features"]["slash_commands"][0]["url"] == requests


def test_for_many_workspaces_people_come_back_and_tokens_expire() -> None:
    one, many = manifest("bot.example.com"), manifest("bot.example.com", many=True)
    assert many["oauth_config"]["redirect_urls"] == ["https://bot.example.com/slack/oauth_redirect"]
    assert "redirect_urls" not in one["oauth_config"]
    # Steps of workflows need the one in any case.
    assert (one["settings"]["org_deploy_enabled"], many["settings"]["org_deploy_enabled"]) == (True, True)
    assert (one["settings"]["token_rotation_enabled"], many["settings"]["token_rotation_enabled"]) == (False, True)
    assert {"app_uninstalled", "tokens_revoked"} <= set(EVENTS)
