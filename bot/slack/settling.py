"""Settles channels' quiz questions whose time is over, for a pass over a workspace that comes by."""

import asyncio
import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.catalog.lesson_model import Lessons
from bot.errors import StoreError
from bot.slack.client import FAILURES
from bot.slack.logs import origin
from bot.slack.once import BusyError, Once
from bot.slack.polls import Asking, poll_of, refresh
from bot.store import Store
from bot.study.ballot import Ballot
from bot.subscription import Post

logger = logging.getLogger(__name__)

LATEST_SECONDS = 8 * 24 * 3600.0
"""Age of a question after which its message is left as it is, unless someone clicks on it."""
MOST_SECONDS = 5.0
"""After which the rest is left to another pass, since a pass has a workspace to itself for a while only."""


async def close_due(store: Store, client: AsyncWebClient, lessons: Lessons, workspace: str, now: float) -> float | None:
    """Turns the messages of questions whose time is over into their closed form.

    The answer to one that was revealed by hand is posted as well, where whoever should have done so did not get to it.
    What fails is left to the next pass. One query, where there is nothing to do.

    Args:
        store: knows the questions whose messages a click has told.
        client: with the workspace's token.
        lessons: hold the questions.
        workspace: workspace key.
        now: seconds since the epoch.

    Returns:
        When the next of the questions that are still open is over, in seconds since the epoch; or when to try again.

    Raises:
        StoreError: the database failed.
    """
    later: list[float] = []
    once = Once(store, lambda: now)
    until = asyncio.get_running_loop().time() + MOST_SECONDS
    for place, quiz in await store.posts.seen_quizzes(workspace, now - LATEST_SECONDS):
        poll = await poll_of(store, Asking(Ballot(workspace, quiz.day, quiz.lesson), place))
        if poll.is_open(now):
            later.append(float(poll.answer_at))
        elif asyncio.get_running_loop().time() > until:
            later.append(now)
            break
        elif not await _settled(store, once, client, lessons, poll.asking, quiz, now):
            # Whatever it was, the next question would hardly fare better.
            later.append(now + store.claims.takeover)
            break
    await once.close()
    return min(later, default=None)


async def _settled(
    store: Store, once: Once, client: AsyncWebClient, lessons: Lessons, asking: Asking, quiz: Post, now: float
) -> bool:
    """Brings the message of one question up to date; whether that went well."""
    try:
        if quiz.lesson in lessons.scenarios:
            await refresh(store, once, client, lessons, asking, quiz.ts, now)
        else:
            await store.posts.seen(asking.ballot.workspace, asking.place, quiz.day, "")
    except (StoreError, BusyError, *FAILURES) as error:
        logger.warning("a quiz was not settled: %s", origin(error))
        return False
    return True
