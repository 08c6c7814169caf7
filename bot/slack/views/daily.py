"""The tip of the day as a Slack message, and the button that ends what a place is sent."""

from bot.catalog.lesson_model import Lessons, Tip
from bot.catalog.model import Source
from bot.slack.views.actions import Confirm, Control
from bot.slack.views.draft import Draft, Message
from bot.slack.views.mrkdwn import escape
from bot.slack.views.tips import about_tip, tell_tip
from bot.subscription import Subscription

STOP = "tips-stop"
"""Action id of the button under everything that is posted by the clock."""
STOP_THESE = Control(
    STOP,
    "Stop these",
    "here",
    Confirm(
        "Stop these?",
        "Nothing of it will be posted here any more. `/whosejob tips` sets it up again.",
        yes="Stop",
        no="Keep them",
    ),
)
EXAM_NAMES = {"cloud_practitioner": "Cloud Practitioner", "security": "Security"}
"""Id of an exam -> what people call it."""


def exam_told(exam: str) -> str:
    """An exam among other words: `Security exam`; empty where both are meant."""
    return f"{EXAM_NAMES[exam]} exam" if exam in EXAM_NAMES else ""


def theme_name(lessons: Lessons, tip: str) -> str:
    """Short name of the theme that a tip is of; empty where it has none."""
    return next((theme.short for theme in lessons.themes.values() if tip in theme.tips), "")


def daily_tip(tip: Tip, source: Source, subscription: Subscription, theme: str = "") -> Message:
    """The tip of the day.

    Args:
        tip: the tip.
        source: its page.
        subscription: of the place where it is posted.
        theme: name of the tip's theme; left out where it has none.
    """
    draft = Draft()
    heading = ("Tip of the day", escape(theme, 100), exam_told(subscription.exam))
    draft.context(" · ".join(filter(None, heading)))
    tell_tip(draft, tip, source)
    draft.buttons(about_tip(tip), STOP_THESE)
    return draft.message()
