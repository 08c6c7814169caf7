"""What is posted by the clock, as the message that Slack is asked to hold."""

from bot.catalog.lesson_model import Lessons
from bot.slack.views.draft import Message, said
from bot.subscription import Post, Subscription


def message_of(lessons: Lessons, subscription: Subscription, post: Post) -> Message:
    """The message of a post.

    Raises:
        LookupError: its lesson is gone.
    """
    if post.kind == "practice":
        return said("Questions are due.")
    texts = {
        "tip": lambda: lessons.tips[post.lesson].fact,
        "quiz": lambda: lessons.scenarios[post.lesson].text,
        "reveal": lambda: lessons.scenarios[post.lesson].options[0].because,
    }
    return said(texts[post.kind]())
