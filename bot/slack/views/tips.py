"""A tip as a Slack message."""

from bot.catalog.lesson_model import Tip
from bot.catalog.model import Source
from bot.slack.views.actions import Control
from bot.slack.views.draft import Draft, Message
from bot.slack.views.mrkdwn import bold, escape, link

TIP_ABOUT = "tip-about"
TIP_NEXT = "tip-next"


def tip_message(tip: Tip, source: Source) -> Message:
    """The tip, with a button that gives another one."""
    draft = Draft()
    tell_tip(draft, tip, source)
    draft.buttons(about_tip(tip), Control(TIP_NEXT, "Another tip", tip.id))
    return draft.message()


def tell_tip(draft: Draft, tip: Tip, source: Source) -> None:
    """The fact, why it matters, what exams make of it, and the page."""
    draft.section(bold(tip.fact, 500))
    draft.section(f"*Why it matters:* {escape(tip.why)}", f"*In the exam:* {escape(tip.exam)}")
    draft.context(f"Source: {link(source)}")


def about_tip(tip: Tip) -> Control:
    """The button that shows the whole picture of what a tip is about."""
    return Control(TIP_ABOUT, "Whose job is it, and why?", tip.id)
