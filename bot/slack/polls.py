"""A channel's quiz question as it stands, and its message in the channel made equal to that."""

import logging
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.catalog.lesson_model import Lessons
from bot.slack.client import LOST, PASSING, error_code
from bot.slack.once import Once
from bot.slack.places import Place
from bot.slack.posting import post
from bot.slack.views import Message
from bot.slack.views.ballot import ballot_message, closed_message, reveal_message
from bot.store import Store
from bot.study.ballot import Ballot, voters
from bot.study.calendar import UnknownZoneError, zone_named
from bot.study.moments import reveal_moment
from bot.study.planning import asked
from bot.subscription import Post, Subscription

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """One question in one channel."""

    ballot: Ballot
    place: str
    """Channel id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A channel's question as it stands."""

    asking: Asking
    subscription: Subscription | None
    """None where the channel is sent nothing any more."""
    quiz: Post | None
    """None where it is not kept any more."""
    answer_at: int = 0
    """When the answer comes or came by the clock, in seconds since the epoch."""

    @property
    def stopped(self) -> bool:
        """Whether the channel's quiz was ended with the question still open."""
        return self.subscription is None or self.quiz is None or (self.quiz.dropped and not self.by_hand)

    @property
    def by_hand(self) -> bool:
        """Whether someone had the answer shown before its time."""
        return self.quiz is not None and self.quiz.closed_at > 0

    def is_open(self, now: float) -> bool:
        """Whether votes count."""
        return not self.stopped and not self.by_hand and now < self.answer_at


async def poll_of(store: Store, asking: Asking) -> Poll:
    """A channel's question as it stands.

    Raises:
        StoreError: the database failed.
    """
    ballot, place = asking.ballot, asking.place
    subscription = await store.subscriptions.at(ballot.workspace, place)
    posts = await store.posts.on(ballot.workspace, place, ballot.day)
    quiz, answer = posts.get("quiz"), posts.get("reveal")
    if subscription is None or quiz is None:
        return Poll(asking=asking, subscription=subscription, quiz=quiz)
    subscription = _in_known_zone(subscription)
    # Once Slack holds the answer, its moment counts, whatever was changed since.
    held = answer.moment if answer and asked(answer) and not answer.dropped else None
    zone = zone_named(subscription.zone)
    answer_at = held or reveal_moment(subscription, quiz.day, quiz.moment, zone)
    return Poll(asking=asking, subscription=subscription, quiz=quiz, answer_at=answer_at)


async def refresh(
    store: Store,
    once: Once,
    client: AsyncWebClient,
    lessons: Lessons,
    asking: Asking,
    ts: str,
    now: float,
    shown: Message | None = None,
) -> Message:
    """Makes a question's message say how it stands; where it was revealed by hand, posts the answer first, once.

    Whoever comes by may call it, at the same time and again: what it does follows from the database alone.

    Args:
        store: knows how the question stands.
        once: sees to it that the answer is posted once.
        client: with the workspace's token.
        lessons: hold the question.
        asking: the question and its channel.
        ts: Slack's id of the message.
        now: seconds since the epoch.
        shown: what the message is known to say.

    Returns:
        What it says now.

    Raises:
        StoreError, BusyError, SlackApiError, aiohttp.ClientError, TimeoutError: to be tried again.
    """
    poll = await poll_of(store, asking)
    if poll.by_hand and poll.subscription:
        await _post_answer(once, client, lessons, asking, poll.subscription)
    message = await _message(store, lessons, poll, now)
    if message != shown:
        await _update(client, asking.place, ts, message)
    if poll.quiz and poll.quiz.ts and not poll.is_open(now):
        await store.posts.seen(asking.ballot.workspace, asking.place, asking.ballot.day, "")
    return message


def answer_of(lessons: Lessons, ballot: Ballot, subscription: Subscription) -> Message:
    """The message with the answer."""
    scenario = lessons.scenarios[ballot.scenario]
    return reveal_message(scenario, lessons.sources[f"scenario:{scenario.id}"], ballot.day, subscription)


async def _message(store: Store, lessons: Lessons, poll: Poll, now: float) -> Message:
    ballot = poll.asking.ballot
    scenario = lessons.scenarios[ballot.scenario]
    tally = await store.votes.tally(ballot.workspace, poll.asking.place, ballot.day)
    if poll.is_open(now) and poll.quiz and poll.subscription:
        return ballot_message(scenario, poll.quiz, poll.subscription, voters(tally), poll.answer_at)
    return closed_message(scenario, lessons.sources[f"scenario:{scenario.id}"], tally)


async def _post_answer(
    once: Once, client: AsyncWebClient, lessons: Lessons, asking: Asking, subscription: Subscription
) -> None:
    ballot = asking.ballot
    event = f"reveal:{ballot.workspace}:{asking.place}:{ballot.day}"
    async with once.claimed(event, ballot.workspace) as claim:
        if claim is None:
            return
        claim.check()
        try:
            await post(client, Place(asking.place), answer_of(lessons, ballot, subscription), event)
        except SlackApiError as error:
            if _may_yet_do(error):
                raise
            logger.warning("the answer to a quiz could not be posted: %s", error_code(error))


async def _update(client: AsyncWebClient, place: str, ts: str, message: Message) -> None:
    try:
        await client.chat_update(channel=place, ts=ts, **message.content())
    except SlackApiError as error:
        if _may_yet_do(error):
            raise
        # Somebody has deleted it, or archived the channel: there is nothing to be made equal any more.
        logger.info("a quiz's message stays as it is: %s", error_code(error))


def _may_yet_do(error: SlackApiError) -> bool:
    """Whether the call that failed may do later: it says nothing of this message or channel."""
    code = error_code(error)
    return code in PASSING or code in LOST or code.startswith("HTTP")


def _in_known_zone(subscription: Subscription) -> Subscription:
    try:
        zone_named(subscription.zone)
    except UnknownZoneError:
        # Nothing is posted for it any more, and its person was told; an open question still has to end some time.
        return replace(subscription, zone="UTC")
    return subscription
