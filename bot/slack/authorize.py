"""Which bot answers a request: that of the one workspace there is, or of the workspace that it comes from."""

import asyncio
import logging
import time
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError, UndecipherableError
from bot.slack.client import try_token
from bot.slack.installations import Installations
from bot.slack.logs import origin
from bot.slack.rotation import Rotation
from bot.workspace_key import ids_of, same_place, workspace_key

logger = logging.getLogger(__name__)

FRESH_SECONDS = 60.0
"""How long an installation is taken for what it was; what this process changes shows at once."""
MISSING_SECONDS = 5.0
"""The same for one that is missing, since another process may have finished it."""
PLACES = 10_000


class Workspaces(AsyncAuthorize):
    """Where the bot is installed; Bolt asks it for authorization."""

    @abstractmethod
    async def bot(self, workspace: str) -> AuthorizeResult | None:
        """The bot in a workspace, by its key; None where it is not installed.

        Raises:
            StoreError: the database failed, and nothing is remembered.
            SlackApiError, aiohttp.ClientError, TimeoutError: Slack did not say who the bot is.
        """

    @abstractmethod
    async def knows(self, context: AsyncBoltContext) -> bool:
        """Whether the bot is installed where a request comes from."""

    @abstractmethod
    async def enterprise_of(self, home: str) -> str | None:
        """The enterprise of a workspace (`T1`) in which the bot is installed, where it is in one; of an `E1` itself."""

    @abstractmethod
    async def since(self, workspace: str) -> float | None:
        """When it was installed there, in seconds since the epoch, where that is kept."""

    @abstractmethod
    async def forget_person(self, workspace: str, user: str) -> None:
        """Removes a person's own tokens."""

    @abstractmethod
    def forget(self, workspace: str) -> None:
        """Drops what is remembered of a workspace, or with `E1/` of an enterprise; the store is left as it is."""

    async def check(self) -> None:
        """Finds out before the first request whether requests can be answered.

        Raises:
            SettingsError: they cannot.
        """

    async def close(self) -> None:
        """Ends what goes on behind requests; the store is still open."""


class OneWorkspace(Workspaces):
    """The one workspace that SLACK_BOT_TOKEN belongs to."""

    def __init__(self, client: AsyncWebClient, token: str) -> None:
        self._client = client
        self._token = token
        self._identity: AuthorizeResult | None = None

    async def __call__(self, **_: object) -> AuthorizeResult:
        """Who the bot is, by `auth.test`, which is called until it has succeeded once."""
        if self._identity is None:
            answer = await self._client.auth_test(token=self._token)
            self._identity = AuthorizeResult.from_auth_test_response(bot_token=self._token, auth_test_response=answer)
        return self._identity

    async def bot(self, workspace: str) -> AuthorizeResult | None:
        """The bot, unless its token is of another workspace, as after the one that is served was changed."""
        identity, (enterprise, team) = await self(), ids_of(workspace)
        return identity if identity.team_id in (team, enterprise) else None

    async def check(self) -> None:
        """Finds out who the bot is.

        Raises:
            SettingsError: Slack refused the token.
        """
        await try_token("SLACK_BOT_TOKEN", self())

    async def knows(self, _: AsyncBoltContext) -> bool:
        """Always: nobody else sends anything."""
        return True

    async def enterprise_of(self, _: str) -> str | None:
        """That of the only workspace."""
        return (await self()).enterprise_id

    async def since(self, _: str) -> None:
        """Nobody knows: the token came from outside."""

    async def forget_person(self, _: str, __: str) -> None:
        """There is nothing of theirs."""

    def forget(self, _: str) -> None:
        """Asks again who the bot is before the next answer, since its token may have ended."""
        self._identity = None


@dataclass(slots=True, eq=False)
class _Place:
    """What is remembered of one place, and the lock that keeps many requests from looking it up at once."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    read_at: float = float("-inf")
    found: AuthorizeResult | None = None

    def is_fresh(self, now: float) -> bool:
        return now - self.read_at < (FRESH_SECONDS if self.found else MISSING_SECONDS)


class ManyWorkspaces(Workspaces):
    """The workspaces in which people installed the bot; asks Slack for nothing but new tokens in place of old ones."""

    def __init__(
        self, installations: Installations, rotation: Rotation, clock: Callable[[], float] = time.time
    ) -> None:
        self._installations = installations
        self._rotation = rotation
        self._clock = clock
        self._places: dict[str, _Place] = {}

    async def __call__(self, *, context: AsyncBoltContext, **_: object) -> AuthorizeResult | None:
        """The bot in a request's workspace; None where it is not installed.

        Raises:
            StoreError: the database failed, and nothing is remembered.
        """
        team = None if context.is_enterprise_install else context.team_id
        return await self.bot(workspace_key(context.enterprise_id, team))

    async def bot(self, workspace: str) -> AuthorizeResult | None:
        """The bot in a workspace, or that of its enterprise; None where it is not installed."""
        place = self._places.get(workspace)
        if place is None:
            if len(self._places) >= PLACES:
                self._places.clear()
            place = self._places[workspace] = _Place()
        if not place.is_fresh(self._clock()):
            async with place.lock:
                if not place.is_fresh(self._clock()):
                    await self._look_up(workspace, place)
        return place.found

    async def knows(self, context: AsyncBoltContext) -> bool:
        """Whether the bot is installed where a request comes from."""
        return await self(context=context) is not None

    async def close(self) -> None:
        """Waits for new tokens that are under way."""
        await self._rotation.close()

    async def enterprise_of(self, home: str) -> str | None:
        """As the installation has it."""
        return home if home.startswith("E") else await self._installations.enterprise_of(home)

    async def since(self, workspace: str) -> float | None:
        """When the bot was installed."""
        return await self._installations.since(*ids_of(workspace))

    async def forget_person(self, workspace: str, user: str) -> None:
        """Removes a person's own tokens."""
        await self._installations.forget_person(*ids_of(workspace), user)

    def forget(self, workspace: str) -> None:
        """Drops what is remembered; a lookup that is under way is not remembered either."""
        for name in [one for one in self._places if same_place(one, workspace)]:
            del self._places[name]

    async def _look_up(self, name: str, place: _Place) -> None:
        try:
            bot = await self._installed(name)
            bot = await self._rotation.current(bot) if bot else None
            place.found = _result(bot) if bot else None
        except StoreError as error:
            if place.found is None:
                raise
            # Answering needs no database; Slack itself refuses a token that has ended meanwhile.
            logger.error("an installation could not be read: %s", origin(error))
        except UndecipherableError:
            place.found = None
            logger.error("no key in WHOSEJOB_SECRET_KEYS decrypts the token of %s", name)
        place.read_at = self._clock()

    async def _installed(self, name: str) -> Bot | None:
        """A workspace's own bot, or else its enterprise's."""
        enterprise, team = ids_of(name)
        bot = await self._installations.async_find_bot(enterprise_id=enterprise, team_id=team)
        if bot is None and enterprise and team:
            bot = await self._installations.async_find_bot(enterprise_id=enterprise, team_id=None)
        return bot


def _result(bot: Bot) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=bot.enterprise_id,
        team_id=bot.team_id,
        bot_id=bot.bot_id,
        bot_user_id=bot.bot_user_id,
        bot_token=bot.bot_token,
        bot_scopes=bot.bot_scopes,
    )
