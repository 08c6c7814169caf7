"""Sets a stage: workspaces in which the bot is installed, with channels and people, some of whom practise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from slack_sdk.oauth.installation_store import Bot

from bot.catalog.lesson_model import Lessons
from bot.demo import LocalSlack, LocalWorkspace
from bot.slack.installations import Installations
from bot.slack.manifest import manifest
from bot.store import new_key, open_store
from bot.store.cards import Card
from tipping import story
from tipping.stage import Place, Stage


@asynccontextmanager
async def staged(
    folder: Path, database: str, lessons: Lessons, *, workspaces: int, places: int, seed: int, start: float
) -> AsyncIterator[Stage]:
    """Sets a stage on which nothing has been asked for yet.

    Args:
        folder: for the clock, the lessons and logs.
        database: address of a database; PostgreSQL's has its tables already.
        lessons: what there is to send.
        workspaces: how many.
        places: how many there are in all of them together.
        seed: of all chance.
        start: simulated time, in seconds since the epoch.
    """
    random, secret_key = Random(seed), new_key()
    store = await open_store(database, [secret_key])
    try:
        async with LocalSlack(scopes=manifest()["oauth_config"]["scopes"]["bot"]) as slack:
            slack.clock.file = folder / "clock"
            slack.clock.advance_to(start)
            stage = Stage(slack, store, database, secret_key, folder, random, lessons)
            stage.teach(lessons)
            installations = Installations(store, slack.client_id)
            for number in range(workspaces):
                workspace = slack.add_workspace(f"team-{number}", installed=True)
                await installations.async_save_bot(_bot(workspace))
            homes = list(slack.workspaces.values())
            for number in range(places):
                stage.places.append(await _place(stage, homes[number % workspaces], number))
            yield stage
    finally:
        await store.close()


async def _place(stage: Stage, workspace: LocalWorkspace, number: int) -> Place:
    person = workspace.add_user(f"person-{number}")
    if stage.random.random() >= story.DIRECT_SHARE:
        private = stage.random.random() < 0.3
        return Place(workspace, workspace.add_channel(f"channel-{number}", [person], private=private), person)
    place = Place(workspace, workspace.dm(person), person)
    if stage.random.random() < 0.7:
        scenario = min(stage.lessons.scenarios)
        await stage.store.cards.put(place.key, person.id, scenario, Card(stage.now() - 1, ""))
        place.history.practises = True
    return place


def _bot(workspace: LocalWorkspace) -> Bot:
    identity = workspace.identity
    return Bot(
        app_id=identity.app_id,
        enterprise_id=identity.enterprise_id,
        team_id=identity.team_id,
        bot_token=workspace.bot_token,
        bot_id=identity.bot_id,
        bot_user_id=identity.bot_user_id,
        bot_scopes=manifest()["oauth_config"]["scopes"]["bot"],
        is_enterprise_install=False,
        installed_at=0.0,
    )
