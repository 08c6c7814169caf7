"""A local Slack workspace: Web API, events, commands and interactions, over signed HTTP and Socket Mode."""

from bot.demo.blocks import message_problems, view_problems
from bot.demo.clock import Clock
from bot.demo.errors import CallRefused
from bot.demo.functions import Execution
from bot.demo.model import SLACK_RETRY_DELAYS, Ack, Call, Channel, Delivery, Identity, Limits, Message, Said, User, View
from bot.demo.scheduled import Dropped, Pending, Posted
from bot.demo.signing import signed_headers
from bot.demo.slack import LocalSlack
from bot.demo.workspace import LocalWorkspace

__all__ = [
    "SLACK_RETRY_DELAYS",
    "Ack",
    "Call",
    "CallRefused",
    "Channel",
    "Clock",
    "Delivery",
    "Dropped",
    "Execution",
    "Identity",
    "Limits",
    "LocalSlack",
    "LocalWorkspace",
    "Message",
    "Pending",
    "Posted",
    "Said",
    "User",
    "View",
    "message_problems",
    "signed_headers",
    "view_problems",
]
