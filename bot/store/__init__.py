"""What must outlive a request: claims on events, questions, feedback, gaps, preferences, installations."""

from bot.store.claims import Claims, Taken
from bot.store.feedback import Feedback
from bot.store.gaps import Gap, GapRow, Gaps
from bot.store.keys import Keys, derived, keyring, new_key
from bot.store.opening import open_store, upgrade
from bot.store.preferences import PreferencesTable
from bot.store.questions import Questions
from bot.store.recents import Recents
from bot.store.slack_tables import ENCRYPTED
from bot.store.states import States
from bot.store.store import Store

__all__ = [
    "ENCRYPTED",
    "Claims",
    "Feedback",
    "Gap",
    "GapRow",
    "Gaps",
    "Keys",
    "PreferencesTable",
    "Questions",
    "Recents",
    "States",
    "Store",
    "Taken",
    "derived",
    "keyring",
    "new_key",
    "open_store",
    "upgrade",
]
