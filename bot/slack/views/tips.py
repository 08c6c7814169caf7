"""A tip as a Slack message."""

from bot.catalog.lesson_model import Tip
from bot.catalog.model import Source
from bot.slack.views.actions import Control
from bot.slack.views.draft import Draft, Message
from bot.slack.views.mrkdwn import bold, escape, link

TIP_ABOUT = "tip-about"
TIP_NEXT = "tip-next"


def tip_message(tip: Tip, source: Source) -> Message:
    """The fact, why it matters, what exams make of it, and the page."""
    draft = Draft()
    draft.section(bold(tip.fact, 500))
    draft.section(f"*Why it matters:* {escape(tip.why)}", f"*In the exam:* {escape(tip.exam)}")
    draft.context(f"Source: {link(source)}")
    buttons = [Control(TIP_ABOUT, "Whose job is it, and why?", tip.id), Control(TIP_NEXT, "Another tip", tip.id)]
    draft.controls([{"type": "actions", "elements": [button.element() for button in buttons]}])
    return draft.message()
