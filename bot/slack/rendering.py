"""What is posted by the clock, as the message that Slack is asked to hold."""

from bot.catalog.lesson_model import Lessons
from bot.slack.views.ballot import ballot_message, reveal_message
from bot.slack.views.daily import daily_tip, theme_name
from bot.slack.views.draft import Message
from bot.slack.views.practice import reminder_message
from bot.subscription import Post, Subscription


def message_of(lessons: Lessons, subscription: Subscription, post: Post) -> Message:
    """The message of a post.

    Args:
        lessons: hold its lesson.
        subscription: of the place.
        post: what is sent.

    Raises:
        LookupError: its lesson is gone.
    """
    if post.kind == "tip":
        theme = theme_name(lessons, post.lesson)
        return daily_tip(lessons.tips[post.lesson], lessons.sources[f"tip:{post.lesson}"], subscription, theme)
    if post.kind == "practice":
        return reminder_message()
    scenario = lessons.scenarios[post.lesson]
    if post.kind == "quiz":
        return ballot_message(scenario, post, subscription)
    return reveal_message(scenario, lessons.sources[f"scenario:{scenario.id}"], post.day, subscription)
