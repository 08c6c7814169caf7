"""The leaderboard of those who take part: the first ten, and where one is oneself."""

from collections.abc import Sequence

from bot.slack.views.actions import Control
from bot.slack.views.draft import Draft, Message, said
from bot.study.progress import Standing

BOARD_SHOW, BOARD_JOIN, BOARD_LEAVE = "board-show", "board-join", "board-leave"
TITLE = "Leaderboard"
FIRST = 10
DAYS = 30
"""Of how many days answers count."""
NOT_READ = said("I cannot look up the leaderboard at the moment. Please try again.")
NOT_FOR_STRANGERS = said("The leaderboard is for people of this workspace.")
INVITATION = "Only people who join are listed, with how many they answered and got right. Nobody sees which questions."


def board_message(ranks: Sequence[Standing], user: str, on: bool) -> Message:
    """The leaderboard, for one person alone.

    Args:
        ranks: those who take part, the first first.
        user: who looks at it.
        on: whether they take part.
    """
    draft = Draft()
    draft.section(f"*{TITLE}: right answers in the last {DAYS} days*")
    shown = [one for place, one in enumerate(ranks) if place < FIRST or one.person == user]
    draft.section(*(_line(one, user) for one in shown))
    if not ranks:
        draft.section("Nobody who takes part has answered anything yet.")
    elif on and all(one.person != user for one in ranks):
        draft.section("You take part, and come up with your next answer.")
    draft.context(INVITATION)
    draft.buttons(board_switch(on))
    return draft.message()


def board_switch(on: bool) -> Control:
    """The button that joins or leaves."""
    action_id, verb = (BOARD_LEAVE, "Leave") if on else (BOARD_JOIN, "Join")
    return Control(action_id, f"{verb} the leaderboard", "me")


def board_switches(on: bool) -> tuple[Control, ...]:
    """Home's buttons: what joins or leaves, and what shows it."""
    return board_switch(on), Control(BOARD_SHOW, "Show the leaderboard", "home")


def _line(one: Standing, user: str) -> str:
    you = " _(you)_" if one.person == user else ""
    return f"{one.rank}. <@{one.person}>{you}: {one.right} of {one.answered} right"
