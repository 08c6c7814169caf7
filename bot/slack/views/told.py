"""Modals that say something: one that asks nothing, and one that thanks under what it shows."""

from bot.slack.limits import VIEW_BLOCKS
from bot.slack.views.blocks import Block, context
from bot.slack.views.draft import Message
from bot.slack.views.fixed import THANKS
from bot.slack.views.forms import modal

PARTS = ("type", "callback_id", "private_metadata", "title", "submit", "close")
"""What a modal consists of beside its blocks, as it was opened; Slack adds more when it sends it back."""
THANKED = "thanked"
"""Block id of the thanks."""


def told_modal(title: str, message: Message) -> Block:
    """The modal.

    Args:
        title: cut to 24 characters.
        message: made for a view.
    """
    return modal(title, message.blocks)


def thanked(view: Block, block_id: str) -> Block:
    """A modal as it is before a person, with thanks under one of its rows of buttons.

    Args:
        view: as Slack sends it along with a click; what stands in its inputs stays there.
        block_id: names the row.
    """
    kept = {name: view[name] for name in PARTS if view.get(name)}
    blocks = [block for block in view["blocks"] if block["block_id"] != THANKED]
    at = next((number for number, block in enumerate(blocks, 1) if block["block_id"] == block_id), len(blocks))
    thanks = {**context(THANKS.text), "block_id": THANKED}
    return {**kept, "blocks": [*blocks[:at], thanks, *blocks[at:]][:VIEW_BLOCKS]}
