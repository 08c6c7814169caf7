"""Pauses, resumes and stops what a place is sent by the clock, for those who may."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.client import FAILURES, failure
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.modals import lay, put
from bot.slack.places import Place
from bot.slack.posting import post
from bot.slack.shapes import taking_apart
from bot.slack.standing import Standing, standing_over
from bot.slack.tips_form import form_again, whoever_in
from bot.slack.views import Message
from bot.slack.views.subscribed import (
    NOT_STOPPED,
    NOT_SURE,
    NOTHING_HERE,
    STOPPED,
    STRANGER,
    only_they,
    stopped_direct,
    stopped_line,
)
from bot.slack.views.subscribing import TITLE, Sheet, sheet_of
from bot.slack.views.told import told_modal
from bot.subscription import Subscription

logger = logging.getLogger(__name__)

Told = TypeVar("Told")

STOP_SECONDS = 1.8
LINE_SECONDS = 0.9
"""How long Slack may take for the line that tells a channel; with the time before, less than the 3 s that it waits."""


async def stop_place(desk: Desk, caller: Caller, client: AsyncWebClient, place: str) -> Message:
    """Stops what a channel or direct message is sent, where the caller may; returns what to tell them.

    Args:
        desk: knows what is set up.
        caller: who wants it stopped.
        client: for the workspace.
        place: id of the channel or direct message.
    """
    told = await _in_time(_stop(desk, caller, client, place))
    if told is STOPPED and not place.startswith("D"):
        await _tell_channel(client, place, caller, desk.clock())
    return told


async def stop_direct(desk: Desk, caller: Caller) -> Message:
    """Stops what a person is sent in their direct message with the bot; says what else they have set up."""
    return await _in_time(_stop_direct(desk, caller))


async def stop_typed(desk: Desk, caller: Caller, client: AsyncWebClient, channel: str) -> Message:
    """Stops what is sent to where a command was typed; in any direct message, to the one with the bot."""
    if channel.startswith("D"):
        return await stop_direct(desk, caller)
    return await stop_place(desk, caller, client, channel)


async def stop_in_form(desk: Desk, caller: Caller, client: AsyncWebClient, body: dict[str, Any]) -> None:
    """Stops what the form in which someone clicked is about, and says so in its place."""
    sheet, caller = _taken_apart(caller, body)
    told = await (stop_direct(desk, caller) if sheet.direct else stop_place(desk, caller, client, sheet.channel))
    await put(client, body, told_modal(TITLE, told))


async def pause_in_form(desk: Desk, caller: Caller, client: AsyncWebClient, body: dict[str, Any], paused: bool) -> None:
    """Pauses or resumes what the form in which someone clicked is about, and shows it there."""
    sheet, caller = _taken_apart(caller, body)
    refusal = await _in_time(_pause(desk, caller, client, sheet, paused))
    if refusal:
        await lay(client, body, told_modal(TITLE, refusal))
    else:
        await form_again(desk, caller, client, body, sheet)


def _taken_apart(caller: Caller, body: dict[str, Any]) -> tuple[Sheet, Caller]:
    """The form's sheet, and whoever clicked in it, in its workspace."""
    with taking_apart("the form of tips"):
        sheet = sheet_of(body["view"])
    return sheet, whoever_in(sheet, caller)


async def _in_time(act: Awaitable[Told]) -> Told | Message:
    try:
        async with asyncio.timeout(STOP_SECONDS):
            return await act
    except (StoreError, TimeoutError) as error:
        logger.error("a subscription could not be changed: %s", origin(error))
        return NOT_STOPPED


async def _stop(desk: Desk, caller: Caller, client: AsyncWebClient, place: str) -> Message:
    theirs = await _theirs(desk, caller, client, place)
    if isinstance(theirs, Message):
        return theirs
    await desk.store.subscriptions.remove(theirs.workspace, place, desk.clock())
    return STOPPED


async def _stop_direct(desk: Desk, caller: Caller) -> Message:
    theirs = () if caller.stranger else await desk.store.subscriptions.of_person(caller.workspace, caller.user)
    direct = [one for one in theirs if one.direct]
    for one in direct:
        await desk.store.subscriptions.remove(one.workspace, one.place, desk.clock())
    others = [one for one in theirs if not one.direct]
    return stopped_direct(bool(direct), others, desk.engine.lessons, desk.clock())


async def _pause(desk: Desk, caller: Caller, client: AsyncWebClient, sheet: Sheet, paused: bool) -> Message | None:
    place = sheet.channel
    if sheet.direct:
        theirs = await desk.store.subscriptions.of_person(caller.workspace, caller.user)
        place = next((one.place for one in theirs if one.direct), "")
    found = await _theirs(desk, caller, client, place)
    if isinstance(found, Message):
        return found
    await desk.store.subscriptions.pause(found.workspace, place, paused, desk.clock())
    return None


async def _theirs(desk: Desk, caller: Caller, client: AsyncWebClient, place: str) -> Subscription | Message:
    """What a place is sent, where somebody may change that; else why they may not."""
    if caller.stranger:
        return STRANGER
    subscription = await desk.store.subscriptions.in_place(caller.workspace, place)
    if subscription is None:
        return NOTHING_HERE
    standing = await standing_over(client, caller, subscription)
    if standing is Standing.UNKNOWN:
        return NOT_SURE
    return only_they(subscription) if standing is Standing.MEMBER else subscription


async def _tell_channel(client: AsyncWebClient, channel: str, caller: Caller, now: float) -> None:
    """Says in a channel that nothing comes any more; it is stopped also where Slack does not take that."""
    try:
        async with asyncio.timeout(LINE_SECONDS):
            await post(client, Place(channel), stopped_line(caller.user), f"{channel}:{now}")
    except FAILURES as error:
        logger.warning("a channel was not told that its tips are stopped: %s", failure(error))
