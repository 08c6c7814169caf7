"""New tokens in place of those that expire: of all processes one asks Slack, since a refresh token works once."""

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.errors import StoreError
from bot.slack.client import error_code
from bot.slack.installations import Installations
from bot.slack.logs import origin
from bot.slack.once import POLL_SECONDS, WAIT_SECONDS, BusyError
from bot.store import Claims, Taken
from bot.workspace_key import workspace_key

logger = logging.getLogger(__name__)

EARLY_MINUTES = 120
"""Slack's tokens live for 12 hours; so long before their end the old one still works, whatever happens to the new."""
PATIENCE_SECONDS = 1.0
"""How long a request waits for a new token while the old one works; Slack waits 3 s for the request."""
LOST = frozenset({"invalid_refresh_token", "token_revoked", "account_inactive", "invalid_auth"})
"""Slack's errors after which asking again is of no use; after others the next request asks again."""


class Rotation:
    """Keeps the tokens of bots current."""

    def __init__(
        self,
        installations: Installations,
        claims: Claims,
        rotator: AsyncTokenRotator,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._installations = installations
        self._claims = claims
        self._rotator = rotator
        self._clock = clock
        self._unwritten: dict[str, Bot] = {}
        """New tokens that the database did not take, by the claim on the old ones."""
        self._asking: set[asyncio.Task[Bot | None]] = set()

    async def current(self, bot: Bot) -> Bot | None:
        """The bot with a token that works; None where it has none any more, and must be installed again.

        Raises:
            BusyError: its token has expired, and someone else is still getting a new one.
            StoreError: the database failed.
            SlackTokenRotationError, aiohttp.ClientError, TimeoutError: its token has expired, and Slack gave no other.
        """
        if bot.bot_token_expires_at is None or bot.bot_token_expires_at > self._clock() + EARLY_MINUTES * 60:
            return bot
        if not bot.bot_refresh_token:
            return bot if self._works(bot) else None
        # What is claimed is this very refresh token, under a name from which nobody gets it back.
        claim = f"rotate:{hashlib.sha256(bot.bot_refresh_token.encode()).hexdigest()[:32]}"
        if claim in self._unwritten:
            return await self._write(claim, self._unwritten[claim])
        now = self._clock()
        taken = await self._claims.take(claim, now)
        if taken is Taken.OURS:
            return await self._patiently(bot, self._rotate(bot, claim, now))
        return await self._by_others(bot, done=taken is Taken.DONE)

    async def close(self) -> None:
        """Waits for tokens that are under way: Slack gives them once."""
        await asyncio.gather(*self._asking, return_exceptions=True)

    async def _patiently(self, bot: Bot, rotating: Coroutine[Any, Any, Bot | None]) -> Bot | None:
        """Goes on with the old token where Slack takes its time; nothing that befalls the request ends the asking."""
        task = asyncio.create_task(rotating)
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)
        await asyncio.wait({task}, timeout=PATIENCE_SECONDS if self._works(bot) else None)
        return task.result() if task.done() else bot

    async def _rotate(self, bot: Bot, claim: str, now: float) -> Bot | None:
        try:
            fresh = await self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=EARLY_MINUTES)
        except SlackTokenRotationError as error:
            code = error_code(error.api_error)
            logger.error("tokens of %s were not rotated (%s)", _name(bot), code)
            if code in LOST:
                await self._claims.finish(claim, now)
                return await self._by_others(bot, done=True)
            return await self._later(bot, claim, now, error)
        except (aiohttp.ClientError, TimeoutError) as error:
            logger.warning("tokens of %s were not rotated: %s", _name(bot), origin(error))
            return await self._later(bot, claim, now, error)
        if fresh is None:
            return bot
        fresh = await self._write(claim, fresh)
        await self._claims.finish(claim, now)
        return fresh

    async def _write(self, claim: str, fresh: Bot) -> Bot:
        """Keeps new tokens; in memory until the database takes them, since Slack gives them once."""
        try:
            await self._installations.replace_tokens(fresh)
            self._unwritten.pop(claim, None)
        except StoreError as error:
            self._unwritten[claim] = fresh
            logger.error("rotated tokens are not written yet: %s", origin(error))
        return fresh

    async def _later(self, bot: Bot, claim: str, now: float, error: Exception) -> Bot:
        """Leaves it to the next request; the old token will do, unless it has expired."""
        await self._claims.release(claim, now)
        if not self._works(bot):
            raise error
        return bot

    async def _by_others(self, bot: Bot, *, done: bool) -> Bot | None:
        """What another request or process has made of the token, or makes of it right now."""
        for _ in range(int(WAIT_SECONDS / POLL_SECONDS)):
            found = await self._installations.async_find_bot(enterprise_id=bot.enterprise_id, team_id=bot.team_id)
            if found is None or found.bot_token != bot.bot_token:
                return found
            if self._works(bot):
                return bot
            if done:
                logger.error("%s must install the bot again", _name(bot))
                return None
            await asyncio.sleep(POLL_SECONDS)
        raise BusyError(_name(bot))

    def _works(self, bot: Bot) -> bool:
        return bot.bot_token_expires_at is None or bot.bot_token_expires_at > self._clock()


def _name(bot: Bot) -> str:
    return workspace_key(bot.enterprise_id, bot.team_id)
