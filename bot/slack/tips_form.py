"""Opens the form in which people choose what a place is sent by the clock, and shows it for another place."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.client import error_code
from bot.slack.desk import Desk
from bot.slack.logs import origin
from bot.slack.modals import lay, put
from bot.slack.shapes import taking_apart
from bot.slack.standing import Standing, standing_over_by, user_of
from bot.slack.views import Message
from bot.slack.views.blocks import Block
from bot.slack.views.filled import filled_in
from bot.slack.views.subscribed import NOT_READ, NOT_SURE, TOO_LATE, only_they
from bot.slack.views.subscribing import (
    AT,
    TITLE,
    Sheet,
    inputs_of,
    is_direct,
    refused_modal,
    sheet_of,
    theme_options,
    tips_modal,
)
from bot.slack.views.told import told_modal
from bot.slack.zones import known_zones, zone_option
from bot.study.calendar import local_date, zone_named
from bot.subscription import WORKING_DAYS, Subscription
from bot.workspace_key import around

logger = logging.getLogger(__name__)

ACT_SECONDS = 2.5
"""For all that a command or click calls for: Slack waits 3 s for it, and a trigger lasts as long."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a form is made of."""

    here: Subscription | None
    """What the channel has in which the command was typed."""
    direct: Subscription | None
    """What the person has in the direct message with the bot."""
    user: Mapping[str, Any] | None
    """The person as Slack describes them; None where it does not."""

    @property
    def zone(self) -> str:
        """The person's time zone; empty where it is not known."""
        told = (self.user or {}).get("tz")
        return told if isinstance(told, str) and told in known_zones() else ""


async def open_tips(
    desk: Desk, caller: Caller, client: AsyncWebClient, trigger_id: str, channel: str
) -> Message | None:
    """Opens the form.

    Args:
        desk: knows what is set up.
        caller: who wants to set something up.
        client: for the workspace.
        trigger_id: of what the caller did less than three seconds ago.
        channel: where; in a direct message, whoever it is with, the form is about the one with the bot.

    Returns:
        None where it is open; otherwise what to tell the caller, and nobody else.
    """
    sheet = Sheet(caller.workspace, "" if channel.startswith("D") else channel)
    try:
        async with asyncio.timeout(ACT_SECONDS):
            known = await _look_up(desk, caller, client, sheet.channel)
            await client.views_open(trigger_id=trigger_id, view=_first_view(desk, caller, sheet, known))
    except StoreError as error:
        logger.error("subscriptions could not be read: %s", origin(error))
        return NOT_READ
    except SlackApiError as error:
        if error_code(error) != "expired_trigger_id":
            raise
        return TOO_LATE
    except (aiohttp.ClientError, TimeoutError):
        return TOO_LATE
    return None


async def turn_tips(desk: Desk, caller: Caller, client: AsyncWebClient, body: dict[str, Any]) -> None:
    """Shows the form for the place that was picked in it: with what that has, or else with what was filled in."""
    with taking_apart("the form of tips"):
        view = body["view"]
        before = sheet_of(view)
        sheet = before.turned(is_direct(view, before))
        filled, _ = read_form(view, before, desk, caller)
        carried = filled if AT in inputs_of(view) else None
    await form_again(desk, whoever_in(sheet, caller), client, body, sheet, carried)


def whoever_in(sheet: Sheet, caller: Caller) -> Caller:
    """Whoever acts in a form, in its workspace; a stranger there, where that is none of their own enterprise."""
    stranger = caller.stranger or around(sheet.workspace) != around(caller.workspace)
    return Caller(sheet.workspace, caller.user, stranger)


async def form_again(
    desk: Desk,
    caller: Caller,
    client: AsyncWebClient,
    body: dict[str, Any],
    sheet: Sheet,
    carried: Subscription | None = None,
) -> None:
    """Puts a form into the place of the one in which someone clicked; what is typed stays in one of the same turn."""
    try:
        async with asyncio.timeout(ACT_SECONDS):
            known = await _look_up(desk, caller, client, sheet.channel)
            await put(client, body, form_view(desk, caller, sheet, known, carried))
    except StoreError as error:
        logger.error("subscriptions could not be read: %s", origin(error))
        await lay(client, body, told_modal(TITLE, NOT_READ))
    except TimeoutError:
        # What is shown is of another place then, and cannot be submitted for this one.
        logger.warning("a form was not shown in %.1f s", ACT_SECONDS)


def read_form(view: Block, sheet: Sheet, desk: Desk, caller: Caller) -> tuple[Subscription, dict[str, str]]:
    """What was filled in, and what is wrong with it; to be called within `taking_apart`."""
    themes = [option.value for option in theme_options(desk.engine.lessons)]
    return filled_in(view, sheet, caller.user, themes, known_zones(), desk.clock())


def form_view(
    desk: Desk, caller: Caller, sheet: Sheet, known: Known, carried: Subscription | None = None, note: str = ""
) -> Block:
    """The form of a place; or who may change it, where that is somebody else.

    Args:
        desk: knows lessons and the time.
        caller: who sees it.
        sheet: what it is about.
        known: what it is made of.
        carried: what was filled in for another place, for one that has nothing.
        note: shown above; mrkdwn.
    """
    stored = known.direct if sheet.direct else known.here
    if stored:
        standing = standing_over_by(known.user, caller, stored)
        if standing is not Standing.ADMIN:
            return refused_modal(sheet, (NOT_SURE if standing is Standing.UNKNOWN else only_they(stored)).text)
    now = desk.clock()
    shown = stored or carried or Subscription(workspace=sheet.workspace, place="", zone="", tips=WORKING_DAYS)
    zone = shown.zone if shown.zone in known_zones() else known.zone
    if shown.first and shown.first < local_date(now, zone_named(zone or "UTC")):
        shown = replace(shown, first=None)  # it has begun, and could not be chosen again
    option = zone_option(zone, now) if zone else None
    return tips_modal(sheet, shown, option, desk.engine.lessons, now, stored=stored is not None, note=note)


def _first_view(desk: Desk, caller: Caller, sheet: Sheet, known: Known) -> Block:
    """The form of the channel, where that is the caller's to change; else their own."""
    if not sheet.channel:
        return form_view(desk, caller, replace(sheet, direct=True), known)
    if known.here and standing_over_by(known.user, caller, known.here) is not Standing.ADMIN:
        note = f"<#{sheet.channel}> has tips or quizzes already. {only_they(known.here).text}"
        return form_view(desk, caller, replace(sheet, direct=True), known, note=note)
    return form_view(desk, caller, sheet, known)


async def _look_up(desk: Desk, caller: Caller, client: AsyncWebClient, channel: str) -> Known:
    """What is needed for a form, asked for at the same time.

    Raises:
        StoreError: the database cannot be read.
    """
    user, theirs, here = await asyncio.gather(
        user_of(client, caller.user),
        desk.store.subscriptions.of_person(caller.workspace, caller.user),
        desk.store.subscriptions.in_place(caller.workspace, channel),
    )
    return Known(here if channel else None, next((one for one in theirs if one.direct), None), user)
