"""A step of a workflow, *Look up whose job it is*: ends it with the answer, or with the reason why there is none."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.context.complete.async_complete import AsyncComplete
from slack_bolt.context.fail.async_fail import AsyncFail
from slack_sdk.errors import SlackApiError

from bot.slack.asked import Asked
from bot.slack.caller import Caller, caller_of
from bot.slack.client import error_code
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.naming import look_up_named, places_named
from bot.slack.views import Audience, step
from bot.slack.views.step import Outcome, outcome

logger = logging.getLogger(__name__)

LOOK_UP = "look_up"
"""The function's name in the manifest."""
OVER = frozenset({"execution_not_in_running_state", "function_execution_not_found", "token_expired", "token_revoked"})
"""Slack's errors that say that the step, with which its token goes, has ended already."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the step."""

    @app.function(LOOK_UP)
    async def ran(
        body: dict[str, Any],
        inputs: dict[str, Any],
        context: AsyncBoltContext,
        complete: AsyncComplete,
        fail: AsyncFail,
    ) -> None:
        caller = caller_of(context)
        async with desk.once.claimed(body["event_id"], caller.workspace) as claim:
            if claim is not None:
                await end(looked_up(desk, caller, inputs), complete, fail)


def looked_up(desk: Desk, caller: Caller, inputs: dict[str, Any]) -> Outcome:
    """What the step comes to: a question goes before a service and a topic."""
    question, service, topic = (str(inputs.get(name) or "").strip() for name in ("question", "service", "topic"))
    if question:
        return outcome(desk.answer(caller, Asked(question), Audience.PRIVATE).answer)
    try:
        return _named(desk, service, topic)
    except Exception as error:
        # Whatever it is, it would come again with each delivery, and the workflow would wait in vain.
        logger.error("looking up failed: %s", origin(error))
        return Outcome(step.WENT_WRONG)


async def end(found: Outcome, complete: AsyncComplete, fail: AsyncFail) -> None:
    """Ends the step.

    A lost reply is an error, and so the event comes again: a step cannot be ended twice, so that trying is safe.

    Raises:
        SlackApiError, aiohttp.ClientError: the step goes on, and its event should be delivered again.
    """
    try:
        if found.reason:
            await fail(found.reason)
        else:
            await complete(dict(found.outputs))
    except SlackApiError as error:
        if error_code(error) not in OVER:
            raise
        logger.info("a step had ended before (%s)", error_code(error))


def _named(desk: Desk, service: str, topic: str) -> Outcome:
    if not topic:
        return Outcome(step.NO_TOPIC if service else step.NOTHING_GIVEN)
    places = places_named(desk.engine, service) if service else ()
    if service and not places:
        return Outcome(step.NO_SUCH_SERVICE)
    if len(places) > 1:
        return Outcome(step.SEVERAL_SERVICES)
    answer = look_up_named(desk.engine, places[0] if places else None, topic)
    return outcome(answer) if answer else Outcome(step.OTHER_SERVICE)
