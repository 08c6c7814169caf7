"""What is noted of questions, and what is not."""

from __future__ import annotations

from moments import NOW

from bot.engine import Engine
from bot.slack.caller import Caller
from bot.slack.notes import Notes
from bot.store import Preferences, Store
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
    await Notes(engine, store).gap(Caller("T1", "U1"), "unanswered", "who frobnicates the quux?", NOW)
    [gap] = await store.gaps.all("T1")
    assert (gap.text, gap.askers) == ("", 1)
