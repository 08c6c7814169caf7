"""What is noted of questions, and what is not."""

from __future__ import annotations

import asyncio

from moments import NOW

from bot.engine import Engine
from bot.preferences import Preferences
from bot.slack.asked import Asked
from bot.slack.caller import Caller
from bot.slack.notes import Notes
from bot.slack.replies import Replies
from bot.slack.views import Audience
from bot.store import Store
from bot.store.database import Database
from bot.store.preferences import PreferencesTable


class ChangedAtOnce(PreferencesTable):
    """An admin switches texts off right after they were found to be on."""

    async def of(self, workspace: str) -> Preferences:
        """What was chosen, which is no longer true when it is told."""
        found = await super().of(workspace)
        await self.put(workspace, Preferences(gaps_text=False))
        return found


async def test_a_text_does_not_outlast_its_being_switched_off(store: Store, engine: Engine) -> None:
    await store.preferences.put("T1", Preferences(gaps_text=True))
    store.preferences = ChangedAtOnce(Database(store.engine))
    await Notes(engine, store).verdict(Caller("T1", "U1"), "C1:1", "wrong", "who frobnicates the quux?", NOW)
    [gap] = await store.gaps.all("T1")
    assert (gap.text, gap.askers) == ("", 1)


async def test_what_is_noted_while_the_writer_ends_is_written_too(store: Store, engine: Engine) -> None:
    notes, caller = Notes(engine, store), Caller("T1", "U1")
    reply = Replies(engine).to(Asked("who waters the plants?"), Audience.PRIVATE)
    before = asyncio.all_tasks()
    notes.asked(caller, Asked("the first"), reply, NOW)
    [writer] = asyncio.all_tasks() - before
    draining = asyncio.create_task(notes.drain())
    while not writer.cancelling():  # noqa: ASYNC110 (what ends it is no event)
        await asyncio.sleep(0)
    assert not draining.done()
    notes.asked(caller, Asked("the second"), reply, NOW + 1)
    await draining
    async with asyncio.timeout(10):
        while await store.recents.latest("T1", "U1", NOW) != ("the second", "the first"):  # noqa: ASYNC110 (as above)
            await asyncio.sleep(0.01)
