"""Practice as people see it: the daily reminder, and how a run of what is due begins and ends."""

from bot.slack.views.actions import Control
from bot.slack.views.daily import STOP_THESE
from bot.slack.views.draft import Draft, Message

PRACTICE_BEGIN = "practice-begin"
"""Action id of the button that begins a run."""


def reminder_message() -> Message:
    """What Slack posts on a weekday on which questions are due; how many is not known when Slack is given it."""
    draft = Draft()
    draft.section("*Quiz questions are due.* Answered today, they stay known for longer.")
    draft.buttons(Control(PRACTICE_BEGIN, "Practise", "reminder"), STOP_THESE)
    return draft.message()
