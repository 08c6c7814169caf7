"""Questions that nothing is known of are counted by people, listed, filled in, and then answered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from bots import Bot, StartBot, over_http, settings_for
from click.testing import CliRunner, Result
from serving import serving
from sqlalchemy import select, text

from bot.catalog.files import shipped
from bot.cli import main
from bot.demo import User
from bot.engine import Engine, build
from bot.preferences import Preferences
from bot.slack.app import build_app
from bot.slack.asgi import slack_asgi
from bot.slack.desk import Desk
from bot.slack.listeners.steps import LOOK_UP
from bot.slack.views.actions import FEEDBACK, WRONG
from bot.store import GapRow
from bot.web import Web

QUESTION = "who frobnicates the quux on EC2?"


async def gaps(bot: Bot) -> tuple[GapRow, ...]:
    """What is kept by now."""
    await bot.desk.notes.drain()
    return await bot.store.gaps.all()


def another(bot: Bot, name: str) -> User:
    """Somebody else in the channel."""
    user = bot.workspace.add_user(name)
    state = bot.workspace.state
    state.set_members(bot.general.id, state.channels[bot.general.id].members | {user.id})
    return user


async def keep_texts(bot: Bot) -> None:
    """The workspace lets the texts of gaps be kept."""
    identity = bot.workspace.identity
    await bot.desk.preferring.put(identity.team_id, Preferences(gaps_text=True))


async def test_an_unanswered_question_is_counted_once_for_each_person(start_bot: StartBot) -> None:
    bot = await start_bot()
    for words in (QUESTION, QUESTION.upper(), f"  {QUESTION} "):
        await bot.mention(words)
        await bot.direct(words)
        await bot.workspace.command(bot.ada, bot.general, "/whosejob", words)
    [gap] = await gaps(bot)
    assert (gap.kind, gap.askers, gap.text) == ("unanswered", 1, "")
    bea = another(bot, "bea")
    await bot.workspace.command(bea, bot.general, "/whosejob", QUESTION)
    [gap] = await gaps(bot)
    assert gap.askers == 2


async def test_redeliveries_count_nothing_twice(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.mention(QUESTION)
    await bot.workspace.run_step(LOOK_UP, {"question": QUESTION})
    for delivery in bot.workspace.deliveries():
        if delivery.envelope.kind == "events_api":
            await bot.workspace.redeliver(delivery, times=4, at_once=True)
    await bot.workspace.settled()
    [gap] = await gaps(bot)
    assert gap.askers == 2, "a person and the workflows"


@over_http
async def test_what_was_answered_or_is_out_of_scope_is_no_gap(start_bot: StartBot) -> None:
    bot = await start_bot()
    for words in ("who patches RDS?", "hello", "help", "what does RDS cost?", "who encrypts it?", "matrix Lambda", ""):
        await bot.workspace.command(bot.ada, bot.general, "/whosejob", words)
    assert await gaps(bot) == ()


@over_http
async def test_a_text_is_kept_only_where_that_is_switched_on(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.mention(QUESTION)
    [gap] = await gaps(bot)
    assert gap.text == ""
    assert gap.tokens, "what the vocabulary knows of it tells whoever mends the knowledge where to look"
    assert not {"frobnicates", "quux"} & set(gap.tokens)
    async with bot.store.engine.connect() as connection:
        kept = (await connection.execute(select("*").select_from(text("gap")))).all()
    assert kept
    assert "quux" not in str(kept)
    await keep_texts(bot)
    await bot.mention(QUESTION)
    for _ in range(200):  # on a busy machine the note is taken after the answer was seen
        [gap] = await gaps(bot)
        if gap.text:
            break
        await asyncio.sleep(0.05)
    assert (gap.text, gap.askers) == (QUESTION, 1)


async def test_an_answer_that_was_called_wrong_is_a_gap(start_bot: StartBot) -> None:
    bot = await start_bot()
    await keep_texts(bot)
    for _ in range(2):
        private = (await bot.workspace.command(bot.ada, bot.general, "/whosejob", "who patches RDS?")).message
        assert private is not None
        for _ in range(2):
            await bot.workspace.click(bot.ada, private, action_id=f"{FEEDBACK}-{WRONG}")
    await bot.workspace.settled()
    [gap] = await gaps(bot)
    assert (gap.kind, gap.text, gap.askers) == ("wrong", "who patches RDS?", 1)


@over_http
async def test_who_forgets_themselves_is_counted_no_longer(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.mention(QUESTION)
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", "forget me")
    assert [(gap.text, gap.askers) for gap in await gaps(bot)] == [("", 0)], "a digest, and words of the knowledge"
    await keep_texts(bot)
    await bot.mention(QUESTION)
    assert [(gap.text, gap.askers) for gap in await gaps(bot)] == [(QUESTION, 1)]
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", "forget me")
    assert await gaps(bot) == ()


@over_http
async def test_from_a_question_to_a_stub_to_an_answer(
    start_bot: StartBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = await start_bot()
    await keep_texts(bot)
    [refused] = await bot.mention(QUESTION)
    assert "I don't know" in refused.text
    await gaps(bot)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/whosejob.db")
    monkeypatch.delenv("WHOSEJOB_KNOWLEDGE", raising=False)
    listed = await run("gaps")
    assert QUESTION in listed.stdout

    stub = tmp_path / "ours" / "topics" / "our_gaps.yaml"
    stub.parent.mkdir(parents=True)
    assert (await run("gaps", "--stubs", str(stub))).exit_code == 0
    assert (await run("kb", "check", str(tmp_path / "ours"))).exit_code == 1, "it is still to be filled in"
    fill_in(stub)
    checked = await run("kb", "check", str(tmp_path / "ours"))
    assert checked.stdout == "No faults.\n"

    overlaid = replace(bot, desk=Desk(Engine(build([shipped(), tmp_path / "ours"])), bot.store))
    application = build_app(overlaid.desk, settings_for(bot.workspace))
    async with serving(Web(slack_asgi(application), bot.workspace.signing_secret, {})) as url:
        bot.workspace.deliver_to(f"{url}/slack/events")
        [answer] = await overlaid.mention(QUESTION)
        await overlaid.desk.close()
    assert "● you" in answer.text
    assert "They are ours." in answer.text
    assert "https://wiki.example.com/quux" in answer.text
    # What looks at all that was sent asks the engine that gave the last answers.
    bot.desk = overlaid.desk


def fill_in(file: Path) -> None:
    """Somebody who knows writes what the stub lacks."""
    stub: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    stub |= {"name": "Quux", "definition": "Our quux.", "category": "customer", "owner": "customer"}
    stub |= {"because": "They are ours.", "aws": "Has none.", "you": "Frobnicate it."}
    for duty in stub["duties"]:
        duty |= {"name": "Frobnicating the quux", "owner": "customer", "because": "They are ours."}
        duty["phrases"] = ["frobnicate the quux"]
    stub["sources"]["page"] = {"title": "Wiki", "url": "https://wiki.example.com/quux", "checked": "2026-11-01"}
    file.write_text(yaml.safe_dump(stub), encoding="utf-8")


async def run(*arguments: str) -> Result:
    """Runs a command beside the bot, in a thread, since it has an event loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, main, list(arguments))
