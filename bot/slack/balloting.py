"""Votes on a channel's quiz question, its reveal before its time, and how the channel voted."""

import logging
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.catalog.lesson_model import Scenario
from bot.catalog.model import Source
from bot.errors import StoreError
from bot.slack.asked import StaleButtonError
from bot.slack.caller import Caller
from bot.slack.client import FAILURES, error_code, failure
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.polls import Asking, Poll, poll_of
from bot.slack.standing import Standing, standing_over
from bot.slack.views import Message
from bot.slack.views.ballot import (
    CHECK_SOME,
    NOT_COUNTED,
    NOT_LOOKED_UP,
    NOT_REVEALED,
    NOT_SURE,
    STOPPED,
    about_to_come,
    late_message,
    not_yours,
    tally_message,
    voted_message,
    when,
)
from bot.study.ballot import Ballot, cast, unpacked_ballot
from bot.subscription import Subscription
from bot.workspace_key import around

logger = logging.getLogger(__name__)

LAST_SECONDS = 120.0
"""How long before its time an answer is left to come by itself. Slack takes back nothing that it posts within 60 s, and
a pass that knew nothing of the reveal may have scheduled the answer again: the next one has time to take it back."""


@dataclass(frozen=True, slots=True)
class Click:
    """A click under one of a question's messages."""

    caller: Caller
    client: AsyncWebClient
    ballot: Ballot
    place: str
    """Channel id."""
    ts: str
    """Slack's id of the message."""

    @property
    def asking(self) -> Asking:
        """The question and its channel."""
        return Asking(self.ballot, self.place)


def ballot_in(desk: Desk, caller: Caller, value: str) -> Ballot:
    """The ballot that a button carries.

    Raises:
        StaleButtonError: it is none of this version's, its question is gone, or it is of elsewhere.
    """
    try:
        ballot = unpacked_ballot(value, desk.engine.lessons)
    except LookupError:
        raise StaleButtonError("a quiz of other questions") from None
    if around(ballot.workspace) != around(caller.workspace):
        raise StaleButtonError("a quiz of elsewhere")
    return ballot


async def vote(desk: Desk, click: Click, letters: str) -> Message:
    """Counts someone's vote; gives what they alone are told.

    Args:
        desk: knows the votes.
        click: under the question.
        letters: what they chose.

    Raises:
        StaleButtonError: the question has changed since it was posted.
    """
    scenario = _scenario(desk, click.ballot)
    chosen = cast(letters, scenario)
    if not chosen:
        return CHECK_SOME
    try:
        poll = await _poll(desk, click)
        if not poll.is_open(desk.clock()):
            return await _over(desk, click, poll)
        voted = await _counted(desk, click, poll, chosen)
    except StoreError as error:
        logger.error("a vote was not counted: %s", origin(error))
        return NOT_COUNTED
    desk.tallies.changed(click.client, click.asking, click.ts)
    return voted_message(scenario, chosen, voted)


async def reveal(desk: Desk, click: Click) -> Message | None:
    """Shows everybody the answer before its time, where whoever clicks may do so.

    Slack is first made to let go of the answer that it holds: whatever happens then, it is posted once. A process that
    dies before the question is closed leaves it open, and the next pass has Slack hold the answer again; one that dies
    after leaves the answer to the next click or pass.

    Returns:
        What they alone are told; None where everybody is shown the answer.
    """
    now = desk.clock()
    try:
        poll = await _poll(desk, click)
        if poll.subscription is None or not poll.is_open(now):
            return await _over(desk, click, poll)
        refusal = await _refusal(click, poll.subscription, poll.answer_at, now)
        if refusal:
            return refusal
        await _let_go(click, poll.answer_at)
        await desk.store.posts.seen(click.ballot.workspace, click.place, click.ballot.day, click.ts)
        await desk.store.posts.close(click.ballot.workspace, click.place, click.ballot.day, now)
        await desk.store.rounds.due(click.ballot.workspace, now)
    except StoreError as error:
        logger.error("a quiz was not revealed: %s", origin(error))
        return NOT_REVEALED
    except FAILURES as error:
        logger.warning("a quiz was not revealed: %s", failure(error))
        return NOT_REVEALED
    desk.tallies.changed(click.client, click.asking, click.ts)
    return None


