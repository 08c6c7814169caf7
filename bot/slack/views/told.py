"""A modal that says something and asks nothing."""

from bot.slack.views.blocks import Block
from bot.slack.views.draft import Message
from bot.slack.views.forms import modal


def told_modal(title: str, message: Message) -> Block:
    """The modal.

    Args:
        title: cut to 24 characters.
        message: made for a view.
    """
    return modal(title, message.blocks)
