"""Everything that is stored, behind one object."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.cards import Cards
from bot.store.claims import TAKEOVER_SECONDS, Claims
from bot.store.database import Database
from bot.store.digests import Digests
from bot.store.feedback import Feedback
from bot.store.forgetting import forget_person, forget_workspace
from bot.store.gaps import Gaps
from bot.store.keys import Keys
from bot.store.learners import Learners
from bot.store.posts import Posts
from bot.store.preferences import PreferencesTable
from bot.store.questions import Questions
from bot.store.recents import Recents
from bot.store.reviews import Reviews
from bot.store.rounds import Rounds
from bot.store.states import States
from bot.store.subscriptions import Subscriptions
from bot.store.tips import Tips
from bot.store.votes import Votes


class Store:
    """One open database; every method, its parts' too, raises StoreError where the database fails."""

    def __init__(self, engine: AsyncEngine, keys: Keys, takeover: float = TAKEOVER_SECONDS) -> None:
        self.engine = engine
        """For slack_sdk's installation store only."""
        self.keys = keys
        self._database = database = Database(engine)
        self._digests = Digests(database, keys)
        self.claims = Claims(database, takeover)
        self.questions = Questions(database)
        self.recents = Recents(database)
        self.feedback = Feedback(database, self._digests)
        self.gaps = Gaps(database)
        self.preferences = PreferencesTable(database)
        self.states = States(database)
        self.tips = Tips(database)
        self.subscriptions = Subscriptions(database)
        self.posts = Posts(database)
        self.rounds = Rounds(database)
        self.votes = Votes(database, self._digests)
        self.learners = Learners(database)
        self.cards = Cards(database)
        self.reviews = Reviews(database)

    async def ping(self) -> None:
        """Asks the database for a sign of life."""
        async with self._database.begin() as connection:
            await connection.execute(text("SELECT 1"))

    async def digest(self, text: str) -> str:
        """Keyed digest of a text (HMAC-SHA256, hexadecimal)."""
        return await self._digests.of(text)

    async def person(self, workspace: str, user: str) -> str:
        """Keyed digest of a person, as gaps count them and `forget_person` looks for them."""
        return await self._digests.person(workspace, user)

    async def forget_workspace(self, workspace: str) -> None:
        """Removes everything of a workspace, or with `E1/` of an enterprise, its installations too."""
        await forget_workspace(self._database, workspace)
        await self._database.scrub()

    async def forget_person(self, workspace: str, user: str) -> int:
        """Removes what is kept of a person; returns how many rows."""
        removed = await forget_person(self._database, self._digests, workspace, user)
        await self._database.scrub()
        return removed

    async def prune(self, now: float) -> None:
        """Forgets what has expired."""
        await self.claims.prune(now)
        for part in (self.questions, self.recents, self.feedback, self.gaps, self.tips, self.states):
            await part.prune(now)
        for later in (self.posts, self.rounds, self.votes, self.reviews):
            await later.prune(now)
        await self._database.scrub()

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()