async def tally(desk: Desk, click: Click) -> Message:
    """How the channel voted, for whoever asks under the answer."""
    store, ballot = desk.store, click.ballot
    try:
        poll = await _poll(desk, click)
        counted = await store.votes.tally(ballot.workspace, click.place, ballot.day)
        chosen = await store.votes.of(ballot.workspace, click.place, ballot.day, click.caller.user)
    except StoreError as error:
        logger.error("votes could not be read: %s", origin(error))
        return NOT_LOOKED_UP
    if poll.quiz and poll.quiz.ts and not poll.is_open(desk.clock()):
        desk.tallies.changed(click.client, click.asking, poll.quiz.ts)
    return tally_message(_scenario(desk, ballot), chosen, counted)


async def _poll(desk: Desk, click: Click) -> Poll:
    poll = await poll_of(desk.store, click.asking)
    if poll.quiz and poll.quiz.lesson != click.ballot.scenario:
        raise StaleButtonError("another question of that day")
    return poll


async def _counted(desk: Desk, click: Click, poll: Poll, letters: str) -> dict[str, int]:
    """The votes once this one is among them."""
    store, (workspace, place, day) = desk.store, (click.ballot.workspace, click.place, click.ballot.day)
    await store.votes.put(workspace, place, day, click.caller.user, letters, desk.clock())
    if poll.quiz and poll.quiz.ts != click.ts:
        await store.posts.seen(workspace, place, day, click.ts)
    return await store.votes.tally(workspace, place, day)


async def _over(desk: Desk, click: Click, poll: Poll) -> Message:
    """What is said after the end, with the answer; the question's message is made to look like it, too."""
    ballot = click.ballot
    chosen = await desk.store.votes.of(ballot.workspace, click.place, ballot.day, click.caller.user)
    desk.tallies.changed(click.client, click.asking, click.ts)
    return late_message(_scenario(desk, ballot), _source(desk, ballot), chosen, STOPPED if poll.stopped else "")


async def _refusal(click: Click, subscription: Subscription, answer_at: int, now: float) -> Message | None:
    """Why someone cannot have the answer shown now; None where they can."""
    answer = when(answer_at, ZoneInfo(subscription.zone))
    standing = await standing_over(click.client, click.caller, subscription)
    if standing is Standing.UNKNOWN:
        return NOT_SURE
    if standing is not Standing.ADMIN:
        return not_yours(subscription.person, answer)
    return about_to_come(answer) if answer_at - now < LAST_SECONDS else None


async def _let_go(click: Click, answer_at: int) -> None:
    """Has Slack let go of the answer that it would post by itself: of the one thing of that place and moment."""
    # Slack refuses a stretch of no length, and does not say whether its ends belong to it.
    held = await click.client.chat_scheduledMessages_list(
        channel=click.place, oldest=str(answer_at - 1), latest=str(answer_at + 1)
    )
    for one in held.get("scheduled_messages") or ():
        if one["post_at"] != answer_at:
            continue
        try:
            await click.client.chat_deleteScheduledMessage(channel=click.place, scheduled_message_id=one["id"])
        except SlackApiError as error:
            # A pass was quicker.
            if error_code(error) != "invalid_scheduled_message_id":
                raise


def _scenario(desk: Desk, ballot: Ballot) -> Scenario:
    return desk.engine.lessons.scenarios[ballot.scenario]


def _source(desk: Desk, ballot: Ballot) -> Source:
    return desk.engine.lessons.sources[f"scenario:{ballot.scenario}"]
