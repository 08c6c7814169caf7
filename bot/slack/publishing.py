"""Publishes App Home to a person, over the Home that they have before them."""

import asyncio
import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.client import error_code
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.practising import Learning, learning_of
from bot.slack.views.home import Person, home_view
from bot.slack.views.subscriptions import subscribed_lines

logger = logging.getLogger(__name__)

READ_SECONDS = 1.0
"""How long Home waits for the database."""
PUBLISH_SECONDS = 1.8
"""How long it waits for Slack; both together end before Slack takes the event for lost."""

PROCESSING_PAUSES = (0.0, 1.2, 1.6)
"""Seconds before each attempt to show a chart just uploaded; together less than errands may go on at the end."""
NO_PICTURE = ("invalid_blocks", "invalid_arguments")
"""What Slack says of a view with a picture that it does not have, or not yet."""


@dataclass(frozen=True, slots=True)
class Showing:
    """One Home that is to be shown to one person."""

    desk: Desk
    caller: Caller
    client: AsyncWebClient
    """With the workspace's token."""
    person: Person
    stamp: int

    async def over(self, seen: str | None) -> str | None:
        """Publishes it over the Home with a hash; None where another one is there, else its own hash.

        Raises:
            SlackApiError: Slack refused it.
        """
        view = home_view(self.desk.engine.catalog, self.person, self.stamp)
        try:
            answer = await self.client.views_publish(user_id=self.caller.user, view=view, hash=seen)
        except SlackApiError as error:
            if error_code(error) != "hash_conflict":
                raise
            return None
        return str((answer.get("view") or {}).get("hash") or "")

    def with_picture(self, picture: str) -> "Showing":
        """The same with another chart, or with none."""
        practice = self.person.practice
        return replace(
            self, person=replace(self.person, practice=replace(practice, picture=picture) if practice else None)
        )

    @property
    def picture(self) -> str:
        """Slack's id of its chart."""
        return self.person.practice.picture if self.person.practice else ""


async def publish(
    desk: Desk,
    caller: Caller,
    client: AsyncWebClient,
    seen: dict[str, Any] | None,
    insist: bool,
    latest: str = "",
) -> None:
    """Shows Home to a person, and once more with a chart of their progress, where that has to be drawn.

    Args:
        desk: knows what it shows.
        caller: the person.
        client: with the workspace's token.
        seen: the Home that they have before them; None before the first.
        insist: whether to show it as well where another one was published meanwhile. After a mere opening that one is
            as good, and newer.
        latest: what they have just asked, since it is written behind the answer's back.
    """
    recents, learning = await asyncio.gather(_recents(desk, caller), _learning(desk, caller))
    if latest and recents is not None:
        recents = (latest, *(text for text in recents if text.casefold() != latest.casefold()))
    showing = Showing(desk, caller, client, _person(desk, recents, learning), stamp=int(desk.clock() * 1000))
    try:
        async with asyncio.timeout(PUBLISH_SECONDS):
            showing, shown = await _shown(showing, (seen or {}).get("hash"))
            if shown is None and insist:
                showing, shown = await _shown(showing, None)
    except TimeoutError:
        logger.warning("App Home was not published in %.1f s", PUBLISH_SECONDS)
        return
    if learning and shown is not None:
        _draw(showing, learning, shown)


async def _shown(showing: Showing, seen: str | None) -> tuple[Showing, str | None]:
    """Publishes a Home, without its chart where Slack refuses that; what was published, and its hash."""
    try:
        return showing, await showing.over(seen)
    except SlackApiError as error:
        if error_code(error) not in NO_PICTURE or not showing.picture:
            raise
    logger.info("Slack does not show the chart %s; Home does without", showing.picture)
    showing = showing.with_picture("")
    return showing, await showing.over(seen)


def _draw(showing: Showing, learning: Learning, shown: str) -> None:
    """Begins to draw the chart that a published Home lacks, unless Slack is still at work on it."""
    learner, lacking = learning.learner, learning.practice.progress.answered and not showing.picture
    at_work = learner.chart_digest == learning.chart.digest and showing.desk.charts.is_fresh(learner.chart_file)
    if lacking and not at_work:
        again = partial(_show_chart, showing, shown)
        showing.desk.charts.renew(showing.caller, showing.client, learner, learning.chart, again)


async def _show_chart(showing: Showing, shown: str, picture: str) -> None:
    """Publishes a Home with its chart, over the same one without it and over no other, once Slack is done with it."""
    for pause in PROCESSING_PAUSES:
        await asyncio.sleep(pause)
        try:
            await showing.with_picture(picture).over(shown)
            return
        except SlackApiError as error:
            if error_code(error) not in NO_PICTURE:
                logger.warning("App Home was not published with its chart: %s", error_code(error))
                return
    logger.info("Slack does not show the chart %s yet; Home does without until it is opened again", picture)


def _person(desk: Desk, recents: tuple[str, ...] | None, learning: Learning | None) -> Person:
    subscribed = learning.subscribed if learning else ()
    lines = subscribed_lines(subscribed, desk.engine.lessons, desk.clock())
    return Person(recents, lines, learning.practice if learning else None)


async def _recents(desk: Desk, caller: Caller) -> tuple[str, ...] | None:
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await desk.store.recents.latest(caller.workspace, caller.user, desk.clock())
    except (StoreError, TimeoutError) as error:
        logger.warning("recent questions could not be read: %s", origin(error))
        return None


async def _learning(desk: Desk, caller: Caller) -> Learning | None:
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await learning_of(desk, caller)
    except (StoreError, TimeoutError) as error:
        logger.warning("what somebody practises could not be read: %s", origin(error))
        return None
