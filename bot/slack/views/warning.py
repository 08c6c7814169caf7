"""What whoever subscribed a place is told when nothing can be posted there any more."""

from bot.slack.views.draft import Message, said
from bot.slack.views.trouble import trouble_words
from bot.subscription import Subscription


def warning_message(subscription: Subscription, trouble: str) -> Message:
    """What is wrong, where, what to do, and what happens otherwise.

    Args:
        subscription: of the place.
        trouble: Slack's error, or a word of ours.
    """
    where = "to you here" if subscription.direct else f"in <#{subscription.place}>"
    return said(
        f"*I cannot post {where} what you asked for:* {trouble_words(trouble)}.",
        "I keep trying every few hours, and will not write to you about it again. `/whosejob tips list` shows how "
        "things stand, and stops it.",
    )
