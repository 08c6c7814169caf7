"""The blocks and texts of which views are made, as Block Kit has them."""

from typing import Any

from bot.slack.views.mrkdwn import plain

Block = dict[str, Any]


def plain_text(text: str, most: int = 150) -> Block:
    """Text in which nothing mentions, links or formats, whoever wrote it."""
    return {"type": "plain_text", "text": plain(text, most) or "–", "emoji": False}


def mrkdwn(text: str) -> Block:
    """Text that was escaped. Verbatim: Slack makes no links of its own out of names and addresses in it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str) -> Block:
    """A paragraph of mrkdwn."""
    return {"type": "section", "text": mrkdwn(text)}


def context(text: str) -> Block:
    """Small print in mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def header(text: str) -> Block:
    """A heading of at most 150 characters."""
    return {"type": "header", "text": plain_text(text)}
