"""Answers as Slack messages."""

from bot.slack.views.answer import answer_message
from bot.slack.views.draft import CHOICE, Message
from bot.slack.views.fixed import APOLOGY

__all__ = ["APOLOGY", "CHOICE", "Message", "answer_message"]
