"""A channel's quiz question in a local workspace, scheduled as a pass schedules it, and what people do with it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.catalog.lesson_model import Scenario
from bot.demo import Ack, Channel, LocalWorkspace, Message, User
from bot.engine import Engine
from bot.slack.desk import Desk
from bot.slack.polls import answer_of
from bot.slack.views import Message as View
from bot.slack.views.ballot import (
    BALLOT_CHECKED,
    BALLOT_CHOICE,
    BALLOT_REVEAL,
    BALLOT_SEND,
    BALLOT_TALLY,
    ballot_message,
)
from bot.store import Store
from bot.study.ballot import Ballot
from bot.study.calendar import zone_named
from bot.study.moments import reveal_moment
from bot.subscription import SECONDS, Post, Subscription
from bot.workspace_key import workspace_key

DAILY = frozenset(range(7))


@dataclass
class Quizzed:
    """A channel that was asked a question."""

    workspace: LocalWorkspace
    channel: Channel
    store: Store
    engine: Engine
    subscription: Subscription
    quiz: Post
    answer_at: int

    @property
    def key(self) -> str:
        """The workspace's name in the store."""
        return self.subscription.workspace

    @property
    def scenario(self) -> Scenario:
        """The question."""
        return self.engine.lessons.scenarios[self.quiz.lesson]

    @property
    def question(self) -> Message:
        """The question's message as it stands."""
        return next(message for message in self.messages if int(float(message.ts)) == self.quiz.moment)

    @property
    def messages(self) -> list[Message]:
        """All that the channel was told by the bot."""
        return [message for message in self.workspace.messages(self.channel) if message.bot_id]

    @property
    def answers(self) -> list[Message]:
        """The messages that reveal the answer to everybody."""
        return [message for message in self.messages if message.text.startswith("*The answer to the quiz")]

    def told(self, user: User) -> str:
        """What somebody alone was told last."""
        return self.workspace.ephemerals(self.channel, user)[-1].text

    async def vote(self, user: User, letters: str, on: Message | None = None) -> Ack:
        """Someone votes, on the question as it stands or as they see it still, and sees what comes of it."""
        if len(self.scenario.right) > 1:
            return await self._click(user, on or self.question, BALLOT_SEND, {BALLOT_CHECKED: list(letters)})
        return await self._click(user, on or self.question, BALLOT_CHOICE + letters.lower())

    async def reveal(self, user: User) -> Ack:
        """Someone clicks *Show the answer*."""
        return await self._click(user, self.question, BALLOT_REVEAL)

    async def ask_tally(self, user: User) -> Ack:
        """Someone clicks *How we voted*."""
        return await self._click(user, self.answers[0], BALLOT_TALLY)

    async def settled(self, *desks: Desk) -> None:
        """Waits until the messages say what the votes are."""
        for desk in desks:
            await desk.errands.finish()
        await self.workspace.settled()

    def advance(self, seconds: float = 0.0, *, to: float | None = None) -> None:
        """Lets time pass."""
        if to:
            self.workspace.clock.advance_to(to)
        else:
            self.workspace.clock.advance(seconds)

    async def kept(self) -> Post:
        """The question as the database has it."""
        found = await self.store.posts.quiz(self.key, self.channel.id, self.quiz.day)
        assert found is not None
        return found

    async def _click(
        self, user: User, message: Message, action_id: str, values: dict[str, list[str]] | None = None
    ) -> Ack:
        ack = await self.workspace.click(user, message, action_id=action_id, values=values)
        assert ack.ok, ack
        return ack


async def quizzed(
    workspace: LocalWorkspace,
    channel: Channel,
    store: Store,
    engine: Engine,
    person: User,
    *,
    several: bool = False,
    posted: bool = True,
) -> Quizzed:
    """Subscribes a channel to quizzes and has Slack hold tomorrow's question and its answer; lets it be posted.

    Args:
        workspace: where.
        channel: the bot is in it.
        store: the bot's.
        engine: holds the questions.
        person: who sets it up.
        several: whether the question has several right options.
        posted: whether its moment has come when this returns.
    """
    identity = workspace.identity
    key = workspace_key(identity.enterprise_id, identity.team_id)
    today = datetime.fromtimestamp(workspace.clock.now(), UTC).date()
    day, zone = today + timedelta(days=1), zone_named("UTC")
    subscription = Subscription(workspace=key, place=channel.id, person=person.id, quizzes=DAILY, reveal=time(16))
    scenarios = engine.lessons.scenarios.values()
    lesson = next(one.id for one in scenarios if (len(one.right) > 1) is several)
    moment = int(datetime.combine(day, subscription.at, UTC).timestamp()) + SECONDS["quiz"]
    quiz = Post(kind="quiz", day=day, moment=moment, lesson=lesson)
    answer_at = reveal_moment(subscription, day, moment, zone)
    answer = replace(quiz, kind="reveal", moment=answer_at)
    now = workspace.clock.now()
    await store.subscriptions.put(subscription, now)
    await store.posts.plan(key, channel.id, (quiz, answer))
    question = ballot_message(engine.lessons.scenarios[lesson], quiz, subscription)
    told = answer_of(engine.lessons, ballot(subscription, quiz), subscription)
    for post, message in ((quiz, question), (answer, told)):
        await store.posts.tried(key, channel.id, post.kind, day, "digest")
        held = await _schedule(workspace, channel, message, post.moment)
        await store.posts.sure(key, channel.id, post.kind, day, held, now)
    if posted:
        workspace.clock.advance_to(moment)
    return Quizzed(workspace, channel, store, engine, subscription, quiz, answer_at)


def ballot(subscription: Subscription, quiz: Post) -> Ballot:
    """What the buttons of a question carry."""
    return Ballot(subscription.workspace, quiz.day, quiz.lesson)


def people(workspace: LocalWorkspace, channel: Channel, count: int) -> list[User]:
    """New people in a channel."""
    users = [workspace.add_user(f"voter-{number}") for number in range(count)]
    members = workspace.state.channels[channel.id].members
    workspace.state.set_members(channel.id, members | {user.id for user in users})
    return users


async def all_vote(quizzed: Quizzed, votes: Iterable[tuple[User, str]]) -> None:
    """People vote at the same moment."""
    await asyncio.gather(*(quizzed.vote(user, letters) for user, letters in votes))


async def _schedule(workspace: LocalWorkspace, channel: Channel, message: View, moment: int) -> str:
    client = AsyncWebClient(workspace.bot_token, base_url=workspace.api_url)
    answer = await client.chat_scheduleMessage(channel=channel.id, post_at=moment, **message.content())
    return str(answer["scheduled_message_id"])
