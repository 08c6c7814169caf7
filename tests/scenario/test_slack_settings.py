"""Admins change how the bot behaves in their workspace, and nobody else does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bots import SCOPES, Bot, StartBot, over_http, visible
from sqlalchemy import text

from bot.demo import Ack, User, View
from bot.preferences import Preferences
from bot.slack.standing import Standing, standing_by
from bot.slack.views.settings import ANSWERS, GAPS, KEEP, LANGUAGE, PRIVATE, PUBLIC, SETTINGS
from bot.store import Gap

PATCHING = "who patches RDS?"
UNKNOWN = "who polishes the frobnicator on RDS?"


async def run(bot: Bot, user: User, words: str = "settings") -> Ack:
    """Someone runs the command."""
    ack = await bot.workspace.command(user, bot.general, "/whosejob", words)
    assert ack.ok, ack.problems
    return ack


def admin(bot: Bot, name: str = "grace", **rank: Any) -> User:
    """An admin in the channel."""
    user = bot.workspace.add_user(name, **(rank or {"is_admin": True}))
    bot.workspace.state.set_members(bot.general.id, {user.id, bot.ada.id, bot.workspace.identity.bot_user_id})
    return user


def demote(bot: Bot, user: User) -> None:
    """They are an admin no more."""
    bot.workspace.state.users[user.id] = replace(user, is_admin=False, is_owner=False, is_primary_owner=False)


def modal(bot: Bot, user: User) -> View:
    """The modal before someone."""
    view = bot.workspace.modal(user)
    assert view is not None
    return view


async def kept(bot: Bot) -> Preferences:
    """What is chosen in the workspace."""
    return await bot.store.preferences.of(bot.workspace.identity.team_id)


async def save(bot: Bot, user: User, view: View, **values: Any) -> Ack:
    """Someone submits the modal."""
    named = {"answers": ANSWERS, "language": LANGUAGE, "gaps": GAPS}
    ack = await bot.workspace.submit(user, view, {named[name]: value for name, value in values.items()})
    assert ack.ok, ack.problems
    return ack


@pytest.mark.parametrize("rank", ["is_admin", "is_owner", "is_primary_owner"])
async def test_who_administers_the_workspace_changes_its_settings(start_bot: StartBot, rank: str) -> None:
    bot = await start_bot()
    grace = admin(bot, **{rank: True})
    ack = await run(bot, grace)
    assert ack.message is None
    view = modal(bot, grace)
    assert view.content["callback_id"] == SETTINGS
    assert "Only its admins and owners can change them." in visible(view.content)
    await save(bot, grace, view, answers=PUBLIC, gaps=[KEEP])
    assert bot.workspace.modal(grace) is None
    assert await kept(bot) == Preferences(public=True, language="en", gaps_text=True)
    await run(bot, grace)
    again = modal(bot, grace).content["blocks"]
    assert again[1]["element"]["initial_option"]["value"] == PUBLIC
    assert [option["value"] for option in again[3]["element"]["initial_options"]] == [KEEP]


async def test_a_change_shows_at_once(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = admin(bot)
    ack = await run(bot, bot.ada, PATCHING)
    assert ack.message is not None
    assert ack.message.ephemeral_for == bot.ada.id
    for answers, seen_by in ((PUBLIC, None), (PRIVATE, bot.ada.id)):
        await run(bot, grace)
        await save(bot, grace, modal(bot, grace), answers=answers)
        ack = await run(bot, bot.ada, PATCHING)
        assert ack.message is not None
        assert ack.message.ephemeral_for == seen_by


async def test_public_answers_are_answers(start_bot: StartBot) -> None:
    bot = await start_bot()
    await bot.store.preferences.put(bot.workspace.identity.team_id, Preferences(public=True))
    for words, everybody in ((PATCHING, True), ("who patches EKS nodes?", True), (UNKNOWN, False), ("hello", False)):
        told = (await run(bot, bot.ada, words)).message
        assert told is not None
        assert (told.ephemeral_for is None) is everybody, words


async def test_nobody_else_opens_them(start_bot: StartBot) -> None:
    bot = await start_bot()
    ack = await run(bot, bot.ada)
    assert ack.message is not None
    assert ack.message.ephemeral_for == bot.ada.id
    assert "Only admins and owners of this workspace" in ack.message.text
    assert bot.workspace.modal(bot.ada) is None
    assert bot.workspace.calls("views.open") == []


async def test_nobody_else_saves_them(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = admin(bot)
    await run(bot, grace)
    view = modal(bot, grace)
    demote(bot, grace)
    ack = await save(bot, grace, view, answers=PUBLIC)
    assert ack.body["response_action"] == "update"
    assert "Only admins and owners" in visible(modal(bot, grace).content)
    ack = await bot.workspace.submit(bot.ada, view, {ANSWERS: PUBLIC})
    assert ack.ok
    assert ack.body["response_action"] == "update", "another person's submission of it"
    assert await kept(bot) == Preferences()


FAULTS = ["rate_limit", "refuse", "scope", "slow"]


def disturb(bot: Bot, fault: str) -> None:
    """Slack does not say who someone is."""
    if fault == "scope":
        bot.workspace.grant(set(SCOPES) - {"users:read"})
    elif fault == "rate_limit":
        bot.workspace.faults.rate_limit("users.info", retry_after=30)
    elif fault == "refuse":
        bot.workspace.faults.refuse("users.info", times=None)
    else:
        bot.workspace.faults.delay("users.info", seconds=4)


@pytest.mark.parametrize("fault", FAULTS)
@over_http
async def test_they_stay_shut_where_slack_does_not_say_who_it_is(start_bot: StartBot, fault: str) -> None:
    bot = await start_bot()
    grace = admin(bot)
    disturb(bot, fault)
    ack = await run(bot, grace)
    assert ack.message is not None
    assert "Slack did not tell me in time" in ack.message.text
    assert bot.workspace.calls("views.open") == []


@pytest.mark.parametrize("fault", FAULTS)
@over_http
async def test_nothing_is_saved_where_slack_does_not_say_who_it_is(start_bot: StartBot, fault: str) -> None:
    bot = await start_bot()
    grace = admin(bot)
    await run(bot, grace)
    view = modal(bot, grace)
    disturb(bot, fault)
    ack = await save(bot, grace, view, answers=PUBLIC)
    assert ack.body["response_action"] == "errors"
    assert list(ack.body["errors"]) == [ANSWERS]
    assert await kept(bot) == Preferences()
    assert modal(bot, grace).hash == view.hash, "what was chosen still stands there"


@over_http
async def test_a_database_that_fails_is_told_of(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = admin(bot)
    await run(bot, grace)
    view = modal(bot, grace)
    async with bot.store.engine.begin() as connection:
        await connection.execute(text("DROP TABLE workspace_preferences"))
    ack = await save(bot, grace, view, answers=PUBLIC)
    assert "Not saved" in ack.body["errors"][ANSWERS]
    ack = await run(bot, grace)
    assert ack.message is not None
    assert "could not look up the settings" in ack.message.text


@over_http
async def test_a_trigger_that_has_run_out_is_told_of(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = admin(bot)
    bot.workspace.faults.error("views.open", "expired_trigger_id")
    ack = await run(bot, grace)
    assert ack.message is not None
    assert "too long" in ack.message.text


@over_http
async def test_texts_are_kept_only_while_that_is_switched_on(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = admin(bot)
    for on in ([], [KEEP], []):
        await run(bot, grace)
        await save(bot, grace, modal(bot, grace), gaps=on)
        assert {gap.text for gap in await bot.store.gaps.all()} <= {""}, "switching it off deletes them"
        gap = Gap("unanswered", "digest", UNKNOWN if (await kept(bot)).gaps_text else "")
        await bot.store.gaps.note(bot.workspace.identity.team_id, gap, "person", 1.0)
        assert {gap.text for gap in await bot.store.gaps.all()} == ({UNKNOWN} if on else {""})


@over_http
async def test_what_the_modal_does_not_offer_is_not_chosen(start_bot: StartBot) -> None:
    bot = await start_bot()
    grace = admin(bot)
    await run(bot, grace)
    view = modal(bot, grace)
    forged = view.content["blocks"]
    forged[2]["element"]["options"].append({"text": {"type": "plain_text", "text": "x"}, "value": "xx"})
    await save(bot, grace, view, language="xx")
    assert (await kept(bot)).language == "en"


ORG = {"enterprise_id": "E1", "is_admin": True}
RANKS: list[tuple[dict[str, Any], str, Standing]] = [
    ({"team_id": "T1", "is_admin": True}, "T1", Standing.ADMIN),
    ({"team_id": "T1", "is_owner": True}, "T1", Standing.ADMIN),
    ({"team_id": "T1"}, "T1", Standing.MEMBER),
    ({}, "T1", Standing.MEMBER),
    ({}, "", Standing.MEMBER),
    ({"team_id": "T2", "is_admin": True}, "T1", Standing.MEMBER),
    ({"team_id": "T1", "is_admin": True, "deleted": True}, "T1", Standing.MEMBER),
    ({"team_id": "T1", "is_admin": True, "is_stranger": True}, "T1", Standing.MEMBER),
    ({"team_id": "T1", "is_admin": True}, "E1/T1", Standing.ADMIN),
    ({"team_id": "T2", "is_admin": True}, "E1/T1", Standing.MEMBER),
    ({"team_id": "T2", "enterprise_user": ORG}, "E1/T1", Standing.ADMIN),
    ({"team_id": "T2", "enterprise_user": ORG}, "E2/T1", Standing.MEMBER),
    ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1", "is_admin": False}}, "E1/T1", Standing.MEMBER),
    ({"team_id": "T2", "enterprise_user": {"enterprise_id": "", "is_admin": True}}, "T1", Standing.MEMBER),
]


@pytest.mark.parametrize(("user", "workspace", "standing"), RANKS)
def test_a_rank_counts_where_it_was_given(user: dict[str, Any], workspace: str, standing: Standing) -> None:
    assert standing_by(user, workspace) is standing
