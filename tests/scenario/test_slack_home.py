"""People open App Home, ask in it, browse, and find what they asked before."""

from __future__ import annotations

import asyncio
from typing import Any

from bots import Bot, StartBot, visible
from sqlalchemy import text

from bot.demo import View, view_problems
from bot.engine import Engine
from bot.parsing.vocabulary import Link
from bot.slack.picked import place_of

QUESTION = "who patches RDS?"


async def opened(bot: Bot) -> View:
    """Home as Ada sees it after opening it."""
    assert (await bot.workspace.open_home(bot.ada)).acknowledged
    await bot.workspace.settled()
    return standing(bot.workspace.home(bot.ada))


async def asked(bot: Bot, home: View, question: str) -> View:
    """The modal that comes of a question typed into Home's box."""
    assert (await bot.workspace.click(bot.ada, home, action_id="home-ask", value=question)).ok
    await bot.workspace.settled()
    return standing(bot.workspace.modal(bot.ada))


async def clicked(bot: Bot, view: View, action_id: str, value: str | None = None) -> View:
    """The modal before Ada after a click."""
    assert (await bot.workspace.click(bot.ada, view, action_id=action_id, value=value)).ok
    await bot.workspace.settled()
    return standing(bot.workspace.modal(bot.ada))


def standing(view: View | None) -> View:
    """A view that is there, as Slack would take it."""
    assert view is not None
    sent = {key: part for key, part in view.content.items() if key in ("type", "title", "close", "submit", "blocks")}
    assert not view_problems(sent)
    return view


def elements(view: View, begins: str) -> list[dict[str, Any]]:
    """The elements of a view whose action id begins with something."""
    found = [e for b in view.content["blocks"] for e in (*b.get("elements", ()), b.get("accessory"), b.get("element"))]
    return [element for element in found if element and str(element.get("action_id", "")).startswith(begins)]


def said(view: View) -> str:
    """What a view says, without the marks of bold."""
    return visible(view.content).replace("*", "")


def recents(view: View) -> list[str]:
    """The recent questions that Home shows."""
    blocks = [block for block in view.content["blocks"] if "home-again" in str(block.get("accessory"))]
    return [block["text"]["text"] for block in blocks]


def box(view: View) -> str:
    """Block id of Home's ask box, under which Slack keeps what was typed."""
    return next(str(b["block_id"]) for b in view.content["blocks"] if b["block_id"].startswith("home-ask"))


