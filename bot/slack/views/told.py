"""A modal that says something and asks nothing."""

from typing import Any

from bot.slack.limits import MODAL_TITLE, VIEW_BLOCKS
from bot.slack.views.draft import Message
from bot.slack.views.mrkdwn import plain


def told_modal(title: str, message: Message) -> dict[str, Any]:
    """The modal.

    Args:
        title: cut to 24 characters.
        message: made for a view.
    """
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": plain(title, MODAL_TITLE), "emoji": False},
        "close": {"type": "plain_text", "text": "Close", "emoji": False},
        "blocks": list(message.blocks[:VIEW_BLOCKS]),
    }
