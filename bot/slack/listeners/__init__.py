"""What the bot listens to: one file per surface, each with a `register(app, desk)`."""

from slack_bolt.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.listeners import (
    ballots,
    browsing,
    choices,
    commands,
    direct_messages,
    feedback,
    home,
    mentions,
    others,
    pages,
    panel,
    pictures,
    practice,
    quizzes,
    settings,
    sharing,
    shortcuts,
    steps,
    subscriptions,
    tips,
)

HOT_FIRST = (
    *(commands, mentions, direct_messages),
    *(choices, shortcuts, feedback, sharing, pictures, pages),
    *(home, panel, browsing, settings, steps, tips, quizzes, ballots, practice, subscriptions, others),
)
"""Bolt asks every listener in turn, some 8 µs each. `others` takes the clicks that are left."""


def register_all(app: AsyncApp, desk: Desk) -> None:
    """Registers every listener."""
    for surface in HOT_FIRST:
        surface.register(app, desk)