async def test_home_shows_the_model_and_calls_slack_once(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    home = await opened(bot)
    shown = said(home)
    for owner, mark in (("aws", "■ AWS"), ("customer", "● you"), ("shared", "◆ both")):
        assert f"{mark}: {engine.catalog.framework.owners[owner].definition}" in shown
    assert "recent questions" not in shown
    assert [call.method for call in bot.workspace.calls() if call.method.startswith(("views", "chat"))] == [
        "views.publish"
    ]
    assert {call.method for call in bot.workspace.calls()} <= {"views.publish", "auth.test", "apps.connections.open"}


async def test_what_is_asked_in_home_is_answered_in_a_modal_and_remembered(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    home = await opened(bot)
    modal = await asked(bot, home, QUESTION)
    assert engine.ask(QUESTION).headline in said(modal)
    assert "Source: " in said(modal)
    after = standing(bot.workspace.home(bot.ada))
    assert recents(after) == [QUESTION]
    assert box(after) != box(home), "what was typed is gone from the box"
    await asked(bot, after, "is S3 encryption our job?")
    await bot.workspace.settled(quiet=0.4)
    await asked(bot, standing(bot.workspace.home(bot.ada)), QUESTION.upper())
    assert recents(standing(bot.workspace.home(bot.ada))) == [QUESTION.upper(), "is S3 encryption our job?"]


async def test_an_empty_box_asks_nothing(start_bot: StartBot) -> None:
    bot = await start_bot()
    home = await opened(bot)
    assert (await bot.workspace.click(bot.ada, home, action_id="home-ask", value="  ")).ok
    assert bot.workspace.modal(bot.ada) is None


async def test_recent_questions_of_every_surface_can_be_asked_again_and_forgotten(
    start_bot: StartBot, engine: Engine
) -> None:
    bot = await start_bot()
    ben = bot.workspace.add_user("ben")
    team = bot.workspace.identity.team_id
    await bot.store.recents.add(team, ben.id, "who patches Lambda?", 2e9)
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", QUESTION)
    await bot.direct("who runs the <!channel> backups of *DynamoDB*?")
    await bot.workspace.settled(quiet=0.4)
    home = await opened(bot)
    again = elements(home, "home-again-")
    assert recents(home) == ["who runs the <!channel> backups of *DynamoDB*?", QUESTION]
    assert not any("<!channel>" in str(b) for b in home.content["blocks"] if "mrkdwn" in str(b))
    modal = await clicked(bot, home, str(again[-1]["action_id"]))
    assert engine.ask(QUESTION).headline in said(modal)
    assert (await bot.workspace.click(bot.ada, home, action_id="home-forget")).ok
    await bot.workspace.settled(quiet=0.4)
    assert "recent questions" not in said(standing(bot.workspace.home(bot.ada)))
    assert await bot.store.recents.latest(team, bot.ada.id, 2e9) == ()
    assert await bot.store.recents.latest(team, ben.id, 2e9) == ("who patches Lambda?",)


async def test_home_opened_twice_at_once_is_there_and_fails_nowhere(start_bot: StartBot) -> None:
    bot = await start_bot()
    await opened(bot)
    both = await asyncio.gather(*(bot.workspace.open_home(bot.ada) for _ in range(5)))
    await bot.workspace.settled()
    assert all(delivery.acknowledged and len(delivery.attempts) == 1 for delivery in both)
    errors = [call.error for call in bot.workspace.calls("views.publish") if call.error]
    assert set(errors) <= {"hash_conflict"}
    standing(bot.workspace.home(bot.ada))


async def test_what_someone_did_shows_although_home_was_opened_elsewhere_meanwhile(start_bot: StartBot) -> None:
    bot = await start_bot()
    seen = await opened(bot)
    await opened(bot)
    await asked(bot, seen, QUESTION)
    assert [call.error for call in bot.workspace.calls("views.publish")][-2:] == ["hash_conflict", None]
    assert recents(standing(bot.workspace.home(bot.ada))) == [QUESTION]


async def test_home_says_that_the_database_is_away_and_works(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    async with bot.store.engine.begin() as connection:
        await connection.execute(text("DROP TABLE recent_question"))
    home = await opened(bot)
    assert "cannot look up your recent questions" in said(home)
    assert engine.ask(QUESTION).headline in said(await asked(bot, home, QUESTION))


async def test_a_slack_that_takes_four_seconds_still_gets_its_acknowledgement_in_time(start_bot: StartBot) -> None:
    bot = await start_bot()
    bot.workspace.faults.delay("views.publish", 4.0)
    delivery = await bot.workspace.open_home(bot.ada)
    assert delivery.acknowledged
    assert len(delivery.attempts) == 1


async def test_services_are_browsed_by_category(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    home = await opened(bot)
    listed = await clicked(bot, home, "browse-group", "containers")
    services = elements(listed, "browse-service-")
    assert {service["value"] for service in services} == {
        service.id for service in engine.catalog.services.values() if service.group == "containers"
    }
    eks = next(str(service["action_id"]) for service in services if service["value"] == "eks")
    picture = await clicked(bot, listed, eks)
    assert picture.previous_id == listed.id
    assert engine.matrix(Link("eks")).headline in said(picture)
    fargate = next(e for e in elements(picture, "browse-service-") if "Fargate" in e["text"]["text"])
    variant = await clicked(bot, picture, str(fargate["action_id"]))
    assert (variant.id, variant.root_id) == (picture.id, picture.root_id), "no third layer"
    assert "EKS on Fargate" in said(variant)
    task = await clicked(bot, variant, "browse-topic", f"{fargate['value']}:guest_os_patching")
    assert engine.look_up(place_of(str(fargate["value"])), "guest_os_patching").headline in said(task)
    assert "Source: " in said(task)
    back = await clicked(bot, task, "whole-picture")
    assert "Who does what for EKS on Fargate" in said(back)


async def test_a_service_is_found_by_name(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    home = await opened(bot)
    [name] = [e["action_id"] for e in elements(home, "") if e["type"] == "external_select"]
    found = await bot.workspace.suggest(bot.ada, home, action_id=name, query="dynamo")
    assert found.body["options"][0]["value"] == "dynamodb"
    picture = await clicked(bot, home, name, "dynamodb")
    assert engine.matrix(Link("dynamodb")).headline in said(picture)


async def test_the_whole_picture_lies_on_the_answer_that_led_to_it(start_bot: StartBot) -> None:
    bot = await start_bot()
    modal = await asked(bot, await opened(bot), QUESTION)
    picture = await clicked(bot, modal, "whole-picture")
    assert picture.previous_id == modal.id
    reasons = await clicked(bot, picture, "feedback-wrong")
    assert "What was wrong?" in said(reasons), "the third layer is left for this"


async def test_settings_are_for_admins(start_bot: StartBot) -> None:
    bot = await start_bot()
    told = await clicked(bot, await opened(bot), "home-settings")
    assert "Only admins and owners" in said(told)
    bot.workspace.state.change_user(bot.ada.id, is_admin=True)
    assert (await clicked(bot, await opened(bot), "home-settings")).content["callback_id"] == "settings"
