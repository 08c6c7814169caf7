"""The modal that shows what would be posted, and when, before anything is stored."""

from collections.abc import Sequence

from bot.catalog.lesson_model import Lessons
from bot.slack.views.blocks import Block, context, section
from bot.slack.views.draft import Message
from bot.slack.views.forms import modal
from bot.slack.views.subscriptions import next_told, rhythm_told, time_told
from bot.subscription import Subscription

MOMENTS = 5
TITLE = "Preview"


def preview_modal(shown: Subscription, tip: Message | None, lessons: Lessons, now: float) -> Block:
    """The modal.

    Args:
        shown: as it was filled in.
        tip: a tip as it would be posted; None where no tips are wanted.
        lessons: what there is to be sent.
        now: seconds since the epoch.
    """
    moments = [f"• {one}" for one in next_told(shown, lessons, now, MOMENTS)]
    blocks = [section("\n".join([f"*{rhythm_told(shown)}*", *moments]))]
    if tip:
        blocks += [{"type": "divider"}, *(block for block in tip.blocks if block["type"] != "actions")]
        blocks.append(context("Below it: *Whose job is it, and why?* and *Stop these*."))
    if shown.quizzes:
        reveal = time_told(shown.reveal)
        blocks.append(context(f"A quiz question has buttons to vote with; its answer is posted at {reveal}."))
    blocks.append(context("Nothing is stored yet."))
    return modal(TITLE, blocks, close="Back")


def faulty_modal(faults: Sequence[str]) -> Block:
    """The modal where something is to be filled in first."""
    return modal(
        TITLE, [section("\n".join(["Something is missing:", *(f"• {fault}" for fault in faults)]))], close="Back"
    )
