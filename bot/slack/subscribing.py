"""Saves what people chose to be sent to a place by the clock, once it is certain that the bot can post there."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.client import FAILURES, error_code, failure
from bot.slack.desk import Desk
from bot.slack.form import FormError
from bot.slack.logs import origin
from bot.slack.places import Place
from bot.slack.posting import post
from bot.slack.shapes import taking_apart
from bot.slack.standing import Standing, standing_over
from bot.slack.tips_form import ACT_SECONDS, read_form, whoever_in
from bot.slack.views import Message
from bot.slack.views.subscribed import (
    INVITE,
    MOMENT,
    NO_DIRECT,
    NO_REPLY,
    NOT_CHECKED,
    NOT_PERMITTED,
    NOT_SAVED,
    STRANGER,
    TOO_SLOW,
    begun_line,
    only_they,
    saved_message,
)
from bot.slack.views.subscribing import WHERE, Sheet, is_direct, sheet_of
from bot.slack.views.trouble import WORDS, trouble_words
from bot.subscription import Subscription

logger = logging.getLogger(__name__)

NOT_IN_IT = frozenset({"not_in_channel", "channel_not_found", "method_not_supported_for_channel_type"})
"""What Slack says where the bot would have to be invited; it does not tell a private channel from none."""


async def save_tips(desk: Desk, caller: Caller, client: AsyncWebClient, view: dict[str, Any]) -> Message:
    """Saves a submitted form, where the caller may; returns what they are told in its place.

    Raises:
        FormError: nothing was saved, and the form tells why.
        ShapeError: the view is none of ours.
    """
    with taking_apart("the form of tips"):
        sheet = sheet_of(view)
        filled, faults = read_form(view, sheet, desk, caller)
        if is_direct(view, sheet) is not sheet.direct:
            faults = {WHERE: MOMENT}
    caller = whoever_in(sheet, caller)
    if caller.stranger:
        return STRANGER
    if faults:
        raise FormError(faults)
    try:
        async with asyncio.timeout(ACT_SECONDS):
            return await _save(desk, caller, client, sheet, filled)
    except TimeoutError:
        raise FormError({sheet.first_input: TOO_SLOW}) from None
    except aiohttp.ClientError as error:
        logger.warning("Slack did not answer while a subscription was saved: %s", failure(error))
        raise FormError({sheet.first_input: NO_REPLY}) from None
    except StoreError as error:
        logger.error("a subscription could not be saved: %s", origin(error))
        raise FormError({sheet.first_input: NOT_SAVED}) from None


async def _save(desk: Desk, caller: Caller, client: AsyncWebClient, sheet: Sheet, filled: Subscription) -> Message:
    place = await _direct_place(client, caller.user, sheet) if sheet.direct else sheet.channel
    before = await desk.store.subscriptions.in_place(caller.workspace, place)
    if before:
        standing = await standing_over(client, caller, before)
        if standing is Standing.UNKNOWN:
            raise FormError({sheet.first_input: NOT_CHECKED})
        if standing is Standing.MEMBER:
            return only_they(before)
    now = desk.clock()
    subscription = replace(
        filled,
        workspace=before.workspace if before else filled.workspace,
        place=place,
        person=(before.person if before else "") or caller.user,
        paused=before.paused if before else False,
        since=now,
    )
    line = begun_line(subscription, desk.engine.lessons, now, caller.user, changed=before is not None)
    # First the line: whether Slack takes it is the only way to learn whether the bot can post in a private channel.
    ts = await _say(client, sheet, place, line, f"{caller.user}:{now}")
    try:
        await desk.store.subscriptions.put(subscription, now)
    except StoreError:
        await _take_back(client, place, ts)
        raise
    return saved_message(subscription, desk.engine.lessons, now)


async def _direct_place(client: AsyncWebClient, user: str, sheet: Sheet) -> str:
    """Id of the direct message with a person.

    Raises:
        FormError: Slack opens none.
    """
    try:
        answer = await client.conversations_open(users=user)
    except SlackApiError as error:
        code = error_code(error)
        logger.warning("conversations.open failed: %s", code)
        raise FormError({sheet.first_input: _why_not(code, direct=True)}) from None
    place = (answer.get("channel") or {}).get("id")
    if not place:
        raise FormError({sheet.first_input: NO_DIRECT})
    return str(place)


async def _say(client: AsyncWebClient, sheet: Sheet, place: str, line: Message, event_id: str) -> str:
    """Says in a place what it will be sent, in a public channel after joining it; returns the message's ts.

    Raises:
        FormError: Slack does not let the bot post there.
    """
    try:
        try:
            return await post(client, Place(place), line, event_id)
        except SlackApiError as error:
            if error_code(error) != "not_in_channel":
                raise
        await _join(client, place)
        return await post(client, Place(place), line, event_id)
    except SlackApiError as error:
        code = error_code(error)
        logger.warning("a subscription's first line was refused: %s", code)
        raise FormError({sheet.first_input: _why_not(code, sheet.direct)}) from None


async def _join(client: AsyncWebClient, channel: str) -> None:
    try:
        await client.conversations_join(channel=channel)
    except SlackApiError as error:
        if error_code(error) != "missing_scope":
            raise
        # Installed before the app asked for `channels:join`: it is invited then, and the line is refused once more.
        logger.info("the bot may not join channels by itself; it has to be invited")


def _why_not(code: str, direct: bool) -> str:
    if direct:
        return NOT_PERMITTED if code == "missing_scope" else NO_DIRECT
    if code in NOT_IN_IT:
        return INVITE
    # In an input's error nothing is formatted.
    return f"Not saved: {trouble_words(code).replace('`', '')}." if code in WORDS else NO_REPLY


async def _take_back(client: AsyncWebClient, place: str, ts: str) -> None:
    """Deletes a line that turned out not to be true."""
    try:
        await client.chat_delete(channel=place, ts=ts)
    except FAILURES as error:
        logger.warning("a line that says what was not saved could not be deleted: %s", failure(error))
