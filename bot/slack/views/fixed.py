"""Messages that are always the same."""

from collections.abc import Iterable

from bot.slack.views.draft import Message, said
from bot.slack.views.mrkdwn import escape

HELP = said(
    "*I say whose job it is on AWS: AWS's, yours, or both, and why.* Ask in your own words:",
    "• `/whosejob who patches RDS?`",
    "• `/whosejob is S3 encryption on us?`",
    "• `/whosejob matrix Lambda`: who does what for a service",
    "• `/whosejob compare RDS EC2 patching`: services side by side",
    "• `/whosejob list patching`: the services that leave a task to you",
    "• `/whosejob tip`: one fact for work and exams, another one each time",
    "• `/whosejob quiz`, `/whosejob quiz RDS`: five questions to practise with",
    "• `/whosejob practice`: the questions that are due for you",
    "• `/whosejob leaderboard`: how those who take part are doing",
    "• `/whosejob tips`: a tip a day, and quiz questions, in this channel or to you alone",
    "• `/whosejob tips list`, `/whosejob tips stop`: shows what is set up; ends it in this channel",
    "• `/whosejob settings`: how answers are given here, for admins",
    "• `/whosejob forget me`: deletes what I keep of you",
    "Only you see these answers until you share them, unless your admins chose to show them to all. In a channel, "
    "mention me; in a direct message, just ask; and *Whose job is this?* stands in the menu of every message.",
)
NO_QUIZ = said("The knowledge that I was started with holds no quiz questions.")
CHOOSE_SOME = said("Check the options that you think are right, then click *Answer*.")
NO_TIPS = said("The knowledge that I was started with holds no tips.")
ALL_COMMANDS = "`/whosejob help` lists all that I do."
USAGE = {
    "matrix": "After `matrix`, name one service: `/whosejob matrix Lambda`.",
    "compare": "After `compare`, name services, and a task if you like: `/whosejob compare RDS EC2 patching`.",
    "list": "After `list`, name a task: `/whosejob list patching`.",
    "forget": "`/whosejob forget me` deletes what I keep of you.",
}
"""First word of what nothing is known of -> how it is meant to be used."""
TIPS_USAGE = said(
    "• `/whosejob tips`: sets up a tip a day, or changes, pauses and stops it",
    "• `/whosejob tips list`: what is set up",
    "• `/whosejob tips stop`: ends it in this channel",
    "• `/whosejob tip`: a tip now",
)
"""Said to who follows `tips` by a word that it does not take."""
ONLY_COMMAND = {
    "settings": "Admins and owners of this workspace open the settings with `/whosejob settings`.",
    "quiz": "`/whosejob quiz` asks you five questions, which only you see; `/whosejob quiz RDS` asks about RDS.",
    "tips": "`/whosejob tips` sets up a tip a day, in a channel or for you alone. `tip` shows you one now.",
    "tips list": "`/whosejob tips list` shows what you have set up, and what the channel has.",
    "tips stop": "In a channel, `/whosejob tips stop` stops what I post there. `stop` in our direct message stops what "
    "I send you.",
    "stop": "In a channel, `/whosejob tips stop` stops what I post there. `stop` in our direct message stops what I "
    "send you.",
    "practice": "`/whosejob practice` asks you the questions that are due, which only you see.",
    "leaderboard": "`/whosejob leaderboard` shows you how those who take part are doing; only you see it.",
}
"""Word in a message -> why it works after `/whosejob` only."""
APOLOGY = said("Sorry, I could not work that out: something went wrong on my side. Please ask again in a moment.")
WORDLESS = said(
    "I found no words in that message: I read neither pictures nor files. Ask me in your own words: `/whosejob who …`"
)
"""Said to who asks whose job a message without words is."""
MINE = said("That message is my own. Use this on somebody else's, or ask me something: `/whosejob who patches RDS?`")
OUTDATED = said("This button is from an earlier version of me, and I no longer know what it did. Please ask again.")
THANKS = said("Thanks for telling me.")
NOT_INSTALLED = "I am not installed in this workspace any more. Whoever looks after apps here can install me again."


def no_quiz_on(themes: Iterable[str]) -> Message:
    """Says what quizzes can be on, where a person named something else."""
    named = " · ".join(escape(theme, 80) for theme in themes)
    return said(
        "I have no quiz questions on that. Name a service, an exam (cloud practitioner, security) or a theme:",
        named,
    )


def forgotten(rows: int) -> Message:
    """Says that what was kept of a person is gone.

    Args:
        rows: how many things were kept.
    """
    if not rows:
        return said("I kept nothing about you.")
    return said(f"Done. I deleted the {rows} thing{'s' if rows > 1 else ''} that I kept about you.")


SHARE_REFUSALS = {
    "is_archived": "this channel is archived",
    "channel_is_archived": "this channel is archived",
    "restricted_action": "only some people may post here",
    "restricted_action_read_only_channel": "only some people may post here",
    "restricted_action_thread_only_channel": "only replies in threads are allowed here",
    "channel_not_found": "I cannot post here",
    "not_in_channel": "I am no member here; invite me first",
    "thread_not_found": "the thread is no longer there",
    "unreachable": "Slack could not be reached; try again",
    "expired_url": "this message is too old; ask again",
    "used_url": "this message is too old; ask again",
}
"""Slack's error -> why an answer could not be shared, in words."""
SHARED = "You shared this."
"""Takes the place of the button that shared an answer."""
PERHAPS_SHARED = "Slack did not say whether this was shared. Where you do not see it, ask again to share it."


def shared_by(user: str) -> str:
    """Who shared an answer, as mrkdwn.

    Args:
        user: a person's id, as Slack gives it.
    """
    return f"Shared by <@{user}>."


def refused_share(code: str) -> str:
    """Why an answer could not be shared, as mrkdwn."""
    return f"Not shared: {SHARE_REFUSALS.get(code, 'Slack did not let me post here')}."


def only_command(word: str) -> Message:
    """Says which command to use instead.

    Args:
        word: one of `ONLY_COMMAND`.
    """
    return said(ONLY_COMMAND[word])


def usage(word: str) -> Message:
    """Says what else to type.

    Args:
        word: one of `USAGE`.
    """
    return said(USAGE[word])
