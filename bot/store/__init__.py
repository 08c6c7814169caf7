"""What must outlive a request: claims on events, questions, feedback, gaps, subscriptions, practice, installations."""

from bot.store.cards import Card, Cards
from bot.store.claims import Claims, Taken
from bot.store.feedback import Feedback
from bot.store.gaps import Gap, GapRow, Gaps
from bot.store.keys import Keys, derived, keyring, new_key
from bot.store.learners import Learner, Learners
from bot.store.opening import open_store, upgrade
from bot.store.posts import Posts
from bot.store.preferences import PreferencesTable
from bot.store.questions import Questions
from bot.store.recents import Recents
from bot.store.reviews import Review, Reviews
from bot.store.rounds import Round, Rounds
from bot.store.slack_tables import ENCRYPTED
from bot.store.states import States
from bot.store.store import Store
from bot.store.subscriptions import Subscriptions
from bot.store.votes import Votes

__all__ = [
    "ENCRYPTED",
    "Card",
    "Cards",
    "Claims",
    "Feedback",
    "Gap",
    "GapRow",
    "Gaps",
    "Keys",
    "Learner",
    "Learners",
    "Posts",
    "PreferencesTable",
    "Questions",
    "Recents",
    "Review",
    "Reviews",
    "Round",
    "Rounds",
    "States",
    "Store",
    "Subscriptions",
    "Taken",
    "Votes",
    "derived",
    "keyring",
    "new_key",
    "open_store",
    "upgrade",
]
