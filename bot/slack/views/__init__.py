"""Answers as Slack messages."""

from bot.slack.views.actions import Audience
from bot.slack.views.answer import answer_message
from bot.slack.views.draft import CHOICE, Message
from bot.slack.views.fixed import APOLOGY

__all__ = ["APOLOGY", "CHOICE", "Audience", "Message", "answer_message"]
