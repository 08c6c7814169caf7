"""Messages that are always the same."""

from bot.slack.views.draft import Draft, Message


def _fixed(text: str) -> Message:
    draft = Draft()
    draft.section(text)
    return draft.message()


APOLOGY = _fixed("Sorry, I could not work that out: something went wrong on my side. Please ask again in a moment.")
