"""Scheduled messages by Slack's Web API, for background work."""


from bot.catalog.lesson_model import Lessons
from bot.settings import Settings
from bot.slack.authorize import Workspaces


class Scheduling:
    """`SlackPort` over a client for each workspace.

    Args:
        settings: where Slack is.
        workspaces: where the bot is installed.
        lessons: what messages are made from.
        seconds: how long a call may take; less than half of the worker's lease.
    """

    def __init__(
        self, settings: Settings, workspaces: Workspaces, lessons: Lessons, seconds: float = 10.0
    ) -> None:
        raise NotImplementedError
