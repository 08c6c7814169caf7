"""The modal that asks what was wrong with an answer."""

from bot.slack.views.blocks import Block
from bot.slack.views.forms import Option, input_block, modal

REASON = "feedback-reason"
"""Callback id of the modal, and the id of its one block and element."""
REASONS = {
    "owner": "It names the wrong owner",
    "service": "It speaks of the wrong service",
    "unclear": "It is unclear",
    "other": "Something else",
}


def reasons_modal(metadata: str) -> Block:
    """The modal.

    Args:
        metadata: which answer it is about, handed back at submission; at most 3,000 characters.
    """
    options = [Option(label, value).json() for value, label in REASONS.items()]
    element = {"type": "radio_buttons", "action_id": REASON, "options": options}
    asked = input_block(REASON, "Your answer helps to mend it", element)
    return modal("What was wrong?", [asked], callback_id=REASON, metadata=metadata, submit="Send", close="Cancel")
