"""What people are told of tips and quizzes by the clock: set up, changed, stopped, refused, listed."""

from collections.abc import Collection, Sequence

from bot.catalog.lesson_model import Lessons
from bot.slack.views.actions import Confirm, Control
from bot.slack.views.draft import Draft, Message, said
from bot.slack.views.paging import chunks, page_buttons
from bot.slack.views.subscriptions import next_told, place_told, rhythm_told, subject_told, subscribed_lines
from bot.subscription import Subscription

LIST = "tips-list-"
"""Begins the action ids of the buttons that page the list."""
LIST_STOP = "tips-list-stop-"
"""Begins the action id of the button beside a line, which stops what it is about."""
PAGE_LINES = 12
"""Subscriptions on a page, which is about a phone's screen; each is a block, of which a message has 50."""

SURE = Confirm("Stop all of it?", "Nothing will be posted there any more. For a break, pause it instead.", "Stop")
"""Asked before what is sent to a place is stopped from elsewhere."""

TOO_LATE = said("That took too long for Slack to open the form. Please try again.")
NOT_READ = said("I could not look up what is set up just now. Please try again in a moment.")
NOT_STOPPED = said("Nothing was changed: something went wrong on my side. Please try again in a moment.")
NOT_SURE = said("Slack did not tell me in time whether you may do that, so I changed nothing. Please try again.")
STRANGER = said("Only people of the workspace that has me can change what I post here.")
NOTHING_HERE = said(
    "There is nothing to stop: I post nothing here on a schedule. `/whosejob tips list` shows what you have set up."
)
STOPPED_ALREADY = said("That was stopped already. One that was due within the next minute may still come.")

MOMENT = "One moment: I was still loading what that place has. Look through the form, then submit it again."
TOO_SLOW = "That took too long, and may not have been saved: /whosejob tips list shows what is set up."
NOT_SAVED = "Not saved: something went wrong on my side. Please try again in a moment."
NOT_CHECKED = "Not saved: Slack did not tell me in time whether you may change this. Please try again."
NO_REPLY = "Not saved: Slack did not answer me in time. Please try again."
INVITE = "I am not in this channel. Type /invite @whosejob in it, then submit this again."
NO_DIRECT = "Not saved: Slack does not let me write to you."
NOT_PERMITTED = (
    "Not saved: I was installed before I could write to people first. Whoever looks after apps can install me again."
)


def only_they(subscription: Subscription, page: str = "change or stop this") -> Message:
    """Says who may change a channel's subscription.

    Args:
        subscription: the channel's.
        page: what they may do.
    """
    who = f"<@{subscription.person}>, who set it up, and" if subscription.person else "Only the"
    return said(f"{who} admins of this workspace can {page}. Ask one of them, or have tips sent to you alone.")


def begun_line(subscription: Subscription, lessons: Lessons, now: float, user: str, changed: bool) -> Message:
    """What a place is told once something is posted in it by the clock.

    Args:
        subscription: the place's.
        lessons: what there is to be sent.
        now: seconds since the epoch.
        user: who did it.
        changed: whether it had been set up before.
    """
    what = " · ".join(filter(None, (rhythm_told(subscription), subject_told(subscription, lessons))))
    following = next_told(subscription, lessons, now, 1)
    first = f"Next: {following[0]}." if following else "Paused for now."
    if subscription.direct:
        head = "Changed" if changed else "From now on I send you"
        return said(f"{head}: {what}. {first}", "`stop` ends it, `/whosejob tips` changes it.")
    head = f"<@{user}> {'changed' if changed else 'set up'} what I post here"
    return said(f"{head}: {what}. {first}", "`/whosejob tips` changes or stops it.")


def saved_message(subscription: Subscription, lessons: Lessons, now: float) -> Message:
    """What whoever saved is shown."""
    following = next_told(subscription, lessons, now, 3)
    lines = [f"• {one}" for one in following] or ["It is paused, so that nothing comes until it is resumed."]
    return said(
        f"*Saved.* {place_told(subscription)}: {rhythm_told(subscription)}.", "Next:" if following else "", *lines
    )


def stopped_line(user: str) -> Message:
    """What a channel is told once nothing is posted there any more."""
    return said(f"<@{user}> stopped the tips and quizzes that I posted here. `/whosejob tips` sets them up again.")


STOPPED = said("Stopped. One that is due within the next minute may still come. `/whosejob tips` sets it up again.")


def stopped_direct(found: bool, others: Sequence[Subscription], lessons: Lessons, now: float) -> Message:
    """What somebody is told who writes `stop` to the bot.

    Args:
        found: whether there was something to stop.
        others: what else they have set up.
        lessons: what there is to be sent.
        now: seconds since the epoch.
    """
    draft = Draft()
    if found:
        draft.section("Stopped: I send you no more tips or reminders. `/whosejob tips` sets it up again.")
    else:
        draft.section("There is nothing to stop: I send you no tips or reminders.")
    if others:
        head = "You have also set this up; `/whosejob tips stop` stops it in its channel:"
        draft.section(head, *(f"• {line}" for line in subscribed_lines(others, lessons, now)))
    return draft.message()


def list_message(
    subscriptions: Sequence[Subscription],
    lessons: Lessons,
    now: float,
    page: int = 0,
    theirs: Collection[Subscription] = (),
) -> Message:
    """A page of what is set up, with who did it.

    Args:
        subscriptions: all of them, in their order.
        lessons: what there is to be sent.
        now: seconds since the epoch.
        page: from 0; the last one, where there are fewer.
        theirs: those of them that whoever sees it may stop: from here also where its channel is archived or left.
    """
    if not subscriptions:
        return said("Nothing is set up. `/whosejob tips` sends a tip a day to a channel, or to you.")
    pages = chunks(subscriptions, PAGE_LINES)
    page = min(page, len(pages) - 1)
    draft = Draft()
    count = len(subscriptions)
    draft.section(f"*{count} {'subscription' if count == 1 else 'subscriptions'}*" + _turn(page, len(pages)))
    lines = subscribed_lines(pages[page], lessons, now)
    for number, (one, line) in enumerate(zip(pages[page], lines, strict=True), 1):
        by = f" · set up by <@{one.person}>" if one.person and not one.direct else ""
        if one in theirs:
            draft.line(f"{line}{by}", Control(f"{LIST_STOP}{number}", "Stop", f"{one.place} {page}", SURE))
        else:
            draft.section(f"{line}{by}")
    draft.controls(page_buttons(str, page, len(pages), LIST))
    return draft.message()


def _turn(page: int, pages: int) -> str:
    return f", page {page + 1} of {pages}" if pages > 1 else ""
